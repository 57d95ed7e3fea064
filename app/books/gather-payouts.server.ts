/** Finds out which settlements have arrived at the merchant's bank. */
import { matchPayouts } from "#app/books/payout-match.ts";
import { findCredits, findOpenSettlements, findShopsToGather } from "#app/books/payout-queries.server.ts";
import { storeMatchedPayouts, storeSettlements } from "#app/books/payout-store.server.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";

export interface PayoutDeps {
  db: Queryable;
  clock: Clock;
}

/**
 * Adds up what new settlement statements pay, and records the bank's credits that pay it. May be called whenever a statement was
 * stored and as often as one likes: it finds what is new. Answers how many payouts were found.
 */
export async function gatherPayouts(deps: PayoutDeps, shopId: string): Promise<number> {
  await storeSettlements(deps.db, { shopId, at: deps.clock.now() });
  const settlements = await findOpenSettlements(deps.db, shopId);
  if (settlements.length === 0) return 0;
  const matches = matchPayouts(settlements, await findCredits(deps.db, shopId));
  return matches.length === 0 ? 0 : storeMatchedPayouts(deps, { shopId, matches });
}

/** Longer than any schedule is late: a statement that is older was looked at many times. */
const NEW_FOR_MS = 2 * 86_400_000;

/** The same for every shop with something new. */
export async function gatherAllPayouts(deps: PayoutDeps): Promise<void> {
  const since = new Date(deps.clock.now().getTime() - NEW_FOR_MS);
  for (const shopId of await findShopsToGather(deps.db, since)) await gatherPayouts(deps, shopId);
}
