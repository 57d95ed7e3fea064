/** Which worker pools are alive, and what becomes of the jobs of those that are not. */
import type { Queryable } from "#app/lib/database.server.ts";

export async function beat(db: Queryable, input: { poolId: string; at: Date }): Promise<void> {
  await db.query({
    name: "beat",
    text: `insert into worker_heartbeats (pool_id, beat_at) values ($1, $2)
      on conflict (pool_id) do update set beat_at = excluded.beat_at`,
    values: [input.poolId, input.at],
  });
}

export async function removeHeartbeat(db: Queryable, poolId: string): Promise<void> {
  await db.query({ text: "delete from worker_heartbeats where pool_id = $1", values: [poolId] });
}

/**
 * Unlocks the jobs of pools that have been silent since then. A pool that was only paused may meet its own job in
 * other hands afterwards: expected versions decide who writes.
 */
export async function giveBackJobsOfTheDead(db: Queryable, input: { silentSince: Date }): Promise<void> {
  await db.query({
    name: "give-back-jobs",
    text: `
      with dead as (delete from worker_heartbeats where beat_at < $1 returning pool_id)
      select graphile_worker.force_unlock_workers(array_agg(pool_id)) from dead having count(*) > 0`,
    values: [input.silentSince],
  });
}
