import { describe, expect, it } from "vitest";
import { FAILURES_THAT_STOP } from "#app/lib/breaker.ts";
import type { GraphqlFault } from "../../simulators/shopify/switches.ts";
import {
  casesOf,
  openPage,
  orderState,
  pageState,
  pressContinue,
  reportsOf,
  timelineOf,
  told,
  toldPending,
  withCode,
  type ArrivedPayment,
  type IssuedPayment,
} from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("shopify_trouble", { tls: "off" });

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

/** Moves the clock on from where it stands. */
function advance(ms: number): void {
  world().clock.shift(world().clock.now().getTime() - Date.now() + ms);
}

async function resolveOf(payment: ArrivedPayment) {
  return (await reportsOf(world(), payment)).find(({ kind }) => kind === "resolve");
}

/** The next calls about these payments' sessions suffer this. */
function spoil(payments: readonly ArrivedPayment[], fault: GraphqlFault, count: number): void {
  for (const { sessionId } of payments)
    world().shopify.switches.nextFaults.push({ fault, count, sessionId });
}

async function orderIsPaidInTime(payment: IssuedPayment): Promise<void> {
  await world().until("the order to be paid", async () => {
    const report = await resolveOf(payment);
    if (report) advance(Math.max(0, report.next_attempt_at.getTime() + 1 - world().clock.now().getTime()));
    return orderState(world(), payment) === "paid";
  });
}

describe("a shop that Shopify has frozen or locked", () => {
  it.each(["http-402", "http-423", "SHOP_INACTIVE"] as const)(
    "is told of its money when it is back, and no attempt is used meanwhile: %s",
    async (fault) => {
      const payment = await toldPending(world());
      spoil([payment], fault, 20);

      await world().pagoefectivo.pay(payment.cip);
      await orderIsPaidInTime(payment);

      await world().until(
        "its answer to be stored",
        async () => (await resolveOf(payment))?.state === "acknowledged",
      );
      expect(await resolveOf(payment)).toMatchObject({ attempts: 1 });
      expect(await casesOf(world(), payment)).toEqual([]);
    },
  );
});

describe("a shop that Shopify refuses to us", () => {
  it("is a case with its money at once: HTTP 403", async () => {
    const payment = await toldPending(world());
    spoil([payment], "http-403", 1);

    await world().pagoefectivo.pay(payment.cip);

    await world().until("a case", async () => (await casesOf(world(), payment)).length > 0);
    expect(await casesOf(world(), payment)).toMatchObject([
      { kind: "resolve-dead", state: "open", held_centimos: 12_500 },
    ]);
  });
});

describe("a shop whose Shopify does not answer", () => {
  it("keeps the shopper's code on the page, and makes the order when it answers", async () => {
    const shop = await connectNewShop(world());
    const payment = await withCode(world(), { shop: shop.domain });
    await openPage(payment);
    spoil([payment], "http-502", FAILURES_THAT_STOP + 1);

    const sentTo = await pressContinue(payment);

    expect(sentTo).toBe(`/v/${payment.slug}`);
    expect(await pageState(payment)).toBe("waiting");
    expect(await openPage(payment)).toContain("Tu código sigue siendo válido");
    await world().until("the order", async () => {
      const [pending] = await reportsOf(world(), payment);
      if (pending)
        advance(Math.max(0, pending.next_attempt_at.getTime() + 1 - world().clock.now().getTime()));
      return orderState(world(), payment) === "pending";
    });
  });

  it("is asked no more after five failures, uses up no attempt of the others, and hears of all money afterwards", async () => {
    const shop = await connectNewShop(world());
    const payments: IssuedPayment[] = [];
    for (let index = 0; index < 8; index += 1)
      payments.push(await toldPending(world(), { shop: shop.domain }));
    spoil(payments, "http-503", 1_000);

    for (const { cip } of payments.slice(0, 5)) await world().pagoefectivo.pay(cip);
    await world().until("its calls to be stopped", () => world().system.deps.lanes.stopped().length > 0);
    for (const { cip } of payments.slice(5)) await world().pagoefectivo.pay(cip);
    await world().until("all reports to wait", async () => {
      const reports = await Promise.all(payments.map(resolveOf));
      return reports.every((report) => report && report.next_attempt_at > world().clock.now());
    });

    const attempts = (await Promise.all(payments.map(resolveOf))).map((report) => report?.attempts ?? 0);
    const failed = payments.flatMap((payment) =>
      told(world(), payment).filter((line) => line.startsWith("Resolve")),
    );
    expect(attempts.reduce((sum, count) => sum + count, 0)).toBe(failed.length);
    expect(attempts).toContain(0);
    const story = (await Promise.all(payments.map((payment) => timelineOf(world(), payment)))).flat();
    expect(story.filter((line) => line.includes("stopped"))).toEqual([]);

    world().shopify.switches.nextFaults.length = 0;
    await world().until("all orders to be paid", () => {
      advance(10 * SECOND_MS);
      return payments.every((payment) => orderState(world(), payment) === "paid");
    });
    for (const payment of payments) expect(await casesOf(world(), payment)).toEqual([]);
  });

  it("is a person's affair for every payment when a day has passed, however few attempts were made", async () => {
    const shop = await connectNewShop(world());
    const payments: IssuedPayment[] = [];
    for (let index = 0; index < 4; index += 1)
      payments.push(await toldPending(world(), { shop: shop.domain }));
    spoil(payments, "http-500", 10_000);
    for (const { cip } of payments) await world().pagoefectivo.pay(cip);
    await world().until("its calls to be stopped", () => world().system.deps.lanes.stopped().length > 0);

    await world().until("a case for each", async () => {
      advance(HOUR_MS);
      const cases = await Promise.all(payments.map((payment) => casesOf(world(), payment)));
      return cases.every((of) => of.some(({ kind }) => kind === "resolve-dead"));
    });

    world().shopify.switches.nextFaults.length = 0;
    await world().until("all orders to be paid", () => {
      advance(20 * 60 * SECOND_MS);
      return payments.every((payment) => orderState(world(), payment) === "paid");
    });
    // Two days may pass until then: an order that was paid after its deadline is another case of its own.
    await world().until("these cases to be closed", async () => {
      const cases = (await Promise.all(payments.map((payment) => casesOf(world(), payment)))).flat();
      return cases.filter(({ kind }) => kind === "resolve-dead").every(({ state }) => state === "closed");
    });
  });
});
