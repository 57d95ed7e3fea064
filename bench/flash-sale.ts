/**
 * A flash sale of one shop: sessions come at a fixed rate, whatever becomes of them, and in the middle of it some thousands of codes are
 * paid within seconds. Judged by what the two simulated parties hold afterwards.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { QueryResultRow } from "pg";
import { Pool } from "undici";
import { until } from "../scripts/demo/until.ts";
import { DEMO_SHOP, type World } from "../scripts/demo/world.ts";
import { evidenceOf, gatherEvidence, violations, type Evidence } from "../tests/faults/invariants.ts";
import { doneTwice, unsettledMoney } from "../tests/kill/ends.ts";
import { rounded } from "./doors.ts";
import { quantile } from "./load.ts";
import { watchProcessors } from "./machine.ts";

/** How long Shopify waits is not documented (payments apps, considerations, read 2026-11-22): a second is what we hold ourselves to. */
const ANSWERED_WITHIN_MS = 1_000;
const TICK_MS = 10;
/** One in so many shoppers opens the page, waits for the code there and presses Continue. */
const OPENS_PAGE = 4;
const RELOAD_MS = 2_000;
const PAGE_CONNECTIONS = 50;
const PAID_AT_ONCE = 60;
const BURST_TICK_MS = 100;
const LOOK_EVERY_MS = 1_000;
const SETTLE_WITHIN_MS = 300_000;

type Quantiles = Record<"p50" | "p95" | "p99", number>;

export interface FlashSaleInput {
  world: World;
  perSecond: number;
  seconds: number;
  /** So many codes are paid, 600 a second, once half of the time is over; fewer where fewer are made by then. */
  mostPaid: number;
}

export interface FlashSaleFigures {
  sessions: number;
  /** From the instant at which Shopify would have sent it until its answer was read. */
  intakeMs: Quantiles & { max: number };
  /** Not answered at the first try, or after more than a second. */
  answeredTooLate: number;
  /** From the answer until PagoEfectivo had made the code. */
  codeMs: Quantiles;
  pages: number;
  pageMs: Quantiles;
  paid: number;
  paidToResolvedMs: Quantiles;
  resolved: number;
  /** From the last session until every session had its code and all money was resolved. */
  settledAfterMs: number;
  /** Which part of the machine was busy while sessions came. */
  busy: number;
  violations: string[];
}

interface Answered {
  sessionId: string;
  tookMs: number;
  /** By the clock that the simulators go by. */
  at: number;
  isInTime: boolean;
}

export async function flashSale(input: FlashSaleInput): Promise<FlashSaleFigures> {
  const { world, perSecond, seconds } = input;
  const pages = new Pool(world.webOrigin, { connections: PAGE_CONNECTIONS });
  const answered: Answered[] = [];
  const pageMs: number[] = [];
  const visits: Promise<void>[] = [];
  const busySince = watchProcessors();
  const burst = pause((seconds * 1_000) / 2).then(() => payMany(world, input.mostPaid));
  await atRate({ perSecond, seconds }, async (dueAt) => {
    const { answer, url } = await checkOut(world, dueAt);
    answered.push(answer);
    if (url && answered.length % OPENS_PAGE === 0) visits.push(visit(pages, new URL(url).pathname, pageMs));
  });
  const busy = busySince();
  const endedAt = performance.now();
  const paid = await burst;
  const settled = () => isSettled(world, { sessions: answered.length, paid });
  await until("every code, and all money resolved", settled, SETTLE_WITHIN_MS, LOOK_EVERY_MS);
  const settledAfterMs = Math.round(performance.now() - endedAt);
  await Promise.all(visits);
  await pages.close();
  const { pool } = world.system.deps.database;
  const evidence = await gatherEvidence({
    ...world,
    rows: async <Row extends QueryResultRow>(sql: string) => (await pool.query<Row>(sql)).rows,
  });
  return {
    ...judged(evidence, answered),
    pages: pageMs.length,
    pageMs: quantiles(pageMs),
    settledAfterMs,
    busy,
  };
}

/** An open loop: each begins at its time, whatever became of those before. Resolves when the last has ended. */
async function atRate(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  begin: (dueAt: number) => Promise<void>,
): Promise<void> {
  const begunAt = performance.now();
  const all: Promise<void>[] = [];
  while (all.length < perSecond * seconds) {
    const now = performance.now();
    for (;;) {
      const dueAt = begunAt + (all.length / perSecond) * 1_000;
      if (dueAt > now || all.length >= perSecond * seconds) break;
      all.push(begin(dueAt));
    }
    await pause(TICK_MS);
  }
  await Promise.all(all);
}

/** Time runs from when it was due: a generator that is late itself is no excuse. */
async function checkOut(world: World, dueAt: number): Promise<{ answer: Answered; url: string | null }> {
  const { id } = world.shopify.newSession({ shop: DEMO_SHOP, amount: "20.00" });
  const { redirectUrl, attempts } = await world.shopify.sendSession(id);
  const tookMs = performance.now() - dueAt;
  const isInTime = redirectUrl !== null && attempts === 1 && tookMs <= ANSWERED_WITHIN_MS;
  return { answer: { sessionId: id, tookMs, at: Date.now(), isInTime }, url: redirectUrl };
}

/** A shopper who reloads the page until it shows the code, and presses Continue. */
async function visit(pages: Pool, path: string, pageMs: number[]): Promise<void> {
  for (;;) {
    const askedAt = performance.now();
    const page = await pages.request({ method: "GET", path });
    const html = await page.body.text();
    pageMs.push(performance.now() - askedAt);
    if (page.statusCode === 200 && /data-code="\d+"/.test(html)) break;
    await pause(RELOAD_MS);
  }
  const pressed = await pages.request({ method: "POST", path: `${path}/continue` });
  await pressed.body.dump();
}

/** The oldest codes, some hundreds a second; PagoEfectivo sends a notice of each at once. Returns how many there were. */
async function payMany(world: World, most: number): Promise<number> {
  const codes = world.pagoefectivo.ledger().slice(0, most);
  for (let paid = 0; paid < codes.length; paid += PAID_AT_ONCE) {
    for (const { cip } of codes.slice(paid, paid + PAID_AT_ONCE)) await world.pagoefectivo.pay(cip);
    await pause(BURST_TICK_MS);
  }
  return codes.length;
}

function isSettled({ shopify, pagoefectivo }: World, wanted: { sessions: number; paid: number }): boolean {
  if (pagoefectivo.ledger().length < wanted.sessions) return false;
  return shopify.sessions().filter(({ state }) => state === "resolved").length >= wanted.paid;
}

/** What the two parties hold, against each other and against what was answered. */
function judged(
  evidence: Evidence,
  answered: readonly Answered[],
): Omit<FlashSaleFigures, "pages" | "pageMs" | "settledAfterMs" | "busy"> {
  const answerOf = new Map(answered.map((one) => [one.sessionId, one]));
  const sessionOf = new Map(evidence.codes.map((code) => [code.id, code.sessionId]));
  const resolvedAt = new Map(
    evidence.mutations
      .filter(({ mutation, outcome }) => mutation === "paymentSessionResolve" && outcome === "accepted")
      .map(({ sessionId, at }) => [sessionId ?? "", at.getTime()]),
  );
  const paid = evidence.cips.filter(({ paidAt }) => paidAt !== null);
  const sessionOfCip = (cip: { transactionCode: string }) => sessionOf.get(cip.transactionCode) ?? "";
  const took = answered.map(({ tookMs }) => tookMs);
  return {
    sessions: answered.length,
    intakeMs: { ...quantiles(took), max: rounded(Math.max(...took)) },
    answeredTooLate: answered.filter(({ isInTime }) => !isInTime).length,
    codeMs: quantiles(
      evidence.cips.map((cip) =>
        Math.max(cip.created.getTime() - (answerOf.get(sessionOfCip(cip))?.at ?? Infinity), 0),
      ),
    ),
    paid: paid.length,
    paidToResolvedMs: quantiles(
      paid.map((cip) => (resolvedAt.get(sessionOfCip(cip)) ?? Infinity) - (cip.paidAt?.getTime() ?? 0)),
    ),
    resolved: resolvedAt.size,
    violations: [
      ...violations(evidenceOf(evidence, paid.map(sessionOfCip))),
      ...unsettledMoney(evidence),
      ...doneTwice(evidence),
      ...resolvedUnpaid(resolvedAt, new Set(paid.map(sessionOfCip))),
      ...notOneCodeEach(evidence),
    ],
  };
}

function resolvedUnpaid(resolvedAt: ReadonlyMap<string, number>, paid: ReadonlySet<string>): string[] {
  return [...resolvedAt.keys()]
    .filter((id) => !paid.has(id))
    .map((id) => `session ${id} was resolved unpaid`);
}

/** Every session has its code, and PagoEfectivo made no second one for any. */
function notOneCodeEach({ sessions, codes, cips }: Evidence): string[] {
  const made = new Set(cips.map(({ transactionCode }) => transactionCode));
  const codeOf = Map.groupBy(
    codes.filter(({ id }) => made.has(id)),
    ({ sessionId }) => sessionId,
  );
  const strange = sessions.filter(({ id }) => codeOf.get(id)?.length !== 1);
  return [
    ...strange.map(({ id }) => `session ${id} has ${codeOf.get(id)?.length ?? 0} codes`),
    ...(made.size === cips.length ? [] : [`${cips.length} codes were made for ${made.size} of ours`]),
  ];
}

function quantiles(numbers: readonly number[]): Quantiles {
  return {
    p50: rounded(quantile(numbers, 0.5)),
    p95: rounded(quantile(numbers, 0.95)),
    p99: rounded(quantile(numbers, 0.99)),
  };
}
