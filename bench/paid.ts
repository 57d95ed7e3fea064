/**
 * From cash to Shopify: how long a payment takes from the instant PagoEfectivo stored *paid* to the instant Shopify
 * stored RESOLVED while others come and are paid all the time, and how fast many waiting notices are worked off.
 */
import { setTimeout as pause } from "node:timers/promises";
import { invariant } from "#app/lib/invariant.ts";
import { until } from "../scripts/demo/until.ts";
import { DEMO_SHOP, type World } from "../scripts/demo/world.ts";
import { rounded } from "./doors.ts";
import { quantile } from "./load.ts";
import { seedUnpaid } from "./seed-unpaid.ts";

export interface PaidFigures {
  p50: number;
  p99: number;
  /** So many were measured; each of them was resolved, once. */
  payments: number;
}

/** A shopper needs some seconds to the counter. */
const LEAD_SECONDS = 5;
const LOOK_FOR_CODES_MS = 1_000;
/**
 * Once within the warm-up, as autovacuum does within a minute: an installation of which PostgreSQL knows nothing yet is not what is
 * measured, and its plans would be kept.
 */
const ANALYZE = "analyze payments, codes, timeline, notices, reports, report_attempts, cases";
/** Looking copies the simulators' books, which must not cost those that are measured. */
const LOOK_FOR_END_MS = 1_000;

/**
 * So many sessions come each second and as many codes are paid, whether or not the app keeps up. Those of the warm-up are not
 * measured. All instants are taken by the simulators' one clock. Throws when a measured payment was not resolved exactly once.
 */
export async function paidToResolved(
  world: World,
  pace: { perSecond: number; warmUpSeconds: number; seconds: number },
): Promise<PaidFigures> {
  const { perSecond } = pace;
  const measured = perSecond * pace.seconds;
  const before = perSecond * (LEAD_SECONDS + pace.warmUpSeconds);
  const analyzedAt = before - Math.floor((perSecond * pace.warmUpSeconds) / 2);
  const ready: string[] = [];
  const paidAt = new Map<string, Date>();
  const sending: Promise<unknown>[] = [];
  const watch = watchCodes(world, ready);
  const begun = performance.now();
  for (let tick = 0; tick < before + measured; tick += 1) {
    await pause(Math.max(0, begun + (tick * 1_000) / perSecond - performance.now()));
    const session = world.shopify.newSession({ shop: DEMO_SHOP, amount: "20.00" });
    sending.push(world.shopify.sendSession(session.id));
    if (tick === analyzedAt) await world.system.deps.database.pool.query(ANALYZE);
    if (tick < perSecond * LEAD_SECONDS) continue;
    const cip = ready.shift();
    invariant(cip !== undefined, "codes are made as fast as sessions come");
    const receipt = await world.pagoefectivo.pay(cip);
    invariant(receipt.kind === "paid", "the counter takes the money");
    if (tick >= before) paidAt.set(cip, receipt.paidAt);
  }
  watch.stop();
  await Promise.all(sending);
  const took = await timesToResolved(world, paidAt);
  return { p50: rounded(quantile(took, 0.5)), p99: rounded(quantile(took, 0.99)), payments: took.length };
}

/** Adds each new code to those that can be paid, once the app has had a second to store PagoEfectivo's answer. */
function watchCodes(world: World, ready: string[]): { stop(): void } {
  const known = new Set(world.pagoefectivo.ledger().map(({ cip }) => cip));
  const timer = setInterval(() => {
    const old = Date.now() - LOOK_FOR_CODES_MS;
    for (const { cip, created } of world.pagoefectivo.ledger()) {
      if (known.has(cip) || created.getTime() > old) continue;
      known.add(cip);
      ready.push(cip);
    }
  }, LOOK_FOR_CODES_MS);
  return { stop: () => clearInterval(timer) };
}

async function timesToResolved(world: World, paidAt: ReadonlyMap<string, Date>): Promise<number[]> {
  const { rows } = await world.system.deps.database.pool.query<{ cip: string; sessionId: string }>(
    `select c.cip, p.session_id as "sessionId" from codes c join payments p on p.id = c.payment_id where c.cip = any($1)`,
    [[...paidAt.keys()]],
  );
  const sessions = new Map(rows.map(({ cip, sessionId }) => [sessionId, cip]));
  const all = await until(
    "every payment's resolve",
    () => {
      const told = resolves(world).filter(({ sessionId }) => sessions.has(sessionId ?? ""));
      return told.length >= paidAt.size && told;
    },
    30_000,
    LOOK_FOR_END_MS,
  );
  invariant(new Set(all.map(({ sessionId }) => sessionId)).size === all.length, "nothing is told twice");
  return all.map(({ sessionId, at }) => {
    const paid = paidAt.get(sessions.get(sessionId ?? "") ?? "");
    invariant(paid, "both instants are known");
    return Math.max(at.getTime() - paid.getTime(), 0);
  });
}

/** Cash that is taken at once; the door lets no more wait. */
const PAID_AT_ONCE = 100;

/** Makes codes that wait for their cash and pays them all: each notice goes through the door, and no worker runs. */
export async function leaveNotices(world: World, count: number): Promise<void> {
  const { pool } = world.system.deps.database;
  const cips = await seedUnpaid(world, pool, count);
  for (let start = 0; start < cips.length; start += PAID_AT_ONCE) {
    for (const cip of cips.slice(start, start + PAID_AT_ONCE)) await world.pagoefectivo.pay(cip);
    await world.pagoefectivo.settleNotices();
  }
  invariant((await waitingNotices(world)) === count, `${count} notices wait`);
}

export interface DrainFigures {
  perSecond: number;
  notices: number;
}

/**
 * Works off what waits: `startWorker` starts one worker process and resolves when it is up. The time runs from the first to the
 * last instant at which Shopify stored RESOLVED. Throws when a payment was resolved more than once, or a notice was not settled.
 */
export async function drain(
  world: World,
  count: number,
  startWorker: () => Promise<void>,
): Promise<DrainFigures> {
  const before = resolves(world).length;
  await startWorker();
  const told = await until(
    "the last resolve",
    () => {
      const some = resolves(world).slice(before);
      return some.length >= count && some;
    },
    300_000,
    LOOK_FOR_END_MS,
  );
  await until("every notice to be settled", async () => (await waitingNotices(world)) === 0, 60_000);
  invariant(new Set(told.map(({ sessionId }) => sessionId)).size === count, "each is told once");
  const [first, last] = [told[0], told.at(-1)];
  invariant(first && last, "something was resolved");
  const tookMs = Math.max(last.at.getTime() - first.at.getTime(), 1);
  return { perSecond: Math.round((count / tookMs) * 1_000), notices: count };
}

async function waitingNotices(world: World): Promise<number> {
  const { rows } = await world.system.deps.database.pool.query<{ count: number }>(
    "select count(*)::int from notices where state = 'received'",
  );
  return rows[0]?.count ?? 0;
}

function resolves(world: World) {
  return world.shopify
    .mutations()
    .filter((mutation) => mutation.mutation === "paymentSessionResolve" && mutation.outcome === "accepted");
}
