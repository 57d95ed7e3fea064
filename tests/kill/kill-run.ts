/**
 * A load of payments through real processes of every role, while somebody kills them at random with `kill -9` and loses their
 * connections to the database. Judged by what the simulators of both outside parties have in their books.
 */
import { setTimeout as pause } from "node:timers/promises";
import pg, { type QueryResultRow } from "pg";
import { createLogger } from "#app/lib/logger.server.ts";
import { movableClock } from "../../scripts/demo/movable-clock.ts";
import { until } from "../../scripts/demo/until.ts";
import { startWorld, type World } from "../../scripts/demo/world.ts";
import { seededRandom } from "../../simulators/shopify/seeded-random.ts";
import { gatherEvidence, violations, type Evidence } from "../faults/invariants.ts";
import { stuckJobs } from "../faults/queue-at-work.ts";
import { MANY_FROM_HERE } from "../setup/many-from-here.ts";
import type { TestWorld } from "../setup/world.ts";
import { passDays } from "./days-after.ts";
import { doneTwice, unendedPayments, unsettledMoney } from "./ends.ts";
import { startFleet, type Fleet, type Role } from "./fleet.ts";
import { killAtRandom, type Kills } from "./killer.ts";
import { loseConnections, type LostConnections } from "./lost-connections.ts";
import { drawPlan, Shopper, type LoadCounts, type Patience } from "./shopper.ts";

const LOOK_EVERY_MS = 1_000;

export interface KillRunInput {
  databaseUrl: string;
  seed: number;
  seconds: number;
  /** Payments begun in a second. */
  rate: number;
  tls: "direct" | "off";
  /** How many processes of each role. */
  processes: Readonly<Record<Role, number>>;
  lostConnectionsPerMinute: number;
  /**
   * How long the restarted processes may take to settle all money once nobody is killed any more. Null: they are killed for
   * good at the end of the load, and another process takes over what they left.
   */
  settleWithinMs: number | null;
  /** PagoEfectivo's wait before its second and last attempt at a notice. */
  noticeRetryMs: number;
  patience: Patience;
  say: (line: string) => void;
}

export interface KillRunResult {
  seed: number;
  kills: Kills;
  lostConnections: LostConnections;
  /** Jobs that a worker had in hand when it was killed. */
  jobsInHand: number;
  load: LoadCounts;
  /** From the end of the load until all money was settled; null when that was not awaited. */
  settledAfterMs: number | null;
  sessions: Partial<Record<string, number>>;
  cases: Partial<Record<string, number>>;
  violations: string[];
}

type KillWorld = Pick<TestWorld, "clock" | "rows" | "pagoefectivo" | "shopify">;

export async function killRun(input: KillRunInput): Promise<KillRunResult> {
  const clock = movableClock();
  const { databaseUrl, tls, say } = input;
  const options = { roles: [], log: createLogger("error"), environment: MANY_FROM_HERE };
  const started = await startWorld({ databaseUrl, clock, tls, ...options });
  // Whoever judges waits for the busy database as long as it takes.
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, idleTimeoutMillis: 0 });
  const world: typeof started & KillWorld = {
    ...started,
    clock,
    rows: async <Row extends QueryResultRow>(sql: string, values: readonly unknown[] = []) =>
      (await pool.query<Row>(sql, [...values])).rows,
  };
  world.pagoefectivo.switches.noticeRetryDelayMs = input.noticeRetryMs;
  const { timerMs } = input.patience;
  if (timerMs !== null) await world.rows("update shops set confirm_timer_seconds = $1", [timerMs / 1_000]);
  const fleet = await startFleet(world, input.processes);
  try {
    say(`the processes are up; ${input.rate} payments/s for ${input.seconds} s, seed ${input.seed}`);
    const { load, ...trouble } = await loadInTrouble(input, world, fleet);
    say(`${JSON.stringify(trouble)}; ${JSON.stringify(load)}`);
    const { settleWithinMs } = input;
    const settled = settleWithinMs === null ? null : await settleMoney(world, settleWithinMs);
    if (settled) say(`settled after ${settled.afterMs} ms`);
    await fleet.kill();

    const threw = await passDays(world, world.system.deps);
    const evidence = await gatherEvidence(world);
    return {
      seed: input.seed,
      ...trouble,
      load,
      settledAfterMs: settled?.afterMs ?? null,
      sessions: countBy(evidence.sessions, ({ state }) => state),
      cases: countBy(evidence.cases, ({ kind, state }) => `${kind} ${state}`),
      violations: [
        ...(settled?.unsettled ?? []).map((line) => `${line}, after ${settleWithinMs ?? 0} ms`),
        ...judge(evidence),
        ...threw.map((line) => `threw: ${line}`),
        ...(await stuckJobs(world)).map((line) => `stuck: ${line}`),
        ...fleet.members.flatMap(({ process }) => process.complaints),
      ],
    };
  } finally {
    await fleet.stop();
    await pool.end();
    await world.stop();
  }
}

/** Shoppers come at the rate, while processes are killed and connections are lost. */
async function loadInTrouble(
  input: KillRunInput,
  world: World & KillWorld,
  fleet: Fleet,
): Promise<Pick<KillRunResult, "kills" | "lostConnections" | "jobsInHand" | "load">> {
  const { seed, patience, lostConnectionsPerMinute: perMinute } = input;
  const forMs = input.seconds * 1_000;
  const random = seededRandom(seed);
  const load = emptyCounts();
  let jobsInHand = 0;
  const onKill = async (role: Role) => {
    if (role === "worker") jobsInHand += await jobsOfTheKilled(world);
  };
  const [kills, lostConnections] = await Promise.all([
    killAtRandom(fleet, { forMs, random: seededRandom(seed + 1), onKill }),
    loseConnections(world, fleet.members, { forMs, perMinute, random: seededRandom(seed + 2) }),
    sendLoad(input, () => {
      const plan = drawPlan(random, patience);
      return new Shopper({ world, counts: load, plan, random, patience }).walk();
    }),
  ]);
  return { kills, lostConnections, jobsInHand, load };
}

function judge(evidence: Evidence): string[] {
  return [
    ...violations(evidence),
    ...unsettledMoney(evidence),
    ...unendedPayments(evidence),
    ...doneTwice(evidence),
  ];
}

/** Begins shoppers at the rate, however long each takes, and waits for the last. */
async function sendLoad(
  input: Pick<KillRunInput, "seconds" | "rate">,
  shop: () => Promise<void>,
): Promise<void> {
  const begunAt = performance.now();
  const walks: Promise<void>[] = [];
  for (let begun = 0; begun < input.seconds * input.rate; begun += 1) {
    const at = begunAt + (begun / input.rate) * 1_000;
    await pause(Math.max(0, at - performance.now()));
    walks.push(shop());
  }
  await Promise.all(walks);
}

/** Waits until all collected money is resolved or in a case; what is not when the time is over. */
async function settleMoney(
  world: KillWorld,
  withinMs: number,
): Promise<{ afterMs: number; unsettled: string[] }> {
  const begunAt = performance.now();
  let unsettled: string[] = [];
  let lookedAt = -Infinity;
  await until(
    "all money to be settled",
    async () => {
      const now = performance.now();
      if (now - lookedAt < LOOK_EVERY_MS) return false;
      lookedAt = now;
      unsettled = unsettledMoney(await gatherEvidence(world));
      return unsettled.length === 0 || now - begunAt > withinMs;
    },
    withinMs + 60_000,
  );
  return { afterMs: Math.round(performance.now() - begunAt), unsettled };
}

/** How many jobs are locked by pools that are gone: a living pool has beaten within ten seconds, and so has a freshly killed one. */
async function jobsOfTheKilled(world: KillWorld): Promise<number> {
  const [row] = await world.rows<{ count: number }>(
    "select count(*)::int from graphile_worker._private_jobs where locked_at > now() - interval '5 seconds'",
  );
  return row?.count ?? 0;
}

function countBy<Item>(
  items: readonly Item[],
  name: (item: Item) => string,
): Partial<Record<string, number>> {
  const counts: Partial<Record<string, number>> = {};
  for (const item of items) counts[name(item)] = (counts[name(item)] ?? 0) + 1;
  return counts;
}

function emptyCounts(): LoadCounts {
  return { shoppers: 0, plans: {}, paid: 0, refusedAtCounter: 0, gaveUp: 0, broken: {} };
}
