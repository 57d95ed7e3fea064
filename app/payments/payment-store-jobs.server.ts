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

/** Asks again for work that came before its time: by our clock, but never at once, should the queue's clock be ahead. */
export async function enqueueAgain(db: Queryable, request: JobRequest): Promise<void> {
  await db.query({
    name: "enqueue-again",
    text: `
      with asked as (select 1), later as (
        select jsonb_agg(jsonb_set(j, '{runAt}', to_jsonb(greatest((j ->> 'runAt')::timestamptz, now() + interval '2 seconds'))))
          as jobs
        from jsonb_array_elements($1::jsonb) j
      ), jobs as (${addJobs("(select jobs from later)", "asked")})
      select count(*) from jobs`,
    values: [jobsParameter([request])],
  });
}
