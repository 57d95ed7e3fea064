import { expect, it } from "vitest";
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

it("are left alone once a person has closed their case", async () => {
  const payment = await dead();
  await world().rows(
    `update cases set state = 'closed', resolution = 'given-back', closed_at = now(), reason = 'paid back by transfer'
     where payment_id = $1`,
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
