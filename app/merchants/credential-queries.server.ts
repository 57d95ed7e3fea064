/**
 * Reads a shop's PagoEfectivo keys. The secrets leave the vault here, wrapped, and go nowhere but to the client and
 * the signature check.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { ExternalCallError } from "#app/lib/external-call-error.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import type { Environment, PagoEfectivoCredentials } from "#app/pagoefectivo/pagoefectivo-client.ts";

interface SealedVersion {
  id: string;
  shop: string;
  mode: Environment;
  serviceId: number;
  /** Null once wiped. */
  sealedAccessKey: string | null;
  sealedSecretKey: string | null;
}

const VERSION_COLUMNS = `v.id, s.domain as shop, k.mode, v.service_id as "serviceId",
  v.sealed_access_key as "sealedAccessKey", v.sealed_secret_key as "sealedSecretKey"
  from credential_versions v join credential_sets k on k.id = v.set_id join shops s on s.id = k.shop_id`;

/** The keys that make new codes of this currency; null when the shop has none. */
export async function currentCredentials(
  db: Queryable,
  vault: Vault,
  input: { shopId: string; mode: Environment; currency: string },
): Promise<PagoEfectivoCredentials | null> {
  const { rows } = await db.query<SealedVersion>({
    name: "current-credentials",
    text: `select ${VERSION_COLUMNS}
      join credential_set_currencies c on c.set_id = k.id
      where c.shop_id = $1 and c.mode = $2 and c.currency = $3 and v.retired_at is null`,
    values: [input.shopId, input.mode, input.currency],
  });
  return rows[0] ? open(vault, rows[0]) : null;
}

/**
 * The keys that serve a code made with these: the newest of the same account and service, which knows the same codes. The
 * very keys that it was made with may be worthless since PagoEfectivo replaced them, and then nobody could learn whether it
 * was paid (decision 21). Another service's keys are never used. Throws ExternalCallError (`not-done`) when all are wiped.
 */
export async function credentialsOfVersion(
  db: Queryable,
  vault: Vault,
  versionId: string,
): Promise<PagoEfectivoCredentials> {
  const { rows } = await db.query<SealedVersion>({
    name: "credentials-of-version",
    text: `select ${VERSION_COLUMNS}
      join credential_versions asked on asked.id = $1 and asked.set_id = v.set_id and asked.service_id = v.service_id
      where v.number >= asked.number
      order by v.wiped_at is null desc, v.number desc limit 1`,
    values: [versionId],
  });
  const [row] = rows;
  if (!row) throw new Error(`credentials version ${versionId} does not exist`);
  if (row.sealedAccessKey === null) {
    throw new ExternalCallError({
      service: "pagoefectivo",
      operation: "credentials",
      outcome: "not-done",
      reason: "keys-wiped",
    });
  }
  return open(vault, row);
}

export interface NoticeKeys {
  setId: string;
  /** Newest first: during a rotation old and new keys both verify. */
  versions: readonly PagoEfectivoCredentials[];
}

/** The keys that may have signed a notice sent to this URL token; null when the token is not known. */
export async function noticeKeys(
  db: Queryable,
  vault: Vault,
  noticeToken: string,
): Promise<NoticeKeys | null> {
  const { rows } = await db.query<SealedVersion & { setId: string }>({
    name: "notice-keys",
    text: `select k.id as "setId", ${VERSION_COLUMNS} where k.notice_token = $1 and v.wiped_at is null
      order by v.number desc`,
    values: [noticeToken],
  });
  const [first] = rows;
  return first ? { setId: first.setId, versions: rows.map((row) => open(vault, row)) } : null;
}

export interface KeysOfShop {
  /** Every version that is not wiped, of every set of the shop that has this set. */
  versions: readonly (PagoEfectivoCredentials & { setId: string })[];
  /** This set had keys that are wiped now. */
  hasWipedKeys: boolean;
}

/** What a notice at this set's URL may have been signed with by mistake: to find out why its signature does not fit. */
export async function keysAroundSet(db: Queryable, vault: Vault, setId: string): Promise<KeysOfShop> {
  const { rows } = await db.query<SealedVersion & { setId: string }>({
    name: "keys-around-set",
    text: `select k.id as "setId", ${VERSION_COLUMNS}
      where k.shop_id = (select shop_id from credential_sets where id = $1) order by v.retired_at is null desc, v.number desc`,
    values: [setId],
  });
  return {
    versions: rows.flatMap((row) =>
      row.sealedAccessKey === null ? [] : [{ ...open(vault, row), setId: row.setId }],
    ),
    hasWipedKeys: rows.some((row) => row.setId === setId && row.sealedAccessKey === null),
  };
}

function open(vault: Vault, row: SealedVersion): PagoEfectivoCredentials {
  invariant(row.sealedAccessKey !== null && row.sealedSecretKey !== null, "wiped keys are not asked for");
  return {
    credentialVersionId: row.id,
    environment: row.mode,
    serviceId: row.serviceId,
    accessKey: vault.open(row.sealedAccessKey, { shop: row.shop, field: "access-key" }),
    secretKey: vault.open(row.sealedSecretKey, { shop: row.shop, field: "secret-key" }),
  };
}
