/**
 * Reads a shop's connection with PagoEfectivo: what its page shows, and what a save starts from.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import { ACCOUNT_STATES } from "#app/merchants/connect-form.ts";
import type { ConnectionView, SetView } from "#app/merchants/connection-view.ts";
import type { Environment } from "#app/pagoefectivo/pagoefectivo-client.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

/** A connected set with its current keys, sealed. */
export interface StoredSet {
  id: string;
  mode: Environment;
  currencies: Currency[];
  noticeToken: string;
  versionNumber: number;
  serviceId: number;
  sealedAccessKey: string;
  sealedSecretKey: string;
  savedAt: Date;
  savedBy: string | null;
  verifiedAt: Date | null;
  refusedSince: Date | null;
  liveCodes: number;
}

export interface StoredConnection {
  version: number;
  accountState: string;
  accountNote: string | null;
  sets: StoredSet[];
}

/** Throws when there is no such shop. */
export async function loadConnection(db: Queryable, shopId: string): Promise<StoredConnection> {
  const shops = await db.query<Omit<StoredConnection, "sets">>({
    name: "load-connection",
    text: `select connection_version as version, account_state as "accountState", account_note as "accountNote"
      from shops where id = $1`,
    values: [shopId],
  });
  const [shop] = shops.rows;
  if (!shop) throw new Error(`shop ${shopId} does not exist`);
  const { rows } = await db.query<StoredSet>({
    name: "load-connected-sets",
    text: `
      select k.id, k.mode, k.notice_token as "noticeToken", v.number as "versionNumber", v.service_id as "serviceId",
        v.sealed_access_key as "sealedAccessKey", v.sealed_secret_key as "sealedSecretKey",
        v.created_at as "savedAt", u.name as "savedBy", k.verified_at as "verifiedAt",
        k.refused_since as "refusedSince",
        array(select c.currency from credential_set_currencies c where c.set_id = k.id order by c.currency)
          as currencies,
        coalesce(l.count, 0) as "liveCodes"
      from credential_sets k
      join credential_versions v on v.set_id = k.id and v.retired_at is null
      left join merchant_users u on u.shop_id = k.shop_id and u.user_id = v.created_by
      left join (
        -- The states of the partial index: without them every code that the shop ever had would be read.
        select o.set_id, count(*)::int as count
        from codes c join credential_versions o on o.id = c.credential_version_id
        where c.shop_id = $1 and c.state in ('issuing', 'unknown', 'live', 'voiding') and c.state = 'live'
        group by o.set_id
      ) l on l.set_id = k.id
      where k.shop_id = $1 and k.disconnected_at is null
      order by k.mode, k.created_at, k.id`,
    values: [shopId],
  });
  return { ...shop, sets: rows };
}

export interface ConnectionDeps {
  db: Queryable;
  vault: Vault;
  publicOrigin: string;
}

/** What the page may know: of the keys only the last four characters of the one that is no secret by itself. */
export async function readConnection(
  deps: ConnectionDeps,
  shop: { id: string; domain: ShopDomain },
): Promise<ConnectionView> {
  const stored = await loadConnection(deps.db, shop.id);
  return {
    version: stored.version,
    account: {
      state: ACCOUNT_STATES.find((state) => state === stored.accountState) ?? "unknown",
      note: stored.accountNote,
    },
    sets: stored.sets.map((set) => viewOf(deps, shop.domain, set)),
  };
}

function viewOf(deps: ConnectionDeps, domain: ShopDomain, set: StoredSet): SetView {
  const accessKey = deps.vault.open(set.sealedAccessKey, { shop: domain, field: "access-key" });
  return {
    id: set.id,
    mode: set.mode,
    serviceId: set.serviceId,
    currencies: set.currencies,
    accessKey: { isSet: true, last4: accessKey.reveal().slice(-4) },
    secretKey: { isSet: true },
    updatedAt: set.savedAt.toISOString(),
    updatedBy: set.savedBy,
    verifiedAt: set.verifiedAt?.toISOString() ?? null,
    refusedSince: set.refusedSince?.toISOString() ?? null,
    noticeUrl: `${deps.publicOrigin}/pagoefectivo/notices/${set.noticeToken}`,
    liveCodes: set.liveCodes,
  };
}
