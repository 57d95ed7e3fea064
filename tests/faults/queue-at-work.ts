import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { Logger as QueueLogger, runOnce, type WorkerEvents } from "graphile-worker";
import { invariant } from "#app/lib/invariant.ts";
import { beat, giveBackJobsOfTheDead } from "#app/jobs/heartbeat-store.server.ts";
import { JOB_TABLE } from "#app/jobs/job-table.server.ts";
import { JOB_PAYLOADS, type JobName } from "#app/jobs/queue.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { buildDependencies, type Dependencies } from "../../server/dependencies.ts";
import type { TestWorld } from "../setup/world.ts";
import type { Life } from "./mortal-process.ts";

/** A pool is given up after this long without a sign of life, as in `server/worker.ts`. */
const SILENT_MS = 40_000;
/** A claimed report is given up after sixty seconds. */
const GIVEN_UP_MS = 61_000;
/** What is due within a moment is run together. */
const STEP_MS = 2_000;
const ROUNDS = 60;

/** What the queue needs of a world. */
export type QueueWorld = Pick<TestWorld, "clock" | "rows">;

/** Moves the world's clock on from where it stands. */
export function advance(world: Pick<TestWorld, "clock">, ms: number): void {
  world.clock.shift(world.clock.now().getTime() - Date.now() + ms);
}

interface JobRow {
  id: string;
  task: string;
  payload: unknown;
  attempts: number;
}

/** Jobs of one payment that are due by the world's clock, whatever names them: payment, code, report or notice. */
async function dueJobsOf(world: TestWorld, paymentId: string): Promise<JobRow[]> {
  return world.rows<JobRow>(
    `select j.id, t.identifier as task, j.payload, j.attempts
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where j.is_available and j.run_at <= $2 and $1 = coalesce(
       j.payload ->> 'paymentId',
       (select payment_id::text from codes where id::text = j.payload ->> 'codeId'),
       (select payment_id::text from reports where id::text = j.payload ->> 'reportId'),
       (select c.payment_id::text from notices n join codes c on c.cip = n.cip
        where n.id::text = j.payload ->> 'noticeId'))
     order by j.run_at, j.id`,
    [paymentId, world.clock.now()],
  );
}

/**
 * One payment's due jobs, as a worker's process runs them: taking a job and giving it back are statements of its life too.
 * Ends when none is due, or with the process.
 */
export async function workMortally(
  world: TestWorld,
  input: { life: Life; deps: PaymentDeps; paymentId: string },
): Promise<void> {
  const { life, deps } = input;
  const poolId = `mortal-${randomUUID()}`;
  await beat(world.system.deps.db, { poolId, at: world.clock.now() });
  for (;;) {
    const [job] = await dueJobsOf(world, input.paymentId);
    if (!job) return;
    // In the words of the queue, which has no function for one chosen job.
    await deps.db.query({
      text: `update graphile_worker._private_jobs set attempts = attempts + 1, locked_by = $2, locked_at = now()
        where id = $1`,
      values: [job.id, poolId],
    });
    invariant(isJobName(job.task), `job ${job.task} is in the job table`);
    try {
      await JOB_TABLE[job.task]({ ...world.system.deps, ...deps }, job.payload, {
        isRerun: job.attempts > 0,
      });
    } catch (error) {
      if (life.isDead || !life.isReached) throw error;
      // What the queue does with a job that threw.
      await deps.db.query({
        text: `update graphile_worker._private_jobs set last_error = $2, locked_by = null, locked_at = null
          where id = $1`,
        values: [job.id, String(error)],
      });
      continue;
    }
    await deps.db.query({
      text: "delete from graphile_worker._private_jobs where id = $1",
      values: [job.id],
    });
  }
}

/** Runs what is due in the queue, with these parts, as a worker's process does. Returns what its jobs threw. */
export async function runQueue(world: QueueWorld, deps: Dependencies): Promise<string[]> {
  const threw: string[] = [];
  const events: WorkerEvents = new EventEmitter();
  events.on("job:error", ({ job, error }) => threw.push(`${job.task_identifier}: ${String(error)}`));
  const taskList = Object.fromEntries(
    Object.entries(JOB_TABLE).map(([name, handler]) => [
      name,
      async (payload: unknown, helpers: { job: { attempts: number } }) => {
        await handler(deps, payload, { isRerun: helpers.job.attempts > 1 });
      },
    ]),
  );
  const logger = new QueueLogger(() => () => undefined);
  await bringForward(world);
  const options = { pgPool: deps.database.pool, events, taskList, logger, concurrency: 4 };
  await runOnce({ ...options, noHandleSignals: true });
  return threw;
}

/**
 * A new process on the same database: takes over what the dead held and runs the queue, with the minute schedule, until
 * nothing is due within `horizonMs` of the world's time. Returns what jobs threw meanwhile.
 */
export async function recover(world: TestWorld, horizonMs: number): Promise<string[]> {
  const { config, log } = world.system.deps;
  const deps = buildDependencies(config, log, world.clock);
  const threw: string[] = [];
  try {
    const endsAt = world.clock.now().getTime() + horizonMs;
    advance(world, GIVEN_UP_MS);
    for (let round = 0; round < ROUNDS; round += 1) {
      await takeOver(world, deps);
      threw.push(...(await runQueue(world, deps)));
      await JOB_TABLE["send-due-reports"](deps, {});
      const nextAt = await nextDueAt(world);
      if (nextAt === null || nextAt > endsAt) return threw;
      advance(world, Math.max(0, nextAt + STEP_MS - world.clock.now().getTime()));
    }
    throw new Error(`after ${ROUNDS} rounds there is still something due`);
  } finally {
    await deps.close();
  }
}

/** Gives back the jobs of pools that have been silent for too long by the world's clock. */
export async function takeOver(world: QueueWorld, deps: Dependencies): Promise<void> {
  await giveBackJobsOfTheDead(deps.db, {
    silentSince: new Date(world.clock.now().getTime() - SILENT_MS),
    // Locks carry the database's time, which does not move with the world's.
    silentForMs: 0,
  });
}

/** When the next job or report is due, in ms; a report in flight is due once its claim is given up. */
async function nextDueAt(world: TestWorld): Promise<number | null> {
  const [row] = await world.rows<{ at: Date | null }>(
    `select least(
       (select min(run_at) from graphile_worker._private_jobs where attempts < max_attempts),
       (select min(greatest(next_attempt_at, in_flight_since + interval '61 seconds')) from reports
        where state = 'due')) as at`,
  );
  return row?.at?.getTime() ?? null;
}

/** The queue goes by the database's clock: what is due by the world's is made due there. */
async function bringForward(world: QueueWorld): Promise<void> {
  await world.rows(
    `update graphile_worker._private_jobs set run_at = now()
     where run_at > now() and run_at <= $1 and locked_at is null`,
    [world.clock.now()],
  );
}

/** What waits in the queue although it has failed, or is held by nobody who lives. */
export async function stuckJobs(world: QueueWorld): Promise<string[]> {
  const rows = await world.rows<{ line: string }>(
    `select t.identifier || ': ' || coalesce(j.last_error, 'locked by ' || j.locked_by) as line
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where (j.last_error is not null or j.locked_at is not null)
       -- A schedule that was at work when its next minute came is not run again: that one's job does its work.
       and not (j.payload::jsonb ? '_cron' and j.key is null and j.attempts >= j.max_attempts and j.locked_at is null)`,
  );
  return rows.map((row) => row.line);
}

function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOB_PAYLOADS, name);
}
