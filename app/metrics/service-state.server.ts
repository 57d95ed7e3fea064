/** How the service stands, read from the database once for whoever asks within some seconds: scrapes, and a flood of the public page. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { holdReading, type HeldReading } from "#app/lib/held-reading.server.ts";
import {
  countWorkers,
  readCases,
  readPagoEfectivoCalls,
  readQueue,
  readResolveTimes,
  readShopifyCalls,
  readUnresolved,
} from "#app/metrics/service-state-queries.server.ts";
import { publicStatus, type PublicStatus, type ServiceState } from "#app/metrics/service-state.ts";
import { readSweepHealth } from "#app/payments/sweep-health.server.ts";

type StateDeps = { db: Queryable; clock: Clock };

const STATE_HELD_MS = 10_000;
const TIMES_HELD_MS = 30_000;
/** Shorter than what Prometheus waits for a scrape (10 s by default): a sick database must not take the other figures along. */
const FAILS_AFTER_MS = 5_000;
/** A lane that is stopped tries again within five minutes (app/lib/breaker.ts): twice that is "lately". */
const CALLS_SINCE_MS = 600_000;
/** As the workers themselves take a silent pool for dead (server/worker.ts). */
const ALIVE_WITHIN_MS = 40_000;
const TIMES_SINCE_MS = 6 * 3_600_000;

export interface ServiceStateReader {
  /** Rejects when the database does not answer. */
  state: () => Promise<ServiceState>;
  status: () => Promise<PublicStatus>;
}

/** One per process. */
export function createServiceStateReader(deps: StateDeps): ServiceStateReader {
  const state: HeldReading<ServiceState> = holdReading(deps, {
    forMs: STATE_HELD_MS,
    failsAfterMs: FAILS_AFTER_MS,
    make: () => readServiceState(deps),
  });
  const times = holdReading(deps, {
    forMs: TIMES_HELD_MS,
    failsAfterMs: FAILS_AFTER_MS,
    make: () => readResolveTimes(deps.db, { since: before(deps, TIMES_SINCE_MS), now: deps.clock.now() }),
  });
  return {
    state: () => state.read(),
    status: async () => publicStatus(await state.read(), await times.read()),
  };
}

/** One statement after the other: watching takes one connection, never several. */
async function readServiceState(deps: StateDeps): Promise<ServiceState> {
  const { db } = deps;
  const at = deps.clock.now();
  const queue = await readQueue(db);
  const { unresolved, reportOverdueSeconds } = await readUnresolved(db, at);
  const cases = await readCases(db, at);
  const { oldestUnaskedSeconds } = await readSweepHealth(deps);
  const workersAlive = await countWorkers(db, before(deps, ALIVE_WITHIN_MS));
  const since = before(deps, CALLS_SINCE_MS);
  const pagoefectivo = await readPagoEfectivoCalls(db, since);
  const shopify = await readShopifyCalls(db, since);
  return {
    ...{ at, queue, unresolved, reportOverdueSeconds, cases, workersAlive },
    sweepOldestUnaskedSeconds: oldestUnaskedSeconds,
    parties: { pagoefectivo, shopify },
  };
}

function before({ clock }: StateDeps, ms: number): Date {
  return new Date(clock.now().getTime() - ms);
}
