/**
 * The real queue's tables in virtual time: taking a job, giving it back and finding the next, in the queue's own words,
 * which take the time as a value here. graphile-worker has no function for "one job, chosen by me, at this time".
 */
import { z } from "zod";
import type { Queryable } from "#app/lib/database.server.ts";
import { MAY_GO } from "#app/payments/report-queries.server.ts";
import { JOB_PAYLOADS, MAX_ATTEMPTS, type JobName } from "#app/jobs/queue.server.ts";

export interface TakenJob {
  id: string;
  task: JobName;
  payload: unknown;
  attempts: number;
  /** Of the payment it is about; null when it is about none. */
  group: string | null;
  isOldest: boolean;
}

const row = z.object({
  id: z.string(),
  task: z.enum(Object.keys(JOB_PAYLOADS) as [JobName, ...JobName[]]),
  payload: z.unknown(),
  attempts: z.number(),
  group: z.string().nullable(),
  isOldest: z.boolean(),
});

/** The statement's name. */
export const TAKE_JOB = "take-job";

/** Takes one of the due jobs; `salt` says which. */
export async function takeJob(
  db: Queryable,
  input: { poolId: string; now: Date; salt: string },
): Promise<TakenJob | null> {
  const { rows } = await db.query({
    name: TAKE_JOB,
    text: `
      with due as (
        select id, run_at from graphile_worker._private_jobs where is_available and run_at <= $2
      ), taken as (
        update graphile_worker._private_jobs set attempts = attempts + 1, locked_by = $1, locked_at = $2
        where id = (select id from due order by md5(id::text || $3) limit 1) returning *
      )
      select j.id::text, t.identifier as task, j.payload, j.attempts,
        (select id from due order by run_at, id limit 1) = j.id as "isOldest",
        (select session_group from payments where id::text = coalesce(
          j.payload ->> 'paymentId',
          (select payment_id::text from codes where id::text = j.payload ->> 'codeId'),
          (select payment_id::text from reports where id::text = j.payload ->> 'reportId'),
          (select c.payment_id::text from notices n join codes c on c.cip = n.cip
           where n.id::text = j.payload ->> 'noticeId' limit 1))) as "group"
      from taken j join graphile_worker._private_tasks t on t.id = j.task_id`,
    values: [input.poolId, input.now, input.salt],
  });
  return rows[0] ? row.parse(rows[0]) : null;
}

/** Whoever holds it now, as the queue does it: its work is done. */
export async function completeJob(db: Queryable, id: string): Promise<void> {
  await db.query({
    name: "complete-job",
    text: "delete from graphile_worker._private_jobs where id = $1",
    values: [id],
  });
}

export async function failJob(
  db: Queryable,
  input: { id: string; poolId: string; error: string; now: Date },
): Promise<void> {
  await db.query({
    name: "fail-job",
    text: `update graphile_worker._private_jobs
      set last_error = $3, locked_by = null, locked_at = null,
        run_at = greatest($4::timestamptz, run_at) + exp(least(attempts, 10)) * interval '1 second'
      where id = $1 and locked_by = $2`,
    values: [input.id, input.poolId, input.error, input.now],
  });
}

export async function addScheduled(db: Queryable, name: JobName, now: Date): Promise<void> {
  await db.query({
    name: "add-scheduled",
    text: "select enqueue_job($1, '{}'::json, $2, $3, $4)",
    values: [name, now, MAX_ATTEMPTS, `schedule:${name}`],
  });
}

/** What is due when, in ms: a waiting job, a report that lost its job, a code to ask about. */
export interface DueTimes {
  job: number | null;
  report: number | null;
  ask: number | null;
}

const dueRow = z.object({
  job: z.date().nullable(),
  report: z.date().nullable(),
  ask: z.date().nullable(),
});

export async function dueTimes(db: Queryable): Promise<DueTimes> {
  const { rows } = await db.query({
    name: "due-times",
    text: `select
      (select min(run_at) from graphile_worker._private_jobs where is_available) as job,
      (select min(greatest(next_attempt_at, in_flight_since + interval '61 seconds')) from reports r
       where state = 'due' and ${MAY_GO}) as report,
      (select min(next_ask_at) from codes where next_ask_at is not null) as ask`,
  });
  const { job, report, ask } = dueRow.parse(rows[0]);
  return {
    job: job?.getTime() ?? null,
    report: report?.getTime() ?? null,
    ask: ask?.getTime() ?? null,
  };
}
