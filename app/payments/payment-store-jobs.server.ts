import type { Queryable } from "#app/lib/database.server.ts";
import { addJobs, jobsParameter, type JobRequest } from "#app/jobs/queue.server.ts";

/** Enqueues work that no change of a payment asks for: asking again later. */
export async function enqueue(db: Queryable, jobs: readonly JobRequest[]): Promise<void> {
  await db.query({
    name: "enqueue",
    text: `with asked as (select 1), jobs as (${addJobs("$1", "asked")}) select count(*) from jobs`,
    values: [jobsParameter(jobs)],
  });
}
