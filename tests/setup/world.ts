import type { QueryResultRow } from "pg";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { JOB_TABLE } from "#app/jobs/job-table.server.ts";
import type { JobName, JobPayload } from "#app/jobs/queue.server.ts";
import { movableClock, type MovableClock } from "../../scripts/demo/movable-clock.ts";
import { until } from "../../scripts/demo/until.ts";
import { startWorld, type World, type WorldOptions } from "../../scripts/demo/world.ts";
import { defaultSwitches as calmPagoEfectivo } from "../../simulators/pagoefectivo/switches.ts";
import { defaultSwitches as calmShopify } from "../../simulators/shopify/switches.ts";
import { cloneDatabase } from "./database.ts";
import { MANY_FROM_HERE } from "./many-from-here.ts";

/** The running world with what a test needs to move it and to look into it. */
export interface TestWorld extends World {
  clock: MovableClock;
  /** Every line logged since the test began, as it was written: JSON text. */
  logged(): readonly string[];
  rows<Row extends QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs one job here and now, as the queue would. */
  run<Name extends JobName>(name: Name, payload: JobPayload<Name>): Promise<void>;
  /**
   * Waits for a named state while the queue lives by the world's clock: what became due when a test moved the clock is
   * run by the worker.
   */
  until: typeof until;
}

/**
 * Starts a world on a database of the file's own, and ends it after the file. Each test finds an empty queue, the real time
 * and both simulators without faults; payments of earlier tests stay.
 */
export function useWorld(
  name: string,
  {
    prepare = async () => {},
    ...options
  }: Omit<WorldOptions, "databaseUrl" | "log" | "clock"> & {
    /** What is to be done with the database before the app connects to it. */
    prepare?: (databaseUrl: string) => Promise<void>;
  } = {},
): () => TestWorld {
  let world: TestWorld | null = null;
  let lines: string[] = [];
  let end = async () => {};

  beforeAll(async () => {
    const database = await cloneDatabase(name);
    await prepare(database.url);
    const clock = movableClock();
    const log = createLogger("debug", { write: (line) => void lines.push(line) });
    const environment = MANY_FROM_HERE;
    const started = await startWorld({
      // What a schedule does by the clock on the wall would fall into one test in a hundred runs: tests run these jobs themselves.
      ...{ schedules: [], environment },
      ...options,
      ...{ databaseUrl: database.url, log, clock },
    });
    world = withHandles(started, clock, () => lines);
    end = async () => {
      // A payments app may not call it, whatever a file's tests were about.
      expect(started.shopify.adminApiCalls(), "calls to the Admin API").toBe(0);
      await started.stop();
      await database.drop();
    };
  });
  beforeEach(async () => {
    invariant(world, "the world has started");
    await calmDown(world);
    lines = [];
  });
  afterAll(() => end());

  return () => {
    invariant(world, "the world has started");
    return world;
  };
}

function withHandles(world: World, clock: MovableClock, logged: () => readonly string[]): TestWorld {
  const { deps } = world.system;
  const rows = async <Row extends QueryResultRow>(sql: string, values: readonly unknown[] = []) => {
    const result = await deps.database.pool.query<Row>(sql, [...values]);
    return result.rows;
  };
  return {
    ...world,
    clock,
    logged,
    rows,
    run: async (name, payload) => {
      await JOB_TABLE[name](deps, payload);
    },
    until: (what, look, timeoutMs) =>
      until(
        what,
        async () => {
          await bringDueJobsForward(rows, clock);
          return look();
        },
        timeoutMs,
      ),
  };
}

/** The queue goes by the database's clock; a job that is due by the world's clock only is made due there too. */
async function bringDueJobsForward(rows: TestWorld["rows"], clock: MovableClock): Promise<void> {
  await rows(
    `with due as (
       update graphile_worker._private_jobs set run_at = now()
       where run_at > now() and run_at <= $1 and locked_at is null returning id
     )
     select pg_notify('jobs:insert', '{"count":' || count(*) || '}') from due having count(*) > 0`,
    [clock.now()],
  );
}

async function calmDown(world: TestWorld): Promise<void> {
  const { shopify, pagoefectivo, clock } = world;
  clock.shift(0);
  // Turns that were taken in a future which has not come yet would be missing now.
  await world.rows("delete from turn_buckets");
  shopify.switches.answerReading.release();
  shopify.switches.slowCalls.release();
  pagoefectivo.gate.release();
  await pagoefectivo.settleNotices();
  world.system.deps.lanes.forget();
  Object.assign(shopify.switches, calmShopify());
  Object.assign(pagoefectivo.switches, calmPagoEfectivo());
  await until("the jobs of the last test to end", async () => {
    await world.rows("delete from graphile_worker._private_jobs where locked_at is null");
    const left = await world.rows("select 1 from graphile_worker._private_jobs");
    return left.length === 0;
  });
}
