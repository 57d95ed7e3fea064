/**
 * Details of accounts are kept as long as a payout can be disputed, and not longer. Called by the daily job, and by privacy requests,
 * which wait for nothing but the refund's end.
 */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { wipeEnded, wipeOfPayments, wipeOfShop } from "#app/refunds/refund-store-wipe.server.ts";

const DAY_MS = 86_400_000;

/** How long after its end a refund keeps where the money went. docs/privacy.md tells merchants and shoppers. */
const KEPT_MS = { paidOut: 90 * DAY_MS, refused: DAY_MS };

const BATCH = 500;

/** The job: wipes what is due, all of it. */
export async function wipeOldDestinations(deps: {
  clock: Clock;
  db: Queryable;
  log: Logger;
}): Promise<void> {
  const at = deps.clock.now();
  const before = (ms: number) => new Date(at.getTime() - ms);
  const due = {
    at,
    paidOutBefore: before(KEPT_MS.paidOut),
    refusedBefore: before(KEPT_MS.refused),
    limit: BATCH,
  };
  let total = 0;
  for (;;) {
    const wiped = await wipeEnded(deps.db, due);
    total += wiped;
    if (wiped < BATCH) break;
  }
  if (total > 0) deps.log.info(`the details of ${total} ended refunds were wiped`);
}

/** Before the payers of these payments are forgotten: afterwards nobody finds their refunds. */
export function wipeDestinationsOf(
  deps: { clock: Clock; db: Queryable },
  paymentIds: readonly string[],
): Promise<number> {
  return wipeOfPayments(deps.db, { at: deps.clock.now(), paymentIds });
}

export function wipeDestinationsOfShop(
  deps: { clock: Clock; db: Queryable },
  input: { shopId: string; receivedUntil: Date },
): Promise<number> {
  return wipeOfShop(deps.db, { at: deps.clock.now(), ...input });
}
