import { describe, expect, it } from "vitest";
import { job } from "#app/jobs/queue.server.ts";
import { replayReport } from "#app/payments/payment-store-reports.server.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import type { GraphqlFault } from "../../simulators/shopify/switches.ts";
import {
  casesOf,
  openPage,
  orderState,
  pageState,
  pressContinue,
  reportsOf,
  sessionState,
  timelineOf,
  told,
  toldPending,
  withCode,
  type ArrivedPayment,
  type IssuedPayment,
  type ReportRow,
} from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("reports");

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

async function reportOf(payment: ArrivedPayment, kind: string): Promise<ReportRow | undefined> {
  return (await reportsOf(world(), payment)).find((report) => report.kind === kind);
}

async function reportBecomes(payment: ArrivedPayment, kind: string, state: string): Promise<void> {
  await world().until(
    `the ${kind} to be ${state}`,
    async () => (await reportOf(payment, kind))?.state === state,
  );
}

/** The same, with the clock moved to each next attempt. */
async function reportBecomesInTime(payment: ArrivedPayment, kind: string, state: string): Promise<void> {
  await world().until(`the ${kind} to be ${state}`, async () => {
    const report = await reportOf(payment, kind);
    if (report) world().clock.shift(Math.max(0, report.next_attempt_at.getTime() + 1 - Date.now()));
    return report?.state === state;
  });
}

function sentVariables(payment: ArrivedPayment, mutation: string): string[] {
  return world()
    .shopify.mutations()
    .filter((sent) => sent.sessionId === payment.sessionId && sent.mutation === mutation)
    .map((sent) => JSON.stringify(sent.variables));
}

/** The next calls about this payment's session suffer this. */
function spoil(payment: ArrivedPayment, fault: GraphqlFault, count = 1): void {
  world().shopify.switches.nextFaults.push({ fault, count, sessionId: payment.sessionId });
}

describe("a report that does not get through", () => {
  it.each([
    "THROTTLED",
    "INTERNAL_SERVER_ERROR",
    "http-429",
    "http-503",
    "html",
    "dropped-before-effect",
    "dropped-after-effect",
  ] as const)("is repeated with the same words until it is acknowledged: %s", async (fault) => {
    const payment = await toldPending(world());
    spoil(payment, fault, 3);

    await world().pagoefectivo.pay(payment.cip);
    await reportBecomesInTime(payment, "resolve", "acknowledged");

    const sent = sentVariables(payment, "paymentSessionResolve");
    expect(sent.length).toBeGreaterThanOrEqual(4);
    expect(new Set(sent)).toEqual(new Set([(await reportOf(payment, "resolve"))?.arguments]));
    expect(orderState(world(), payment)).toBe("paid");
    expect(await casesOf(world(), payment)).toEqual([]);
    expect(await pageState(payment)).toBe("paid");
  });

  it("is sent by the schedule when its job was lost", async () => {
    const payment = await toldPending(world());
    // The first repetition follows at once, the second after five seconds.
    spoil(payment, "http-503", 2);
    await world().pagoefectivo.pay(payment.cip);
    await world().until("two failed attempts", async () => {
      const lines = await timelineOf(world(), payment);
      return lines.filter((line) => line === "report-resolve-server-error").length === 2;
    });
    await world().rows("delete from graphile_worker._private_jobs where locked_at is null");

    world().clock.shift(MINUTE_MS);
    await world().run("send-due-reports", {});

    expect(orderState(world(), payment)).toBe("paid");
  });

  it("is given up after 18 attempts within 24 hours, goes to a person, and can be sent again", async () => {
    const payment = await toldPending(world());
    spoil(payment, "http-500", 18);
    await world().pagoefectivo.pay(payment.cip);
    await reportBecomesInTime(payment, "resolve", "dead");
    const attempts = sentVariables(payment, "paymentSessionResolve");
    const [span] = await world().rows<{ hours: number }>(
      `select extract(epoch from max(a.finished_at) - min(a.started_at))::float / 3600 as hours
       from report_attempts a join reports r on r.id = a.report_id where r.payment_id = $1 and r.kind = 'resolve'`,
      [payment.paymentId],
    );
    expect(attempts).toHaveLength(18);
    expect(span?.hours).toBeGreaterThan(20);
    expect(span?.hours).toBeLessThan(24.01);
    const collected = { state: "open", held_centimos: 12_500 };
    expect(await casesOf(world(), payment)).toMatchObject([{ kind: "resolve-dead", ...collected }]);

    const reportId = (await reportOf(payment, "resolve"))?.id ?? "";
    const { deps } = world().system;
    const now = world().clock.now();
    const jobs = [job("send-report", { reportId }, now, `report:${reportId}`)];
    expect(await replayReport(deps.db, { reportId, now, jobs })).toBe(true);

    await reportBecomes(payment, "resolve", "acknowledged");
    expect(orderState(world(), payment)).toBe("paid");
    expect(await replayReport(deps.db, { reportId, now, jobs })).toBe(false);
    expect(await casesOf(world(), payment)).toMatchObject([
      { state: "closed", resolution: "resolved-at-shopify" },
    ]);
    expect(new Set(sentVariables(payment, "paymentSessionResolve")).size).toBe(1);
  });

  it("waits without using attempts while the shop is frozen", async () => {
    const payment = await toldPending(world());
    spoil(payment, "http-402", 30);

    await world().pagoefectivo.pay(payment.cip);
    await reportBecomesInTime(payment, "resolve", "acknowledged");

    expect(await reportOf(payment, "resolve")).toMatchObject({ attempts: 1 });
    expect(await casesOf(world(), payment)).toEqual([]);
  });

  it("waits without using attempts while the shop has uninstalled us, and goes out when it is back", async () => {
    const shop = await connectNewShop(world());
    const payment = await toldPending(world(), { shop: shop.domain });
    await world().rows("update shops set uninstalled_at = now() where domain = $1", [shop.domain]);
    await world().pagoefectivo.pay(payment.cip);
    for (const hours of [0, 1, 30]) {
      world().clock.shift(hours * HOUR_MS);
      await world().until("one more look", async () => {
        const report = await reportOf(payment, "resolve");
        return report && report.next_attempt_at > world().clock.now();
      });
    }
    expect(await reportOf(payment, "resolve")).toMatchObject({ state: "due", attempts: 0 });
    expect(told(world(), payment)).toEqual(["Pending accepted"]);

    await world().rows("update shops set uninstalled_at = null where domain = $1", [shop.domain]);
    await reportBecomesInTime(payment, "resolve", "acknowledged");

    expect(orderState(world(), payment)).toBe("paid");
    expect(await casesOf(world(), payment)).toEqual([]);
  });

  it("goes to a person at once when Shopify denies us access", async () => {
    const payment = await toldPending(world());
    spoil(payment, "ACCESS_DENIED");

    await world().pagoefectivo.pay(payment.cip);

    await reportBecomes(payment, "resolve", "dead");
    expect(await casesOf(world(), payment)).toMatchObject([
      { kind: "resolve-dead", state: "open", held_centimos: 12_500 },
    ]);
  });

  it("holds no money in its case when it is not about money", async () => {
    const payment = await withCode(world());
    await openPage(payment);
    spoil(payment, "ACCESS_DENIED");

    await pressContinue(payment);

    await reportBecomes(payment, "pending", "dead");
    expect(await casesOf(world(), payment)).toMatchObject([
      { kind: "report-dead", state: "open", held_centimos: 0 },
    ]);
  });
});

describe("a report that Shopify refuses", () => {
  async function unreadSession() {
    const { shopify } = world();
    shopify.switches.answerReading.hold();
    const session = shopify.newSession({ shop: DEMO_SHOP });
    const sending = shopify.sendSession(session.id, { retries: 0 });
    const payment = await world().until("the code", async () => {
      const [row] = await world().rows<IssuedPayment>(
        `select p.id as "paymentId", p.session_id as "sessionId", p.slug, c.id as "codeId", c.cip
         from payments p join codes c on c.payment_id = p.id where p.session_id = $1 and c.state = 'live'`,
        [session.id],
      );
      return row;
    });
    return { payment, sending };
  }

  it("is repeated while Shopify may not have read our answer to the session", async () => {
    const { payment, sending } = await unreadSession();
    await world().pagoefectivo.pay(payment.cip);
    await world().until("a refusal", () => told(world(), payment).includes("Resolve user-errors"));

    world().shopify.switches.answerReading.release();
    await sending;
    await reportBecomesInTime(payment, "resolve", "acknowledged");

    expect(orderState(world(), payment)).toBe("paid");
    expect(await casesOf(world(), payment)).toEqual([]);
  });

  it("goes to a person when it is refused ten minutes after our answer", async () => {
    const { payment, sending } = await unreadSession();
    world().clock.shift(11 * MINUTE_MS);

    await world().pagoefectivo.pay(payment.cip);

    await reportBecomes(payment, "resolve", "refused");
    expect(told(world(), payment)).toEqual(["Resolve user-errors"]);
    expect(await casesOf(world(), payment)).toMatchObject([
      { kind: "resolve-refused", state: "open", held_centimos: 12_500 },
    ]);
    world().shopify.switches.answerReading.release();
    await sending;
  });
});

describe("two reports of one payment", () => {
  it("are never under way at the same time", async () => {
    const { shopify, pagoefectivo } = world();
    const payment = await withCode(world());
    await openPage(payment);
    shopify.switches.slowCalls.hold();
    spoil(payment, "slow-before-effect");
    const pressed = pressContinue(payment);
    await shopify.switches.slowCalls.whenWaiting(1);

    await pagoefectivo.pay(payment.cip);
    await world().until("the resolve to have met the pending", async () => {
      const [waiting] = await world().rows(
        "select 1 from graphile_worker.jobs where task_identifier = 'send-report' and run_at > now()",
      );
      return (await reportOf(payment, "resolve")) !== undefined && waiting;
    });
    expect(told(world(), payment)).toEqual([]);

    shopify.switches.slowCalls.release();
    await pressed;
    world().clock.shift(10_000);
    await reportBecomes(payment, "resolve", "acknowledged");
    expect(told(world(), payment)).toEqual(["Pending accepted", "Resolve accepted"]);
    expect(orderState(world(), payment)).toBe("paid");
  });

  it("become one when the money comes before pending got through", async () => {
    const payment = await withCode(world());
    await openPage(payment);
    spoil(payment, "http-503", 4);
    const pressed = pressContinue(payment);
    await world().until("pending to fail", () => told(world(), payment).length > 0);

    await world().pagoefectivo.pay(payment.cip);
    await reportBecomes(payment, "pending", "dropped");
    await pressed;
    world().clock.shift(HOUR_MS);
    await reportBecomesInTime(payment, "resolve", "acknowledged");
    await world().run("send-due-reports", {});

    expect(told(world(), payment).filter((line) => line.endsWith("accepted"))).toEqual([
      "Resolve accepted",
    ]);
    expect(sessionState(world(), payment)).toBe("resolved");
  });
});
