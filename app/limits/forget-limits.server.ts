import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { removeFullBuckets } from "#app/limits/limit-store.server.ts";

/** The job of every ten minutes: who has all their turns again is forgotten. */
export async function forgetLimits(deps: { clock: Clock; db: Queryable }): Promise<void> {
  await removeFullBuckets(deps.db, deps.clock.now());
}
