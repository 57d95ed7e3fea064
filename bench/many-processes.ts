/**
 * One and two processes of a role on one database: how fast two workers work off what one would, with PagoEfectivo at hand and with
 * PagoEfectivo as far away as it is, and what two processes answer at a door. All of it on the same processors.
 */
import { invariant } from "#app/lib/invariant.ts";
import { until } from "../scripts/demo/until.ts";
import { freePorts } from "../scripts/demo/free-ports.ts";
import { DEMO_SHOP, type World } from "../scripts/demo/world.ts";
import { MANY_FROM_HERE } from "../tests/setup/many-from-here.ts";
import { notices, rounded, sessions } from "./doors.ts";
import { load } from "./load.ts";
import { processorMs, watchProcessors } from "./machine.ts";
import type { OwnProcess } from "./processes.ts";

type OneAndTwo<Figure> = Record<"one" | "two", Figure>;

interface DoorFigures {
  rps: number;
  p99Ms: number;
  /** Of the door's processes alone. */
  processorMsPerRequest: number;
  /** Which part of the machine was busy, the load generator and PostgreSQL included. */
  busy: number;
}

/** Things done in a second from a backlog of them, by one worker process and by two. */
interface WorkerFigures {
  /** How long PagoEfectivo takes for each answer. */
  answerMs: number;
  /** Codes made for sessions that wait. */
  codesPerSecond: OneAndTwo<number>;
  /** Payments resolved whose notices wait. */
  drainPerSecond: OneAndTwo<number>;
}

export interface ManyProcessesFigures {
  near: WorkerFigures;
  /** With PagoEfectivo as far away as it is. */
  far: WorkerFigures;
  intake: OneAndTwo<DoorFigures>;
  notice: OneAndTwo<DoorFigures>;
}

export interface ManyProcessesInput {
  world: World;
  startRole: (
    here: Pick<World, "environment" | "webOrigin">,
    role: "web" | "payments" | "worker",
  ) => Promise<OwnProcess>;
  empty: () => Promise<void>;
}

interface Work {
  workers: 1 | 2;
  count: number;
  answerMs: number;
  /** How many codes PagoEfectivo had made before: their payments are no longer there. */
  codesBefore: number;
}

const NEAR = { count: 1_000, answerMs: 0 };
const FAR = { count: 300, answerMs: 200 };
const CONNECTIONS = 50;
const SECONDS = 4;
const WITHIN_MS = 120_000;
const SENT_AT_ONCE = 50;

export async function manyProcesses(input: ManyProcessesInput): Promise<ManyProcessesFigures> {
  await input.empty();
  const environment = { ...input.world.environment, ...MANY_FROM_HERE };
  const world = { ...input.world, environment };
  const worked = await workersTogether({ ...input, world });
  return {
    ...worked,
    intake: await doorsTogether({ ...input, world }, "payments"),
    notice: await doorsTogether({ ...input, world }, "web"),
  };
}

async function workersTogether(
  input: ManyProcessesInput,
): Promise<Pick<ManyProcessesFigures, "near" | "far">> {
  const { world, startRole } = input;
  const doors = [await startRole(world, "web"), await startRole(world, "payments")];
  const codesBefore = world.pagoefectivo.ledger().length;
  const both = async (place: Pick<Work, "count" | "answerMs">) => {
    const [one, two] = ([1, 2] as const).map((workers) => ({ ...place, workers, codesBefore }));
    invariant(one && two, "there are two ways to work");
    return {
      answerMs: place.answerMs,
      codesPerSecond: { one: await makeCodes(input, one), two: await makeCodes(input, two) },
      drainPerSecond: { one: await resolvePaid(input, one), two: await resolvePaid(input, two) },
    };
  };
  try {
    return { near: await both(NEAR), far: await both(FAR) };
  } finally {
    for (const door of doors) await door.stop();
  }
}

/** Sessions wait for their codes, and so many workers begin at once. */
async function makeCodes(input: ManyProcessesInput, work: Work): Promise<number> {
  const { shopify, pagoefectivo } = input.world;
  const waiting = Array.from({ length: work.count }, () => shopify.newSession({ shop: DEMO_SHOP }));
  const send = async () => {
    for (let session = waiting.pop(); session; session = waiting.pop()) {
      const { error } = await shopify.sendSession(session.id);
      invariant(error === null, `a session was answered ${error}`);
    }
  };
  await Promise.all(Array.from({ length: SENT_AT_ONCE }, send));
  const before = pagoefectivo.ledger().length;
  return workOff(input, work, () =>
    pagoefectivo
      .ledger()
      .slice(before)
      .map(({ created }) => created),
  );
}

/** Notices of so many paid codes wait, and so many workers begin at once. */
async function resolvePaid(input: ManyProcessesInput, work: Work): Promise<number> {
  const { pagoefectivo, shopify } = input.world;
  const payable = pagoefectivo
    .ledger()
    .slice(work.codesBefore)
    .filter(({ state }) => state === "pending");
  invariant(payable.length >= work.count, "enough codes can be paid");
  for (const [index, { cip }] of payable.slice(0, work.count).entries()) {
    await pagoefectivo.pay(cip);
    if (index % SENT_AT_ONCE === 0) await pagoefectivo.settleNotices();
  }
  await pagoefectivo.settleNotices();
  const resolves = () =>
    shopify
      .mutations()
      .filter(({ mutation, outcome }) => mutation === "paymentSessionResolve" && outcome === "accepted")
      .map(({ at }) => at);
  const before = resolves().length;
  return workOff(input, work, () => resolves().slice(before));
}

/**
 * What is due is held back until all workers are up, so that none begins before another. A second's worth of work between the first
 * and the last thing done.
 */
async function workOff(
  { world, startRole }: ManyProcessesInput,
  work: Work,
  done: () => Date[],
): Promise<number> {
  const { pool } = world.system.deps.database;
  const held = await pool.query<{ id: string }>(
    `update graphile_worker._private_jobs set run_at = run_at + interval '1 hour' where run_at <= now() returning id`,
  );
  const workers = await Promise.all(Array.from({ length: work.workers }, () => startRole(world, "worker")));
  try {
    world.pagoefectivo.switches.answerDelayMs = work.answerMs;
    await pool.query("update graphile_worker._private_jobs set run_at = now() where id = any($1)", [
      held.rows.map(({ id }) => id),
    ]);
    await until(`${work.count} things to be done`, () => done().length >= work.count, WITHIN_MS, 100);
  } finally {
    world.pagoefectivo.switches.answerDelayMs = 0;
    for (const worker of workers) await worker.stop();
  }
  const [first, last] = [done()[0], done().at(-1)];
  invariant(first && last, "something was done");
  return Math.round((work.count / Math.max(last.getTime() - first.getTime(), 1)) * 1_000);
}

/** The same load on one process of the role, and on two of them, half of it each. */
async function doorsTogether(
  { world, startRole, empty }: ManyProcessesInput,
  role: "payments" | "web",
): Promise<OneAndTwo<DoorFigures>> {
  const ports = await freePorts(2);
  const origins = ports.map((port) => `http://localhost:${port}`);
  const processes = await Promise.all(
    ports.map((port, index) => {
      const variable = role === "web" ? "WEB_PORT" : "PAYMENTS_PORT";
      const environment = { ...world.environment, [variable]: String(port) };
      return startRole({ environment, webOrigin: origins[index] ?? "" }, role);
    }),
  );
  const { next } = role === "web" ? notices(world) : sessions("");
  const measure = async (count: 1 | 2): Promise<DoorFigures> => {
    await empty();
    const taken = () => processes.slice(0, count).reduce((sum, { pid }) => sum + processorMs(pid), 0);
    const [before, busySince] = [taken(), watchProcessors()];
    const each = await Promise.all(
      origins
        .slice(0, count)
        .map((origin) => load({ origin, next, connections: CONNECTIONS / count, seconds: SECONDS })),
    );
    const requests = each.reduce((sum, one) => sum + one.requests, 0);
    return {
      rps: Math.round(each.reduce((sum, one) => sum + one.rps, 0)),
      p99Ms: rounded(Math.max(...each.map(({ p99Ms }) => p99Ms))),
      processorMsPerRequest: rounded((taken() - before) / requests),
      busy: busySince(),
    };
  };
  try {
    // Code of a process that has just started is not what a caller meets.
    await measure(2);
    return { one: await measure(1), two: await measure(2) };
  } finally {
    for (const one of processes) await one.stop();
  }
}
