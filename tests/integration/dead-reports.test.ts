import { expect, it } from "vitest";
import { job } from "#app/jobs/queue.server.ts";
import { closeCase } from "#app/payments/case-desk.server.ts";
import { sendAgain } from "#app/payments/merchant-acts.server.ts";
import { replayReport } from "#app/payments/payment-store-reports.server.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { by } from "../builders/act.ts";
import {
  casesOf,
  orderState,
  reportsOf,
  told,
  toldPending,
  type IssuedPayment,
} from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("dead_reports", { tls: "off" });

const HOUR_MS = 3_600_000;

async function resolveOf(payment: IssuedPayment) {
  return (await reportsOf(world(), payment)).find(({ kind }) => kind === "resolve");
}

/** Moves the clock on from where it stands. */
function advance(ms: number): void {
  world().clock.shift(world().clock.now().getTime() - Date.now() + ms);
}

/** How often Shopify was asked to resolve. */
function asked(payment: IssuedPayment): number {
  return told(world(), payment).filter((line) => line.startsWith("Resolve")).length;
}

/** Shopify takes the money of this payment no more, and has been asked 18 times. */
async function dead(): Promise<IssuedPayment> {
  const payment = await toldPending(world());
  const { nextFaults } = world().shopify.switches;
  nextFaults.push({ fault: "http-500", count: 1_000, sessionId: payment.sessionId });
  await world().pagoefectivo.pay(payment.cip);
  await world().until("the resolve to be dead", async () => {
    const report = await resolveOf(payment);
    if (report) world().clock.shift(Math.max(0, report.next_attempt_at.getTime() + 1 - Date.now()));
    return report?.state === "dead";
  });
  expect(asked(payment)).toBe(18);
  return payment;
}

async function isAskedAgain(payment: IssuedPayment, times: number): Promise<void> {
  await world().until("one more attempt", () => asked(payment) === times);
  await world().until("its end", async () => (await resolveOf(payment))?.state !== "due");
}

it("of collected money are sent again every six hours until Shopify takes one", async () => {
  const payment = await dead();
  advance(5.9 * HOUR_MS);
  await world().run("send-due-reports", {});
  expect(asked(payment)).toBe(18);
  advance(0.2 * HOUR_MS);
  await isAskedAgain(payment, 19);
  expect((await resolveOf(payment))?.state).toBe("dead");
  advance(6.1 * HOUR_MS);
  await isAskedAgain(payment, 20);

  world().shopify.switches.nextFaults.length = 0;
  advance(6.1 * HOUR_MS);

  await isAskedAgain(payment, 21);
  expect(orderState(world(), payment)).toBe("paid");
  expect(await casesOf(world(), payment)).toMatchObject([
    { kind: "resolve-dead", state: "closed", resolution: "resolved-at-shopify" },
  ]);
});

it("are never sent again, by nobody, once a person has said that the money was given back", async () => {
  const payment = await dead();
  const [held] = await casesOf(world(), payment);
  const input = { ...(await by(world(), payment)), caseId: held?.id ?? "", version: 0, reason: "" };
  world().shopify.switches.nextFaults.length = 0;

  const outcome = await closeCase(world().system.deps, { ...input, resolution: "given-back" });

  expect(outcome).toEqual({ kind: "done" });
  const { id: reportId } = (await resolveOf(payment)) ?? { id: "" };
  expect(await sendAgain(world().system.deps, input)).toEqual({
    kind: "refused",
    reason: "nothing-to-send",
  });
  const jobs = [job("send-report", { reportId }, world().clock.now())];
  expect(await replayReport(world().system.deps.db, { reportId, now: world().clock.now(), jobs })).toBe(
    false,
  );
  advance(7 * HOUR_MS);
  await world().run("repeat-dead-report", { reportId });
  await world().run("send-report", { reportId });
  await world().run("send-due-reports", {});
  await world().run("release-held-reports", { shop: DEMO_SHOP });
  expect(asked(payment)).toBe(18);
  expect((await resolveOf(payment))?.state).toBe("settled");
});

it("are not closed over while Shopify is being told: its answer decides", async () => {
  const payment = await dead();
  const [held] = await casesOf(world(), payment);
  const input = { ...(await by(world(), payment)), caseId: held?.id ?? "", version: 0, reason: "" };
  const { nextFaults, slowCalls } = world().shopify.switches;
  nextFaults.length = 0;
  nextFaults.push({ fault: "slow-before-effect", count: 1, sessionId: payment.sessionId });
  slowCalls.hold();
  const sending = sendAgain(world().system.deps, input);
  await slowCalls.whenWaiting(1);

  const outcome = await closeCase(world().system.deps, { ...input, resolution: "given-back" });
  slowCalls.release();
  await sending;

  expect(outcome).toEqual({ kind: "refused", reason: "in-flight" });
  expect(orderState(world(), payment)).toBe("paid");
  expect(await casesOf(world(), payment)).toMatchObject([{ resolution: "resolved-at-shopify" }]);
});

it("are left alone once a person has closed their case", async () => {
  const payment = await dead();
  await world().rows(
    `update cases set state = 'closed', resolution = 'given-back', closed_at = now(), closed_by = '7001',
       reason = 'paid back by transfer' where payment_id = $1`,
    [payment.paymentId],
  );
  const [report] = await world().rows<{ id: string }>(
    "select id from reports where payment_id = $1 and kind = 'resolve'",
    [payment.paymentId],
  );

  advance(7 * HOUR_MS);
  await world().run("repeat-dead-report", { reportId: report?.id ?? "" });
  await world().run("send-due-reports", {});

  expect(asked(payment)).toBe(18);
  expect((await resolveOf(payment))?.state).toBe("dead");
});
