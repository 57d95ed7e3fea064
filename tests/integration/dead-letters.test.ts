import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { listDeadLetters, sendLettersAgain } from "#app/cases/dead-letters.server.ts";
import { sendReportAgain } from "#app/payments/send-report-again.server.ts";
import { auditOf, by, USER } from "../builders/act.ts";
import {
  casesOf,
  orderState,
  reportsOf,
  timelineOf,
  told,
  toldPending,
  type IssuedPayment,
} from "../builders/payment.ts";
import { shopIdOf } from "../builders/person.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("dead_letters", { tls: "off" });

const deps = () => world().system.deps;

/** A paid payment of which Shopify could not be told: its resolve is dead. */
async function dead(): Promise<IssuedPayment & { reportId: string; shopId: string }> {
  const payment = await toldPending(world());
  const { nextFaults } = world().shopify.switches;
  nextFaults.push({ fault: "ACCESS_DENIED", count: 1, sessionId: payment.sessionId });
  await world().pagoefectivo.pay(payment.cip);
  const report = await world().until("the resolve to be dead", async () =>
    (await reportsOf(world(), payment)).find(({ kind, state }) => kind === "resolve" && state === "dead"),
  );
  const { shopId } = await by(world(), payment);
  return { ...payment, reportId: report.id, shopId };
}

function send(payment: { shopId: string }, ...reportIds: string[]) {
  return sendLettersAgain(deps(), { shopId: payment.shopId, userId: USER, reportIds });
}

describe("the page of dead letters", () => {
  it("lists what Shopify did not take, with its answer, and of no other shop", async () => {
    const payment = await dead();
    const { domain } = await connectNewShop(world());

    const listed = await listDeadLetters(deps(), payment.shopId);

    expect(listed.rows.find(({ id }) => id === payment.reportId)).toMatchObject({
      ...{
        kind: "resolve",
        state: "dead",
        sessionId: payment.sessionId,
        answer: "access-denied",
        attempts: 1,
      },
      amount: { centimos: 12_500, currency: "PEN" },
    });
    expect((await listDeadLetters(deps(), await shopIdOf(world(), domain))).rows).toEqual([]);
  });

  it("sends the stored words again, says that Shopify took them, and closes the case", async () => {
    const payment = await dead();
    const before = (await reportsOf(world(), payment)).map((report) => report.arguments);

    const answer = await send(payment, payment.reportId);

    expect(answer).toEqual({
      kind: "sent",
      outcomes: [{ reportId: payment.reportId, sessionId: payment.sessionId, kind: "sent", why: null }],
    });
    expect(orderState(world(), payment)).toBe("paid");
    expect((await reportsOf(world(), payment)).map((report) => report.arguments)).toEqual(before);
    expect(await casesOf(world(), payment)).toMatchObject([{ resolution: "resolved-at-shopify" }]);
    expect(await timelineOf(world(), payment)).toContain("merchant-send-again");
    expect(await auditOf(world(), payment)).toMatchObject([
      { action: "payment-sent-again", user_id: USER, before: { report: "resolve", state: "dead" } },
    ]);
  });

  it("says of each of many what came of it", async () => {
    const good = await dead();
    const denied = await dead();
    const slow = await dead();
    const { nextFaults } = world().shopify.switches;
    nextFaults.push({ fault: "ACCESS_DENIED", count: 1, sessionId: denied.sessionId });
    nextFaults.push({ fault: "http-500", count: 1, sessionId: slow.sessionId });
    const { domain } = await connectNewShop(world());
    const nobodys = randomUUID();

    const answer = await send(good, good.reportId, denied.reportId, slow.reportId, nobodys);
    const foreign = await send({ shopId: await shopIdOf(world(), domain) }, denied.reportId);

    expect(answer).toMatchObject({
      outcomes: [
        { reportId: good.reportId, kind: "sent" },
        { reportId: denied.reportId, kind: "refused", why: "access-denied" },
        { reportId: slow.reportId, kind: "waiting" },
        { reportId: nobodys, kind: "nothing", sessionId: null },
      ],
    });
    expect(foreign).toMatchObject({ outcomes: [{ kind: "nothing", sessionId: null }] });
  });

  it("sends once, however many press at once", async () => {
    const payment = await dead();
    const press = () =>
      sendReportAgain(deps(), { shopId: payment.shopId, userId: USER, reportId: payment.reportId });

    const outcomes = await Promise.all(Array.from({ length: 10 }, press));

    expect(outcomes.filter(({ kind }) => kind === "nothing")).toHaveLength(9);
    expect(told(world(), payment).filter((line) => line === "Resolve accepted")).toHaveLength(1);
    expect(await auditOf(world(), payment)).toHaveLength(1);
  });

  it("neither lists nor sends a pending that the payment's end has overtaken", async () => {
    const payment = await toldPending(world());
    const { shopId } = await by(world(), payment);
    const [pending] = await reportsOf(world(), payment);
    await world().rows("update reports set state = 'refused' where id = $1", [pending?.id]);
    await world().rows("update payments set told = 'rejected' where id = $1", [payment.paymentId]);

    const listed = await listDeadLetters(deps(), shopId);
    const answer = await send({ shopId }, pending?.id ?? "");

    expect(listed.rows.map(({ id }) => id)).not.toContain(pending?.id);
    expect(answer).toMatchObject({ outcomes: [{ kind: "nothing" }] });
    expect(told(world(), payment)).toEqual(["Pending accepted"]);
  });

  it("refuses none and more than fifty, and sends nothing then", async () => {
    const payment = await dead();
    const many = Array.from({ length: 51 }, (_, index) => (index === 0 ? payment.reportId : randomUUID()));

    expect(await send(payment)).toEqual({ kind: "refused", reason: "none" });
    expect(await send(payment, ...many)).toEqual({ kind: "refused", reason: "many" });
    expect(orderState(world(), payment)).not.toBe("paid");
  });
});
