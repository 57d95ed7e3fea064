/** Why a notice's signature did not fit, as far as this shop's keys tell. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import type { UnstoredNotice } from "#app/inbox/receive-notice.server.ts";
import { keysAroundSet, type KeysOfShop } from "#app/merchants/credential-queries.server.ts";
import { likelyCauses, type LikelyCause } from "#app/pagoefectivo/signature-cause.ts";

export type KeysKnown = KeysOfShop;

/** The likely causes; none where they cannot be found out now. `keysOf` spares a flood the reading of the same keys. */
export async function explainSignature(
  deps: { db: Queryable; vault: Vault; log: Logger },
  notice: UnstoredNotice,
  keysOf: Map<string, Promise<KeysKnown>>,
): Promise<LikelyCause[]> {
  const { setId, body, signature } = notice;
  const known = keysOf.get(setId) ?? keysAroundSet(deps.db, deps.vault, setId);
  keysOf.set(setId, known);
  try {
    const { versions, hasWipedKeys } = await known;
    const keys = versions.map((version) => ({ ...version, isOwn: version.setId === setId }));
    return likelyCauses({ body, header: signature, keys, hasWipedKeys });
  } catch (error) {
    deps.log.warn({ error }, "a bad signature could not be explained");
    return [];
  }
}
