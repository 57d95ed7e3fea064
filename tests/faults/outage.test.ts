import { describe, expect, it } from "vitest";
import { MOST_EASED_CALLS_IN_A_MINUTE } from "#app/lib/breaker.ts";
import { JOB_TABLE } from "#app/jobs/job-table.server.ts";
import { cancelPayment } from "#app/payments/give-up-payment.server.ts";
import { continuePayment } from "#app/payments/confirm-payment.server.ts";
import { seeVoucher } from "#app/payments/see-voucher.server.ts";
import { SEARCHES_IN_A_MINUTE } from "#app/payments/sweep-codes.server.ts";
import { arrive, type ArrivedPayment } from "../builders/payment.ts";
import { connectNewShop, extendAtPagoEfectivo, type Shop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";
import { gatherEvidence, violations } from "./invariants.ts";
import { advance, runQueue, stuckJobs } from "./queue-at-work.ts";

const world = useWorld("outage", { roles: ["web", "payments"], tls: "off" });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const OUTAGE_HOURS = 72;
/** Nothing that an outage leaves behind needs longer. */
const RECOVERY_MINUTES = 25;

/**
 * What PagoEfectivo gets with one merchant's keys in any minute: the sweep's searches, what comes back after an outage, and an
 * authorization before the first of them.
 */
const MOST_CALLS_IN_A_MINUTE = SEARCHES_IN_A_MINUTE + MOST_EASED_CALLS_IN_A_MINUTE + 1;

const VISIT = {
  isPageView: true,
  emailRefused: false,
  language: { query: null, header: null },
  channelsOff: [],
};

/** One step of virtual time, and what a worker does then: the minute schedules, and what is due in the queue. */
async function live(ms: number): Promise<void> {
  const { deps } = world().system;
  advance(world(), ms);
  await JOB_TABLE["sweep-codes"](deps, {});
  await JOB_TABLE["send-due-reports"](deps, {});
  expect(await runQueue(world(), deps), "what jobs threw").toEqual([]);
}

async function arrived(shop: Shop, count: number): Promise<ArrivedPayment[]> {
  const payments: ArrivedPayment[] = [];
  for (let index = 0; index < count; index += 1)
    payments.push(await arrive(world(), { shop: shop.domain }));
  return payments;
}

/** Every second shopper sees the code and presses Continue; every tenth has seen it and goes back to checkout later. */
async function shopped(shop: Shop, count: number): Promise<ArrivedPayment[]> {
  const { deps } = world().system;
  const payments = await arrived(shop, count);
  await runQueue(world(), deps);
  for (const [index, { slug }] of payments.entries()) {
    await seeVoucher(deps, { ...VISIT, slug });
    if (index % 2 === 0) await continuePayment(deps, { slug, waitMs: 0 });
  }
  await runQueue(world(), deps);
  return payments;
}

async function cipOf(payment: ArrivedPayment): Promise<string> {
  const [code] = await world().rows<{ cip: string | null }>("select cip from codes where payment_id = $1", [
    payment.paymentId,
  ]);
  return code?.cip ?? "";
}

/** Paid at a counter. The first few notices get through, and are of no use; of the others nothing is ever heard. */
async function pay(payments: readonly ArrivedPayment[], noticed: number): Promise<void> {
  for (const [index, payment] of payments.entries()) {
    if (index >= noticed) world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await world().pagoefectivo.pay(await cipOf(payment));
  }
  await world().pagoefectivo.settleNotices();
}

/** The most calls of one service within one minute since then. */
function busiestMinute(since: Date): { calls: number; minute: string } {
  const counts = new Map<string, number>();
  for (const { at, serviceId } of world().pagoefectivo.calls()) {
    if (at < since) continue;
    const key = `${serviceId} ${at.toISOString().slice(0, 16)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [top] = [...counts].sort(([, a], [, b]) => b - a);
  return { calls: top?.[1] ?? 0, minute: top?.[0].split(" ")[1] ?? "" };
}

/** Those that Shopify was told have failed before PagoEfectivo answered a search for their code. */
async function rejectedWithoutProof(of: readonly ArrivedPayment[], since: Date): Promise<string[]> {
  const answered = new Map<string, Date>();
  for (const { operation, status, at, cips } of world().pagoefectivo.calls()) {
    if (operation !== "search" || status !== 200 || at < since) continue;
    for (const cip of cips) if (!answered.has(cip)) answered.set(cip, at);
  }
  const rejects = world()
    .shopify.mutations()
    .filter(({ mutation }) => mutation === "paymentSessionReject");
  const early: string[] = [];
  for (const payment of of) {
    const proved = answered.get(await cipOf(payment));
    const told = rejects.find(({ sessionId }) => sessionId === payment.sessionId);
    if (told && !(proved && proved <= told.at)) early.push(payment.sessionId);
  }
  return early;
}

async function openCases(): Promise<Record<string, number>> {
  const rows = await world().rows<{ kind: string; count: number }>(
    "select kind, count(*)::int as count from cases where state = 'open' group by kind",
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

describe("PagoEfectivo is away for 72 hours", () => {
  it("and comes back: all that was paid is resolved, nothing is rejected without proof, no burst of requests", async () => {
    const { pagoefectivo, shopify } = world();
    const shops = [
      await connectNewShop(world()),
      await connectNewShop(world()),
      await connectNewShop(world()),
    ];
    const [large, ...small] = shops;
    if (!large) throw new Error("there is a shop");
    const payments = await shopped(large, 420);
    for (const shop of small) payments.push(...(await shopped(shop, 12)));

    // PagoEfectivo would take money for these when it is back: each has to be removed by itself.
    const outliving = payments.filter((_, index) => index % 3 === 2 && index < 210);
    for (const payment of outliving) {
      const until = new Date(world().clock.now().getTime() + 10 * 24 * HOUR_MS);
      await extendAtPagoEfectivo(world(), large, { cip: await cipOf(payment), until });
    }

    pagoefectivo.switches.randomFaults = {
      probability: 1,
      faults: ["html-503", "dropped", "error-500"],
      operations: ["authorize", "create", "search", "update", "delete"],
    };
    const awayFrom = world().clock.now();
    const paid = payments.filter((_, index) => index % 3 === 0);
    const cancelled = payments.filter((_, index) => index % 3 === 1 && index % 2 === 1).slice(0, 12);
    await arrived(large, 8);
    for (let minutes = 0; minutes < 30; minutes += 1) await live(MINUTE_MS);
    for (const { slug } of cancelled) await cancelPayment(world().system.deps, slug);
    await pay(paid.slice(0, 60), 20);
    for (let quarters = 2; quarters < 40 * 4; quarters += 1) await live(15 * MINUTE_MS);
    await pay(paid.slice(60), 10);
    for (let quarters = 40 * 4; quarters < OUTAGE_HOURS * 4; quarters += 1) await live(15 * MINUTE_MS);
    const waiting = await arrived(large, 8);
    await live(1_000);

    const heard = shopify.mutations().filter(({ mutation }) => mutation !== "paymentSessionPending");
    expect(heard, "what Shopify was told meanwhile").toEqual([]);
    expect(await openCases()).toMatchObject({ "not-known-at-deadline": shops.length });

    pagoefectivo.switches.randomFaults = null;
    const backFrom = world().clock.now();
    for (let minutes = 0; minutes < RECOVERY_MINUTES; minutes += 1) await live(MINUTE_MS);

    const busiest = busiestMinute(awayFrom);
    process.stdout.write(
      `72 h away: ${payments.length} codes, ${paid.length} paid; at most ${busiest.calls} calls a minute away (${busiest.minute}), ${busiestMinute(backFrom).calls} when it was back\n`,
    );
    expect(busiest.calls).toBeLessThanOrEqual(MOST_CALLS_IN_A_MINUTE);
    expect(backFrom.getTime() - awayFrom.getTime()).toBeGreaterThanOrEqual(OUTAGE_HOURS * HOUR_MS);
    const states = payments.map(({ sessionId }) => shopify.session(sessionId)?.state);
    const unpaid = payments.filter((payment) => !paid.includes(payment));
    const stateOf = (payment: ArrivedPayment) => states[payments.indexOf(payment)];
    expect(paid.filter((payment) => stateOf(payment) !== "resolved")).toEqual([]);
    expect(new Set(unpaid.map(stateOf))).toEqual(new Set(["rejected", "started"]));
    expect(await rejectedWithoutProof(unpaid, backFrom)).toEqual([]);
    const told = await world().rows<{ told: string }>(
      "select distinct told from payments where id = any($1)",
      [unpaid.map(({ paymentId }) => paymentId)],
    );
    expect(told.map((row) => row.told).sort()).toEqual(["rejected", "released"]);
    const codes = await world().rows<{ state: string }>(
      `select distinct on (payment_id) state from codes where payment_id = any($1)
       order by payment_id, created_at desc`,
      [waiting.map(({ paymentId }) => paymentId)],
    );
    expect(codes.map(({ state }) => state)).toEqual(waiting.map(() => "live"));

    expect(violations(await gatherEvidence(world()))).toEqual([]);
    expect(await stuckJobs(world())).toEqual([]);
    const cases = await openCases();
    const ordered = paid.filter((payment) => payments.indexOf(payment) % 2 === 0);
    expect(cases).toMatchObject({ "paid-past-deadline": ordered.length });
    expect(cases["not-known-at-deadline"]).toBeUndefined();
  });
});
