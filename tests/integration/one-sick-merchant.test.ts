import { describe, expect, it } from "vitest";
import {
  arrive,
  orderState,
  toldPending,
  type ArrivedPayment,
  type IssuedPayment,
} from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { MANY_FROM_HERE } from "../setup/many-from-here.ts";
import { useWorld } from "../setup/world.ts";

// The timeouts of production: a call that hangs holds its place for 20 to 30 seconds.
const world = useWorld("one_sick_merchant", {
  tls: "off",
  environment: { ...MANY_FROM_HERE, WORKER_CONCURRENCY: "10" },
});

/** More than the worker has places. */
const MANY = 25;
/** A merchant whose neighbour is well sees its order paid in a fraction of this. */
const SOON_MS = 10_000;

/** From the cash at the counter to the paid order, by the real clock. */
async function cashToPaid(payment: IssuedPayment): Promise<number> {
  const from = performance.now();
  await world().pagoefectivo.pay(payment.cip);
  await world().until("the order to be paid", () => orderState(world(), payment) === "paid", SOON_MS);
  return performance.now() - from;
}

describe("a merchant whose calls hang", () => {
  it("at PagoEfectivo does not keep another's cash from its order", async () => {
    const [sick, well] = [await connectNewShop(world()), await connectNewShop(world())];
    const payments: IssuedPayment[] = [];
    for (let index = 0; index < 3; index += 1)
      payments.push(await toldPending(world(), { shop: well.domain }));
    const { switches, gate } = world().pagoefectivo;
    for (const operation of ["create", "search", "delete"] as const)
      switches.nextFaults.push({ operation, fault: "held", count: 1_000, serviceId: sick.serviceId });

    for (let index = 0; index < MANY; index += 1) await arrive(world(), { shop: sick.domain });
    await gate.untilHeld(1);
    const tookMs: number[] = [];
    for (const payment of payments) tookMs.push(await cashToPaid(payment));

    expect(Math.max(...tookMs)).toBeLessThan(SOON_MS);
    expect(gate.heldCount(), "calls that hang, of ten places").toBeLessThanOrEqual(4);
  });

  it("at Shopify does not keep another's order from being paid", async () => {
    const [sick, well] = [await connectNewShop(world()), await connectNewShop(world())];
    const healthy = await toldPending(world(), { shop: well.domain });
    const paid: IssuedPayment[] = [];
    for (let index = 0; index < MANY; index += 1)
      paid.push(await toldPending(world(), { shop: sick.domain }));
    const { switches } = world().shopify;
    switches.slowCalls.hold();
    for (const { sessionId } of paid) switches.nextFaults.push({ fault: "slow-before-effect", sessionId });

    for (const { cip } of paid) await world().pagoefectivo.pay(cip);
    await switches.slowCalls.whenWaiting(1);

    expect(await cashToPaid(healthy)).toBeLessThan(SOON_MS);
    switches.slowCalls.release();
    await world().until("the sick shop's orders to be paid, too", () => {
      world().clock.shift(world().clock.now().getTime() - Date.now() + 1_000);
      return paid.every((payment: ArrivedPayment) => orderState(world(), payment) === "paid");
    });
  });
});
