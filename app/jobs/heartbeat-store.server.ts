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

/** A pool of ours has ended: it beats no more, and whatever it still held is free at once. */
export async function endPool(db: Queryable, poolId: string): Promise<void> {
  await db.query({
    name: "end-pool",
    text: `
      with gone as (delete from worker_heartbeats where pool_id = $1)
      select graphile_worker.force_unlock_workers(array[$1])`,
    values: [poolId],
  });
}

/**
 * Unlocks the jobs of pools that are not known to live: silent since then, or never heard of and holding a job for as
 * long. A pool that was only paused may meet its own job in other hands afterwards: expected versions decide who writes.
 */
export async function giveBackJobsOfTheDead(
  db: Queryable,
  input: { silentSince: Date; silentForMs: number },
): Promise<void> {
  await db.query({
    name: "give-back-jobs",
    text: `
      with gone as (
        delete from worker_heartbeats where beat_at < $1 returning pool_id
      ), dead as (
        select pool_id from gone
        union
        select locked_by from graphile_worker._private_jobs
        where locked_at < now() - $2 * interval '1 millisecond'
          and locked_by not in (select pool_id from worker_heartbeats)
      )
      select graphile_worker.force_unlock_workers(array_agg(pool_id)) from dead having count(*) > 0`,
    values: [input.silentSince, input.silentForMs],
  });
}

/**
 * Unlocks jobs that a living pool holds and does not work on: it took them in a statement whose answer was lost. `running`
 * are the jobs that it works on; a job taken a moment ago may not have begun.
 */
export async function giveBackForgottenJobs(
  db: Queryable,
  input: { poolId: string; running: readonly string[]; olderThanMs: number },
): Promise<void> {
  await db.query({
    name: "give-back-forgotten-jobs",
    text: `
      update graphile_worker._private_jobs set locked_at = null, locked_by = null
      where locked_by = $1 and id <> all($2::bigint[]) and locked_at < now() - $3 * interval '1 millisecond'`,
    values: [input.poolId, input.running, input.olderThanMs],
  });
}
