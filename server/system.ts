/**
 * The running app: the roles of one process, started in an order in which nothing is asked for before it exists.
 */
import { runMigrations } from "graphile-worker";
import type { Clock } from "#app/lib/clock.ts";
import type { Config } from "#app/lib/config.server.ts";
import { createLogger, type Logger } from "#app/lib/logger.server.ts";
import { checkLifecycle } from "#app/payments/lifecycle-check.ts";
import { checkRefundLifecycle } from "#app/refunds/refund-lifecycle.ts";
import { buildDependencies, type Dependencies } from "./dependencies.ts";
import type { Listening } from "./listen.ts";
import { requireMigrated } from "./migrated.ts";
import { startOps } from "./ops.ts";
import { startPayments } from "./payments.ts";
import { startWeb } from "./web.ts";
import { startWorker, type RunningWorker, type Schedules } from "./worker.ts";

export interface RunningSystem {
  deps: Dependencies;
  webPort: number | null;
  paymentsPort: number | null;
  /** Null where no role runs. */
  opsPort: number | null;
  /** First the doors, so that nothing new comes in; then the worker; last the database. */
  stop(): Promise<void>;
}

export async function startSystem(
  config: Config,
  options: { log?: Logger; clock?: Clock; schedules?: Schedules } = {},
): Promise<RunningSystem> {
  checkLifecycle();
  checkRefundLifecycle();
  const log = options.log ?? createLogger(config.logLevel);
  const deps = buildDependencies(config, log, options.clock);
  await requireMigrated(deps.db);
  // The queue's own tables; ours are migrated by the release step.
  await runMigrations({ pgPool: deps.database.pool });
  deps.messageLog.open();
  const runs = (role: Config["roles"][number]) => config.roles.includes(role);

  const doors: Listening[] = [];
  const open = async (door: Promise<Listening>): Promise<number> => {
    const listening = await door;
    doors.push(listening);
    return listening.port;
  };
  const worker: RunningWorker | null = runs("worker") ? await startWorker(deps, options.schedules) : null;
  const webPort = runs("web") ? await open(startWeb(deps)) : null;
  const paymentsPort = runs("payments") ? await open(startPayments(deps)) : null;
  const opsPort = config.roles.length > 0 ? await open(startOps(deps)) : null;
  const ports = { web: webPort, payments: paymentsPort, worker: opsPort };
  for (const role of config.roles) log.info({ role, port: ports[role] ?? undefined }, "started");

  return {
    deps,
    webPort,
    paymentsPort,
    opsPort,
    stop: async () => {
      await Promise.all(doors.map((door) => door.close()));
      await worker?.stop();
      await deps.close();
    },
  };
}
