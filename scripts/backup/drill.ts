/**
 * Proves that a backup is worth something: a copy is made of a database that is written to, the database and the app are lost, shoppers
 * go on paying, the copy is restored into a new database, and the app finishes what was open there. Both parties are simulated; their
 * books are the judges.
 */
import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream, statSync } from "node:fs";
import pg from "pg";
import { readConfig } from "#app/lib/config.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { startSystem } from "../../server/system.ts";
import { movableClock, type MovableClock } from "../demo/movable-clock.ts";
import { until } from "../demo/until.ts";
import { startWorld, type World } from "../demo/world.ts";
import {
  acceptedOf,
  arriveInDrill,
  bringTo,
  judgeDrill,
  type DrillKind,
  type DrillPayment,
} from "./drill-payments.ts";
import { makeBackup, type BackupFacts } from "./make-backup.ts";
import { restoreBackup } from "./restore-backup.ts";
import { BackupUnreadable, type BackupKey } from "./sealed-stream.ts";
import { spoilCopy, type Loss } from "./spoil-copy.ts";

const KINDS: readonly DrillKind[] = ["on-the-page", "pending", "paid-untold", "resolved", "never-paid"];
const MINUTE_MS = 60_000;
/** Longer than any code lives, with its grace. */
const AFTER_EXPIRY_MS = 4 * 24 * 60 * MINUTE_MS;
const ENDS_WITHIN_MS = 60_000;

export interface DrillReport {
  ok: boolean;
  /** What the command ends with: 0 only if everything ended as it must. */
  exitCode: 0 | 1;
  copy: BackupFacts & { fileBytes: number; ms: number };
  /** Null where the copy could not be restored. */
  restoredMs: number | null;
  /** From the start of the app on the restored database until the last of what was paid meanwhile was told to Shopify. */
  paidToldMs: number | null;
  /** How many payments of each kind the copy found. */
  payments: Readonly<Record<string, number>>;
  /** Sessions that were accepted while the copy was made; those that are not in it were lost with the database. */
  whileCopying: { accepted: number; inTheCopy: number };
  problems: readonly string[];
}

export interface DrillInput {
  /** Migrated and empty. */
  sourceUrl: string;
  /** Another one, empty. */
  restoredUrl: string;
  file: string;
  log: Logger;
  ofEachKind?: number;
  /** What becomes of the copy before it is needed; nothing, unless the drill is to be seen failing. */
  lose?: Loss;
  /** For how long an end is awaited that does not come. */
  endsWithinMs?: number;
}

/** A pool for looking into one database. */
function lookInto(databaseUrl: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  return {
    rows: async <Row extends object>(sql: string, values: readonly unknown[]): Promise<Row[]> =>
      (await pool.query<Row>(sql, [...values])).rows,
    end: () => pool.end(),
  };
}

export async function runDrill(input: DrillInput): Promise<DrillReport> {
  const clock = movableClock();
  const { log, sourceUrl } = input;
  const world = await startWorld({ databaseUrl: sourceUrl, log, clock, tls: "off" });
  const source = lookInto(sourceUrl);
  const payments: DrillPayment[] = [];
  for (const kind of KINDS)
    for (let count = input.ofEachKind ?? 2; count > 0; count -= 1)
      payments.push(await bringTo(world, source.rows, kind));
  const key = { id: "drill", key: randomBytes(32) };
  const { copy, accepted } = await copyUnderLoad(world, { ...input, key });
  await source.end();

  // The database and the app are lost. Shoppers do not know: who has a code goes and pays.
  await world.system.stop();
  const toldBefore = new Map(
    payments.map(({ sessionId }) => [sessionId, acceptedOf(world, sessionId).length]),
  );
  for (const { kind, cip } of payments)
    if (kind === "pending" || kind === "on-the-page") await world.pagoefectivo.pay(cip);
  await world.pagoefectivo.settleNotices();
  world.shopify.switches.nextFaults = [];

  const openedWith = input.lose ? await spoilCopy({ file: input.file, key }, input.lose) : key;
  const restored = await restoreCopy(input, copy, openedWith);
  const end = restored.isThere
    ? await finishOnCopy(world, { ...input, clock, payments })
    : NOTHING_TO_FINISH;
  await Promise.all([world.shopify.close(), world.pagoefectivo.close()]);
  const judged = restored.isThere ? judgeDrill(world, payments, toldBefore) : [];
  const problems = [...restored.problems, ...end.problems, ...judged];
  return {
    ...{ ok: problems.length === 0, exitCode: problems.length === 0 ? 0 : 1 },
    ...{ copy, restoredMs: restored.ms, paidToldMs: end.paidToldMs, problems },
    payments: Object.fromEntries(
      KINDS.map((kind) => [kind, payments.filter((one) => one.kind === kind).length]),
    ),
    whileCopying: { accepted: accepted.length, inTheCopy: end.countOf(accepted) },
  };
}

const NOTHING_TO_FINISH: Finished = { problems: [], paidToldMs: null, countOf: () => 0 };

interface Restored {
  isThere: boolean;
  ms: number | null;
  problems: string[];
}

async function restoreCopy(input: DrillInput, copy: BackupFacts, key: BackupKey): Promise<Restored> {
  const begun = performance.now();
  try {
    const source = createReadStream(input.file);
    const back = await restoreBackup({ databaseUrl: input.restoredUrl, source, keys: [key] });
    const problems =
      back.rows === copy.rows && back.tables === copy.tables
        ? []
        : [
            `the copy was made of ${copy.rows} rows in ${copy.tables} tables, and ${back.rows} in ${back.tables} came back`,
          ];
    return { isThere: true, ms: Math.round(performance.now() - begun), problems };
  } catch (error) {
    if (!(error instanceof BackupUnreadable)) throw error;
    return { isThere: false, ms: null, problems: [`the copy was not restored: ${error.message}`] };
  }
}

/** The copy, while sessions go on arriving. */
async function copyUnderLoad(
  world: World,
  input: DrillInput & { key: { id: string; key: Buffer } },
): Promise<{ copy: DrillReport["copy"]; accepted: string[] }> {
  const accepted: string[] = [];
  let isCopied = false;
  const arrivals = (async () => {
    while (!isCopied) accepted.push((await arriveInDrill(world)).sessionId);
  })();
  await until("sessions to arrive", () => accepted.length > 2);
  const begun = performance.now();
  try {
    const out = createWriteStream(input.file, { flags: "wx", mode: 0o600 });
    const facts = await makeBackup({ databaseUrl: input.sourceUrl, out, key: input.key });
    const ms = Math.round(performance.now() - begun);
    return { copy: { ...facts, fileBytes: statSync(input.file).size, ms }, accepted };
  } finally {
    isCopied = true;
    await arrivals;
  }
}

interface Finished {
  problems: string[];
  paidToldMs: number | null;
  countOf: (sessionIds: readonly string[]) => number;
}

/** The app on the restored database, until everything that was open there has ended, or time is over. */
async function finishOnCopy(
  world: World,
  input: DrillInput & { clock: MovableClock; payments: readonly DrillPayment[] },
): Promise<Finished> {
  const { clock, payments, restoredUrl, log } = input;
  const restored = lookInto(restoredUrl);
  const begun = performance.now();
  const system = await startSystem(readConfig({ ...world.environment, DATABASE_URL: restoredUrl }), {
    log,
    clock,
  });
  const problems: string[] = [];
  const isAll = (kinds: readonly DrillKind[], state: string) =>
    payments.every(
      ({ kind, sessionId }) => !kinds.includes(kind) || world.shopify.session(sessionId)?.state === state,
    );
  /** Moves the clock and waits, while the queue lives by it: what became due is run by the worker. */
  const after = async (ms: number, what: string, look: () => boolean) => {
    clock.shift(ms);
    for (const job of ["sweep-codes", "send-due-reports"])
      await restored.rows("select enqueue_job($1, '{}', now(), 12, $2)", [job, `drill:${job}`]);
    const found = async () => {
      await restored.rows(BRING_FORWARD, [clock.now()]);
      return look();
    };
    await until(what, found, input.endsWithinMs ?? ENDS_WITHIN_MS, 100).catch((error: unknown) =>
      problems.push(String(error)),
    );
  };
  try {
    const paid: DrillKind[] = ["on-the-page", "pending", "paid-untold", "resolved"];
    await after(10 * MINUTE_MS, "what was paid to be told to Shopify", () => isAll(paid, "resolved"));
    const paidToldMs = problems.length === 0 ? Math.round(performance.now() - begun) : null;
    await after(AFTER_EXPIRY_MS, "what nobody paid to be rejected", () =>
      isAll(["never-paid"], "rejected"),
    );
    const rows = await restored.rows<{ id: string }>("select session_id as id from payments", []);
    const known = new Set(rows.map(({ id }) => id));
    return { problems, paidToldMs, countOf: (ids) => ids.filter((id) => known.has(id)).length };
  } finally {
    await system.stop();
    await restored.end();
  }
}

/** The queue goes by the database's clock: a job that is due by ours only is made due there too. */
const BRING_FORWARD = `
  with due as (
    update graphile_worker._private_jobs set run_at = now()
    where run_at > now() and run_at <= $1 and locked_at is null returning id
  )
  select pg_notify('jobs:insert', '{"count":' || count(*) || '}') from due having count(*) > 0`;
