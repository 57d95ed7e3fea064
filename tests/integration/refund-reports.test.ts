import { describe, expect, it } from "vitest";
import { giveDetails, payOutRefund, refuseRefund } from "#app/refunds/refund-acts.server.ts";
import { listDeadLetters } from "#app/cases/dead-letters.server.ts";
import { sendReportAgain } from "#app/payments/send-report-again.server.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import type { GraphqlFault } from "../../simulators/shopify/switches.ts";
import { casesOf, orderState, reportsOf, toldPending, type ReportRow } from "../builders/payment.ts";
import {
  askRefund,
  handIn,
  openedRefund,
  paid,
  refundState,
  setPolicy,
  SOMEWHERE,
} from "../builders/refund.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("refund_reports", { tls: "off" });
const deps = () => world().system.deps;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

async function refundReport(payment: { paymentId: string }): Promise<ReportRow | undefined> {
  return (await reportsOf(world(), payment)).find(({ kind }) => kind.startsWith("refund-"));
}

function spoil(sessionId: string, fault: GraphqlFault, count: number): void {
  world().shopify.switches.nextFaults.push({ fault, count, sessionId });
}

/** With the clock moved to each next attempt. */
async function becomesInTime(payment: { paymentId: string }, state: string): Promise<void> {
  await world().until(`the refund's report to be ${state}`, async () => {
    const report = await refundReport(payment);
    if (report) world().clock.shift(Math.max(0, report.next_attempt_at.getTime() + 1 - Date.now()));
    return report?.state === state;
  });
}

async function payOut(refundId: string): Promise<void> {
  const given = { ...(await handIn(world(), refundId)), by: "shopper", destination: SOMEWHERE };
  await giveDetails(deps(), given);
  const paidOut = { paidOn: limaDayOf(world().clock.now()), bankReference: "OP-1" };
  await payOutRefund(deps(), { ...(await handIn(world(), refundId)), ...paidOut });
}

const sent = (sessionId: string) =>
  world()
    .shopify.mutations()
    .filter((mutation) => mutation.sessionId === sessionId)
    .map(({ mutation, variables }) => `${mutation} ${JSON.stringify(variables)}`);

describe("a refund's report", () => {
  it("waits for the resolve's acknowledgement, whoever sends, and then goes out at once", async () => {
    const payment = await toldPending(world());
    await setPolicy(world(), payment, { isByHand: false });
    spoil(payment.sessionId, "http-503", 3);
    await world().pagoefectivo.pay(payment.cip);
    await world().until("the resolve to be decided", async () =>
      (await reportsOf(world(), payment)).some(({ kind }) => kind === "resolve"),
    );
    spoil(payment.sessionId, "http-503", 3);
    const { id, status } = await askRefund(world(), payment, { unchecked: true, amount: "10.00" });
    const report = await refundReport(payment);
    await world().run("send-report", { reportId: report?.id ?? "" });
    await world().run("send-due-reports", {});
    const before = { sent: sent(id), report: await refundReport(payment) };

    await world().until("the order to be paid", async () => {
      const resolve = (await reportsOf(world(), payment)).find(({ kind }) => kind === "resolve");
      if (resolve) world().clock.shift(Math.max(0, resolve.next_attempt_at.getTime() + 1 - Date.now()));
      return orderState(world(), payment) === "paid";
    });
    await world().until("the refund to be rejected", () => refundState(world(), id) === "rejected");

    expect(status).toBe(201);
    expect(before).toMatchObject({ sent: [], report: { state: "due", attempts: 0 } });
    expect(sent(id)).toHaveLength(1);
  });

  it.each(["http-503", "THROTTLED", "dropped-before-effect", "dropped-after-effect"] as const)(
    "is repeated with the same words until it is acknowledged: %s",
    async (fault) => {
      const { payment, refundId, sessionId } = await openedRefund(world());
      spoil(sessionId, fault, 3);

      const text = "La tienda ya lo devolvió en efectivo";
      await refuseRefund(deps(), { ...(await handIn(world(), refundId)), text });
      await becomesInTime(payment, "acknowledged");

      expect(sent(sessionId).length).toBeGreaterThanOrEqual(4);
      expect(new Set(sent(sessionId)).size).toBe(1);
      expect(refundState(world(), sessionId)).toBe("rejected");
      expect(await casesOf(world(), payment)).toEqual([]);
    },
  );

  it("that cannot be told goes to a person, is listed among the reports that Shopify did not take, and is sent again", async () => {
    const { payment, refundId, sessionId } = await openedRefund(world());
    spoil(sessionId, "ACCESS_DENIED", 1);

    await payOut(refundId);
    await becomesInTime(payment, "dead");

    const { shopId, userId } = await handIn(world(), refundId);
    const letters = await listDeadLetters(deps(), shopId);
    const report = await refundReport(payment);
    expect(await casesOf(world(), payment)).toMatchObject([
      { kind: "report-dead", state: "open", held_centimos: 0 },
    ]);
    expect(letters.rows).toMatchObject([{ id: report?.id, kind: "refund-resolve", state: "dead" }]);

    const again = await sendReportAgain(deps(), { shopId, userId, reportId: report?.id ?? "" });

    expect(again.kind).toBe("sent");
    expect(refundState(world(), sessionId)).toBe("resolved");
    expect(await casesOf(world(), payment)).toMatchObject([
      { kind: "report-dead", state: "closed", resolution: "resolved-at-shopify" },
    ]);
  });

  it("of money that was given back is sent again every six hours by itself", async () => {
    const { payment, refundId, sessionId } = await openedRefund(world());
    spoil(sessionId, "ACCESS_DENIED", 1);
    await payOut(refundId);
    await becomesInTime(payment, "dead");

    world().clock.shift(world().clock.now().getTime() - Date.now() + 6.1 * HOUR_MS);
    await world().until("Shopify to be told", () => refundState(world(), sessionId) === "resolved");

    expect(new Set(sent(sessionId)).size).toBe(1);
  });

  it("that is refused while Shopify has not read our answer is repeated for ten minutes, then a person decides", async () => {
    const payment = await paid(world());
    await setPolicy(world(), payment, { isByHand: false });
    const { answerReading } = world().shopify.switches;
    answerReading.hold();
    const asking = askRefund(world(), payment);
    await answerReading.whenWaiting(1);
    // The second follows the first at once: nobody can count on seeing only one.
    const early = await world().until("a refused attempt", async () => {
      const report = await refundReport(payment);
      return (report?.attempts ?? 0) >= 1 && report;
    });

    world().clock.shift(11 * MINUTE_MS);
    await becomesInTime(payment, "refused");
    answerReading.release();
    const { id } = await asking;

    expect(early).toMatchObject({ state: "due" });
    expect(await casesOf(world(), payment)).toMatchObject([{ kind: "report-refused", held_centimos: 0 }]);
    expect(refundState(world(), id)).toBe("pending");
    expect(new Set(sent(id)).size).toBe(1);
  });
});
