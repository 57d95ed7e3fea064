/** Removes from the log what its shop does not keep any longer. What other tables hold of a message is theirs, and stays. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { findKeepDays } from "#app/log/log-health-queries.server.ts";
import { placeAt } from "#app/log/log-queries.server.ts";
import { isMoreLeft, removeOldEntries } from "#app/log/log-store.server.ts";

const DAY_MS = 86_400_000;

/** The job, every day. It may stop anywhere and begin again. */
export async function clearLog(deps: { db: Queryable; clock: Clock }): Promise<void> {
  const now = deps.clock.now().getTime();
  for (const { shopId, keepDays } of await findKeepDays(deps.db)) {
    const beforeId = placeAt(new Date(now - keepDays * DAY_MS));
    while (isMoreLeft(await removeOldEntries(deps.db, { shopId, beforeId })));
  }
}
