import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { wipeShop } from "#app/merchants/erase-shop-store.server.ts";

/** PagoEfectivo is asked about a code for three days after its end: a reversal shows only then. */
const KEYS_NEEDED_MS = 3 * 86_400_000;

/**
 * Removes what the shop told us about itself and its people: texts, contacts, names, sessions, keys. Its domain stays as the name of
 * its payments, and so do its rules, which say nothing of anybody. Keys that a code may still need are only retired and go with all
 * retired ones. False, and nothing is removed, when the shop installed the app again after `triggeredAt`.
 */
export function eraseShop(
  deps: { clock: Clock; db: Queryable },
  input: { shopId: string; triggeredAt: Date },
): Promise<boolean> {
  const now = deps.clock.now();
  const endedBefore = new Date(now.getTime() - KEYS_NEEDED_MS);
  return wipeShop(deps.db, { ...input, now, endedBefore });
}
