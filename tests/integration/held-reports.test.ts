import { describe, expect, it } from "vitest";
import { FAILURES_THAT_STOP } from "#app/lib/breaker.ts";
import { sendAgain } from "#app/payments/merchant-acts.server.ts";
import { by } from "../builders/act.ts";
import { signInTo } from "../builders/merchant-browser.ts";
import {
  casesOf,
  orderState,
  paymentRow,
  reportsOf,
  told,
  toldPending,
  type ArrivedPayment,
  type IssuedPayment,
  type ReportRow,
} from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("held_reports");

async function resolveOf(payment: ArrivedPayment): Promise<ReportRow | undefined> {
  return (await reportsOf(world(), payment)).find((report) => report.kind === "resolve");
}

/** How long a hundred attempts, one for each quarter of an hour, may take here. */
const A_DAY_OF_ATTEMPTS_MS = 60_000;

/** How often Shopify was asked to resolve. */
function asked(payment: ArrivedPayment): number {
  return told(world(), payment).filter((line) => line.startsWith("Resolve")).length;
}

/** Each attempt is made in its time until none is left, and a person has it. */
async function givenToPerson(payment: ArrivedPayment): Promise<void> {
  await world().until(
    "a case",
    async () => {
      const report = await resolveOf(payment);
      if (report) world().clock.shift(Math.max(0, report.next_attempt_at.getTime() + 1 - Date.now()));
      return (await casesOf(world(), payment)).length > 0;
    },
    A_DAY_OF_ATTEMPTS_MS,
  );
}

describe("a report that waits for its shop", () => {
  it("is sent as soon as the shop has installed the app again", async () => {
    const { domain: shop } = await connectNewShop(world());
    const payment = await toldPending(world(), { shop });
    await world().rows("update shops set uninstalled_at = now() where domain = $1", [shop]);
    await world().pagoefectivo.pay(payment.cip);
    await world().until("the resolve to be held", async () => {
      const report = await resolveOf(payment);
      return report && report.next_attempt_at > world().clock.now();
    });

    await signInTo(world(), shop);

    await world().until(
      "Shopify to be told",
      async () => (await resolveOf(payment))?.state === "acknowledged",
    );
    expect(orderState(world(), payment)).toBe("paid");
    expect(world().shopify.adminApiCalls()).toBe(0);
  });

  // Decided in time and told too late: the order had expired, and the merchant may have ended it otherwise meanwhile.
  it("asks a person to check the order when Shopify hears of the money only after its deadline", async () => {
    const { domain: shop } = await connectNewShop(world());
    const payment = await toldPending(world(), { shop });
    await world().rows("update shops set uninstalled_at = now() where domain = $1", [shop]);
    await world().pagoefectivo.pay(payment.cip);
    await world().until("the resolve to be held", async () => {
      const report = await resolveOf(payment);
      return report && report.next_attempt_at > world().clock.now();
    });
    const { pending_expires_at: deadline } = await paymentRow(world(), payment);
    world().clock.shift((deadline?.getTime() ?? 0) + 3_600_000 - Date.now());
    const [order] = world()
      .shopify.orders()
      .filter(({ paymentIds }) => paymentIds.includes(payment.sessionId));
    expect(world().shopify.endOrderOtherwise(order?.id ?? "", "paid-otherwise")).toBe(true);

    await world().rows("update shops set uninstalled_at = null where domain = $1", [shop]);
    await world().run("release-held-reports", { shop });

    await world().until(
      "Shopify to be told",
      async () => (await resolveOf(payment))?.state === "acknowledged",
    );
    const open = (await casesOf(world(), payment)).filter(({ state }) => state === "open");
    expect(open.map(({ kind }) => kind)).toEqual(["paid-past-deadline"]);
  });

  it("is a person's case that holds the money when Shopify takes no token of the shop for a day", async () => {
    const { domain: shop } = await connectNewShop(world());
    const payment = await toldPending(world(), { shop, amount: "80.00" });
    world().shopify.switches.nextFaults.push({
      ...{ fault: "http-401", sessionId: payment.sessionId, count: 1_000 },
    });
    await world().pagoefectivo.pay(payment.cip);
    await world().until("the resolve to be held", async () => (await resolveOf(payment))?.attempts === 0);
    expect(await casesOf(world(), payment)).toEqual([]);

    await givenToPerson(payment);

    expect(await casesOf(world(), payment)).toMatchObject([
      { kind: "resolve-dead", state: "open", held_centimos: 8_000 },
    ]);
    world().shopify.switches.nextFaults.splice(0);
    await world().run("release-held-reports", { shop });
    await world().until(
      "the case to close",
      async () => (await casesOf(world(), payment))[0]?.state === "closed",
    );
    expect(orderState(world(), payment)).toBe("paid");
  }, 120_000);

  it("is not sent past stopped calls for having a case: only when a person asks for it", async () => {
    const { domain: shop } = await connectNewShop(world());
    const held = await toldPending(world(), { shop });
    const others: IssuedPayment[] = [];
    for (let index = 0; index < FAILURES_THAT_STOP; index += 1)
      others.push(await toldPending(world(), { shop }));
    const { nextFaults } = world().shopify.switches;
    nextFaults.push({ fault: "http-401", sessionId: held.sessionId, count: 1_000 });
    await world().pagoefectivo.pay(held.cip);
    await givenToPerson(held);
    for (const { sessionId } of others) nextFaults.push({ fault: "http-503", sessionId, count: 1_000 });
    for (const { cip } of others) await world().pagoefectivo.pay(cip);
    await world().until("calls to be stopped", () => world().system.deps.lanes.stopped().length > 0);
    const before = asked(held);

    await world().run("release-held-reports", { shop });
    expect(asked(held)).toBe(before);
    // It waits still, and is no dead letter: a press must reach it all the same.
    expect((await resolveOf(held))?.state).toBe("due");

    const person = await by(world(), held);
    nextFaults.splice(0);
    expect(world().system.deps.lanes.stopped()).not.toEqual([]);
    expect(await sendAgain(world().system.deps, person)).toMatchObject({ kind: "done" });
    await world().until("the order to be paid", () => orderState(world(), held) === "paid");
  }, 120_000);

  it("is sent with another token after Shopify has refused the one it was sent with", async () => {
    const { domain: shop } = await connectNewShop(world());
    await signInTo(world(), shop);
    const payment = await toldPending(world(), { shop });
    world().shopify.switches.nextFaults.push({ fault: "http-401", sessionId: payment.sessionId });

    await world().pagoefectivo.pay(payment.cip);
    await world().until("the resolve to be acknowledged", async () => {
      const report = await resolveOf(payment);
      if (report) world().clock.shift(Math.max(0, report.next_attempt_at.getTime() + 1 - Date.now()));
      return report?.state === "acknowledged";
    });

    const refreshed = world()
      .shopify.issuedTokens()
      .filter((token) => token.shop === shop && token.grant === "refresh-token");
    expect(refreshed).toHaveLength(1);
  });
});
