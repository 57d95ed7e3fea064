import type { Clock } from "#app/lib/clock.ts";
import type { InTransaction, Queryable } from "#app/lib/database.server.ts";
import {
  copyToArchive,
  dropArchived,
  findOldLines,
  whichAreQuiet,
} from "#app/payments/timeline-archive-store.server.ts";
import { whichAreFinal } from "#app/payments/payment-store-contacts.server.ts";

const DAY_MS = 86_400_000;

/**
 * The timelines of payments that ended before then, and that nothing happened to since, go into the archive. It may stop anywhere and
 * begin again. Answers how many lines moved.
 */
export async function archiveTimelines(
  deps: { db: Queryable; clock: Clock; inTransaction: InTransaction },
  keepDays: number,
): Promise<number> {
  const before = new Date(deps.clock.now().getTime() - keepDays * DAY_MS);
  let moved = 0;
  for (let afterId: string | null = "0"; afterId !== null;) {
    const old = await findOldLines(deps.db, { before, afterId });
    const final = await whichAreFinal(deps.db, old.paymentIds);
    const quiet = await whichAreQuiet(deps.db, { paymentIds: final, before });
    if (quiet.length > 0) {
      moved += await deps.inTransaction(async (db) => {
        await copyToArchive(db, quiet);
        return { keep: true, value: await dropArchived(db, quiet) };
      });
    }
    afterId = old.lastId;
  }
  return moved;
}
