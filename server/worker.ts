/**
 * Runs the job table until told to stop. Pools say every ten seconds that they live; a pool that has been silent for
 * forty had its process killed, and its jobs are given back to the others.
 */
import { EventEmitter } from "node:events";
import {
  Logger as QueueLogger,
  parseCronItems,
  run,
  type JobHelpers,
  type TaskList,
  type WorkerEvents,
} from "graphile-worker";
import { z } from "zod";
import { isId } from "#app/lib/ids.server.ts";
import { JOB_TABLE, SCHEDULES, type Schedule } from "#app/jobs/job-table.server.ts";
import {
  beat,
  endPool,
  giveBackForgottenJobs,
  giveBackJobsOfTheDead,
} from "#app/jobs/heartbeat-store.server.ts";
import { inLogContext, type LogContext } from "#app/lib/log-context.server.ts";
import type { Dependencies } from "./dependencies.ts";

const BEAT_EVERY_MS = 10_000;
const DEAD_AFTER_MS = 40_000;
const RESTART_AFTER_MS = 1_000;
/** A job that was taken and not begun for so long goes back to the table, for others. */
const LOCAL_MS = 10_000;
/** The ends of jobs are written together: they hold up nobody, and a job that ended is safe to run again. */
const ENDS_GATHERED_MS = 10;
/** Longer than that takes. */
const ENDS_WRITTEN_MS = 1_000;

export type Schedules = readonly Schedule[];

export interface RunningWorker {
  /** Takes no new job, lets running ones end, then resolves. */
  stop(): Promise<void>;
}

export async function startWorker(
  deps: Dependencies,
  schedules: Schedules = SCHEDULES,
): Promise<RunningWorker> {
  deps.metrics.expectJobs(Object.keys(JOB_TABLE));
  let pool = await startPool(deps, schedules);
  let isStopping = false;

  // A connection that is lost while a job is being completed ends the whole pool: another one takes its place.
  const replaceEnded = async (): Promise<void> => {
    for (;;) {
      await pool.ended;
      if (isStopping) return;
      deps.log.error({ alert: true, poolId: pool.id }, "the worker's pool ended; another one is started");
      pool = await startNext(deps, { ended: pool, schedules, isStopping: () => isStopping });
    }
  };
  const supervision = replaceEnded();

  const keepAlive = async () => {
    try {
      // One look at the clock for both: were it moved between them, the pool would find itself dead.
      const at = deps.clock.now();
      await beat(deps.db, { poolId: pool.id, at });
      await giveBackJobsOfTheDead(deps.db, {
        silentSince: new Date(at.getTime() - DEAD_AFTER_MS),
        silentForMs: DEAD_AFTER_MS,
      });
      await giveBackForgottenJobs(deps.db, {
        poolId: pool.id,
        running: [...pool.running],
        olderThanMs: BEAT_EVERY_MS,
      });
    } catch (error) {
      // The database is away: so is the work. The next beat tries again.
      deps.log.warn({ error }, "a worker heartbeat failed");
    }
  };
  await keepAlive();
  const timer = setInterval(() => void keepAlive(), BEAT_EVERY_MS);

  return {
    stop: async () => {
      isStopping = true;
      clearInterval(timer);
      await pool.stop();
      await supervision;
      await endPool(deps.db, pool.id);
    },
  };
}

/** One pool of graphile's workers. */
interface Pool {
  id: string;
  /** The jobs that it has taken: it works on them, they come next, or their end is being written. */
  running: ReadonlySet<string>;
  /** Resolves when it has ended, for whatever reason. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

async function startPool(deps: Dependencies, schedules: Schedules): Promise<Pool> {
  const events: WorkerEvents = new EventEmitter();
  const running = new Set<string>();
  let id = "";
  events.on("pool:create", ({ workerPool }) => (id = workerPool.id));
  events.on("localQueue:getJobs:complete", ({ jobs }) => jobs.forEach(({ id }) => running.add(id)));
  events.on("localQueue:returnJobs", ({ jobs }) => jobs.forEach(({ id }) => running.delete(id)));
  events.on("job:complete", ({ job }) => setTimeout(() => running.delete(job.id), ENDS_WRITTEN_MS).unref());
  events.on("job:failed", ({ job }) => deps.metrics.jobGivenUp(nameOf(job.task_identifier)));
  const runner = await run({
    pgPool: deps.database.pool,
    concurrency: deps.config.workerConcurrency,
    noHandleSignals: true,
    pollInterval: 1_000,
    events,
    logger: queueLogger(deps),
    taskList: taskList(deps),
    parsedCronItems: parseCronItems(
      schedules.map(({ job, cron }) => ({
        task: job,
        match: cron,
        options: { backfillPeriod: 0, jobKey: `schedule:${job}` },
      })),
    ),
    preset: {
      worker: {
        // As many at once as it works on side by side; what waits here would otherwise wait in the table.
        localQueue: { size: deps.config.workerConcurrency, ttl: LOCAL_MS },
        // Without these a failed completion is an unhandled rejection, and ends the process with its doors.
        ...{ completeJobBatchDelay: ENDS_GATHERED_MS, failJobBatchDelay: 0 },
      },
    },
  });
  return {
    id,
    running,
    ended: runner.promise.catch((error: unknown) => deps.log.error({ error }, "the worker's pool failed")),
    // A pool that has ended by itself refuses to be stopped; there is nothing left to stop then.
    stop: () =>
      runner.stop().catch((error: unknown) => deps.log.warn({ error }, "the worker's pool had ended")),
  };
}

/** Gives the ended pool's jobs back and starts another, as often as it takes. Answers the old one while stopping. */
async function startNext(
  deps: Dependencies,
  input: { ended: Pool; schedules: Schedules; isStopping: () => boolean },
): Promise<Pool> {
  const { ended, schedules, isStopping } = input;
  for (;;) {
    if (isStopping()) return ended;
    await deps.pause(RESTART_AFTER_MS);
    try {
      await endPool(deps.db, ended.id);
      return await startPool(deps, schedules);
    } catch (error) {
      deps.log.warn({ error }, "the worker's next pool could not be started yet");
    }
  }
}

function taskList(deps: Dependencies): TaskList {
  return Object.fromEntries(
    Object.entries(JOB_TABLE).map(([name, handler]) => [
      name,
      async (payload: unknown, helpers: JobHelpers) => {
        const { id, attempts } = helpers.job;
        const startedMs = performance.now();
        const note = (outcome: "done" | "threw") =>
          deps.metrics.job({ job: name, outcome, tookMs: performance.now() - startedMs });
        await inLogContext({ job: name, jobId: id, ...idsOf(payload) }, () =>
          handler(deps, payload, { isRerun: attempts > 1 }),
        ).then(
          () => note("done"),
          (error: unknown) => {
            note("threw");
            throw error;
          },
        );
      },
    ]),
  );
}

const LOGGED_IDS = ["paymentId", "codeId", "noticeId", "reportId"] as const;

/** What of a payload says which payment a job is about. */
function idsOf(payload: unknown): LogContext {
  const ids: LogContext = {};
  const texts = z.record(z.string(), z.unknown()).safeParse(payload).data ?? {};
  for (const key of LOGGED_IDS) {
    const id = texts[key];
    if (typeof id === "string" && isId(id)) ids[key] = id;
  }
  return ids;
}

/** A job of another version of the app is counted under one name: names are few, whatever stands in the table. */
function nameOf(task: string): string {
  return Object.hasOwn(JOB_TABLE, task) ? task : "other";
}

function queueLogger(deps: Dependencies): QueueLogger {
  return new QueueLogger((scope) => (level, message) => {
    const line = {
      ...(scope.taskIdentifier && { job: scope.taskIdentifier }),
      ...(scope.jobId && { jobId: scope.jobId }),
    };
    if (level === "error") deps.log.error({ ...line, alert: true }, message);
    else if (level === "warning") deps.log.warn(line, message);
    else deps.log.debug(line, message);
  });
}
