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
import { JOB_TABLE, SCHEDULES } from "#app/jobs/job-table.server.ts";
import { beat, giveBackJobsOfTheDead, removeHeartbeat } from "#app/jobs/heartbeat-store.server.ts";
import type { Dependencies } from "./dependencies.ts";

const BEAT_EVERY_MS = 10_000;
const DEAD_AFTER_MS = 40_000;

export interface RunningWorker {
  /** Takes no new job, lets running ones end, then resolves. */
  stop(): Promise<void>;
}

export async function startWorker(deps: Dependencies): Promise<RunningWorker> {
  const events: WorkerEvents = new EventEmitter();
  let poolId: string | null = null;
  events.on("pool:create", ({ workerPool }) => (poolId = workerPool.id));
  const runner = await run({
    pgPool: deps.database.pool,
    concurrency: deps.config.workerConcurrency,
    noHandleSignals: true,
    pollInterval: 1_000,
    events,
    logger: queueLogger(deps),
    taskList: taskList(deps),
    parsedCronItems: parseCronItems(
      SCHEDULES.map(({ job, cron }) => ({
        task: job,
        match: cron,
        options: { backfillPeriod: 0, jobKey: `schedule:${job}` },
      })),
    ),
  });

  const keepAlive = async () => {
    if (!poolId) return;
    try {
      await beat(deps.db, { poolId, at: deps.clock.now() });
      await giveBackJobsOfTheDead(deps.db, {
        silentSince: new Date(deps.clock.now().getTime() - DEAD_AFTER_MS),
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
      clearInterval(timer);
      await runner.stop();
      if (poolId) await removeHeartbeat(deps.db, poolId);
    },
  };
}

function taskList(deps: Dependencies): TaskList {
  return Object.fromEntries(
    Object.entries(JOB_TABLE).map(([name, handler]) => [
      name,
      async (payload: unknown, helpers: JobHelpers) => {
        await handler(deps, payload, { isRerun: helpers.job.attempts > 1 });
      },
    ]),
  );
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
