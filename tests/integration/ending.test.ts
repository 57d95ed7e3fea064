import { describe, expect, it } from "vitest";
import {
  casesOf,
  codesOf,
  moveToExpiry,
  openPage,
  orderState,
  pageState,
  paymentRow,
  reportsOf,
  sessionState,
  told,
  toldPending,
  withCode,
  type ArrivedPayment,
  type IssuedPayment,
} from "../builders/payment.ts";
import { connectNewShop, extendAtPagoEfectivo } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("ending");

const MINUTE_MS = 60_000;
/** After the code's expiry: its grace of 30 minutes is over. */
const RELEASE_MS = 30 * MINUTE_MS + 1_000;

async function isTold(payment: ArrivedPayment, state: string): Promise<void> {
  await world().until(
    `the payment to be ${state}`,
    async () => (await paymentRow(world(), payment)).told === state,
  );
}

async function hasCase(payment: ArrivedPayment, kind: string, times = 1) {
  return world().until(`a case ${kind}`, async () =>
    (await casesOf(world(), payment)).find((one) => one.kind === kind && one.times >= times),
  );
}

/** The calls about this CIP, oldest first: "search", "delete". */
function asked(payment: IssuedPayment): string[] {
  return world()
    .pagoefectivo.calls()
    .filter((call) => call.cip === payment.cip || call.cips.includes(payment.cip))
    .map((call) => call.operation)
    .filter((operation) => operation !== "create");
}

/** A payment told pending whose code PagoEfectivo still takes money for when we think that it has ended. */
async function payableTooLong(): Promise<IssuedPayment> {
  const shop = await connectNewShop(world());
  const payment = await toldPending(world(), { shop: shop.domain });
  const [code] = await codesOf(world(), payment);
  const until = new Date((code?.expires_at.getTime() ?? 0) + 24 * 60 * MINUTE_MS);
  await extendAtPagoEfectivo(world(), shop, { cip: payment.cip, until });
  return payment;
}

/** PagoEfectivo answers a CIP that it does not know with an empty item: ours gets a number that it never gave. */
async function rename(payment: IssuedPayment, cip: string): Promise<void> {
  await world().rows(
    `do $$ begin
       set local session_replication_role = replica;
       update codes set cip = '${cip}' where id = '${payment.codeId}';
     end $$`,
  );
}

describe("a code that nobody paid", () => {
  it("fails the pending order, with the words that were stored when it was decided", async () => {
    const payment = await toldPending(world());

    await moveToExpiry(world(), payment, RELEASE_MS);

    await world().until("Shopify to be told", () => sessionState(world(), payment) === "rejected");
    expect(orderState(world(), payment)).toBe("failed");
    expect(told(world(), payment)).toEqual(["Pending accepted", "Reject accepted"]);
    const reject = (await reportsOf(world(), payment)).find(({ kind }) => kind === "reject");
    const sent = world()
      .shopify.mutations()
      .find((one) => one.sessionId === payment.sessionId && one.mutation === "paymentSessionReject");
    expect(sent?.variables).toEqual(JSON.parse(reject?.arguments ?? ""));
    expect(sent?.variables).toMatchObject({ reason: { code: "CANCELLED_PAYMENT", source: "PROVIDER" } });
    expect(await pageState(payment)).toBe("expired");
  });

  it("is left alone until its grace is over", async () => {
    const payment = await toldPending(world());

    await moveToExpiry(world(), payment, RELEASE_MS - 2_000);
    await world().run("end-code", { codeId: payment.codeId });

    expect(asked(payment)).toEqual([]);
    expect(await pageState(payment)).toBe("expiring");
    expect(told(world(), payment)).toEqual(["Pending accepted"]);
  });

  it("ends a payment without an order and tells Shopify nothing", async () => {
    const payment = await withCode(world());
    await openPage(payment);

    await moveToExpiry(world(), payment, RELEASE_MS);

    await isTold(payment, "released");
    expect(told(world(), payment)).toEqual([]);
    expect(await pageState(payment)).toBe("expired");
  });

  it("is left to Shopify's own expiry where the merchant chose so", async () => {
    const shop = await connectNewShop(world());
    await world().rows("update shops set at_expiry = 'lapse' where domain = $1", [shop.domain]);
    const payment = await toldPending(world(), { shop: shop.domain });

    await moveToExpiry(world(), payment, RELEASE_MS);

    await isTold(payment, "lapsed");
    expect(told(world(), payment)).toEqual(["Pending accepted"]);
    expect(orderState(world(), payment)).toBe("expired");
    expect(await codesOf(world(), payment)).toMatchObject([{ state: "expired" }]);
  });

  it("fails the order although the process was killed between the decision and its sending", async () => {
    const payment = await toldPending(world());
    const fault = { fault: "http-503", sessionId: payment.sessionId } as const;
    world().shopify.switches.nextFaults.push(fault);
    await moveToExpiry(world(), payment, RELEASE_MS);
    await world().run("end-code", { codeId: payment.codeId });
    await world().rows("delete from graphile_worker._private_jobs where locked_at is null");
    expect(sessionState(world(), payment)).toBe("pending");

    await moveToExpiry(world(), payment, RELEASE_MS + MINUTE_MS);
    await world().run("send-due-reports", {});

    expect(sessionState(world(), payment)).toBe("rejected");
  });
});

describe("a code of which PagoEfectivo says nothing at its end", () => {
  it("is never taken for unpaid because the search came back empty", async () => {
    const payment = await toldPending(world());
    await rename(payment, "999999999");

    await moveToExpiry(world(), payment, RELEASE_MS);
    await hasCase(payment, "not-known-at-deadline");
    await moveToExpiry(world(), payment, RELEASE_MS + 2 * MINUTE_MS);
    const open = await hasCase(payment, "not-known-at-deadline", 2);

    expect(open).toMatchObject({ state: "open", held_centimos: 0 });
    expect(told(world(), payment)).toEqual(["Pending accepted"]);
    await rename(payment, payment.cip);
    await moveToExpiry(world(), payment, RELEASE_MS + 10 * MINUTE_MS);
    await isTold(payment, "rejected");
    expect(await casesOf(world(), payment)).toMatchObject([{ state: "closed", resolution: "answered" }]);
  });

  it.each(["error-500", "html-503", "dropped", "empty-body"] as const)(
    "is never taken for unpaid because the search failed: %s",
    async (fault) => {
      const payment = await toldPending(world());
      world().pagoefectivo.switches.nextFaults.push({ operation: "search", fault });

      await moveToExpiry(world(), payment, RELEASE_MS);

      await hasCase(payment, "not-known-at-deadline");
      expect(told(world(), payment)).toEqual(["Pending accepted"]);
      await moveToExpiry(world(), payment, RELEASE_MS + 2 * MINUTE_MS);
      await isTold(payment, "rejected");
    },
  );

  it("is never taken for unpaid because of a status that we do not know", async () => {
    const payment = await toldPending(world());
    world().pagoefectivo.switches.stateNames.expired = { number: 77, name: "Nuevo estado." };

    await moveToExpiry(world(), payment, RELEASE_MS);

    await hasCase(payment, "not-known-at-deadline");
    expect(told(world(), payment)).toEqual(["Pending accepted"]);
  });
});

describe("a code that can still be paid at its end", () => {
  it("is removed, and only what the search says then fails the order", async () => {
    const payment = await payableTooLong();

    await moveToExpiry(world(), payment, RELEASE_MS);

    await world().until("Shopify to be told", () => sessionState(world(), payment) === "rejected");
    expect(asked(payment)).toEqual(["update", "search", "delete", "search"]);
    expect(await codesOf(world(), payment)).toMatchObject([{ state: "voided" }]);
    expect(orderState(world(), payment)).toBe("failed");
  });

  it("stays open while its removal is not confirmed", async () => {
    const payment = await payableTooLong();
    world().pagoefectivo.switches.nextFaults.push({ operation: "delete", fault: "html-503" });

    await moveToExpiry(world(), payment, RELEASE_MS);
    await world().until("a first round", () => asked(payment).length === 4);

    expect(told(world(), payment)).toEqual(["Pending accepted"]);
    await moveToExpiry(world(), payment, RELEASE_MS + 2 * MINUTE_MS);
    await isTold(payment, "rejected");
  });

  it("makes the order paid when the money comes while it is being removed", async () => {
    const payment = await payableTooLong();
    world().pagoefectivo.switches.nextFaults.push({ operation: "delete", fault: "held", workDone: false });
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await moveToExpiry(world(), payment, RELEASE_MS);
    await world().until("the removal", () => world().pagoefectivo.gate.heldCount() === 1);

    await world().pagoefectivo.pay(payment.cip);
    world().pagoefectivo.gate.release();

    await world().until("the order to be paid", () => orderState(world(), payment) === "paid");
    expect(told(world(), payment)).toEqual(["Pending accepted", "Resolve accepted"]);
  });
});

describe("money that arrives late", () => {
  it("is found by the last look-up when its notice was lost", async () => {
    const payment = await toldPending(world());
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await moveToExpiry(world(), payment, -1_000);
    await world().pagoefectivo.pay(payment.cip);

    await moveToExpiry(world(), payment, RELEASE_MS);

    await world().until("the order to be paid", () => sessionState(world(), payment) === "resolved");
    expect(told(world(), payment)).toEqual(["Pending accepted", "Resolve accepted"]);
  });

  it("makes the order of a released payment paid", async () => {
    const payment = await withCode(world());
    await moveToExpiry(world(), payment, RELEASE_MS);
    await isTold(payment, "released");
    world().pagoefectivo.switches.acceptedAtCounter.expired = true;

    await world().pagoefectivo.pay(payment.cip);

    await world().until("the order to be paid", () => sessionState(world(), payment) === "resolved");
    expect(orderState(world(), payment)).toBe("paid");
    expect(await casesOf(world(), payment)).toEqual([]);
  });

  it("makes the order of a lapsed payment paid, and a person looks whether it was cancelled", async () => {
    const shop = await connectNewShop(world());
    await world().rows("update shops set at_expiry = 'lapse' where domain = $1", [shop.domain]);
    const payment = await toldPending(world(), { shop: shop.domain });
    await moveToExpiry(world(), payment, RELEASE_MS);
    await isTold(payment, "lapsed");
    world().pagoefectivo.switches.acceptedAtCounter.expired = true;

    await world().pagoefectivo.pay(payment.cip);

    await world().until("the order to be paid", () => sessionState(world(), payment) === "resolved");
    expect(orderState(world(), payment)).toBe("paid");
    expect(await casesOf(world(), payment)).toMatchObject([{ kind: "paid-past-deadline", state: "open" }]);
  });

  it("makes a pending order paid after its deadline, and a person looks whether it was cancelled", async () => {
    const payment = await toldPending(world());
    world().pagoefectivo.switches.acceptedAtCounter.expired = true;
    await moveToExpiry(world(), payment, RELEASE_MS);

    await world().pagoefectivo.pay(payment.cip);

    await world().until("the order to be paid", () => sessionState(world(), payment) === "resolved");
    expect(await casesOf(world(), payment)).toMatchObject([
      { kind: "paid-past-deadline", state: "open", held_centimos: 0 },
    ]);
  });

  it("is held in a case when Shopify was already told that the payment failed", async () => {
    const payment = await toldPending(world(), { amount: "80.00" });
    await moveToExpiry(world(), payment, RELEASE_MS);
    await world().until("Shopify to be told", () => sessionState(world(), payment) === "rejected");
    world().pagoefectivo.switches.acceptedAtCounter.expired = true;

    await world().pagoefectivo.pay(payment.cip);

    const open = await hasCase(payment, "paid-after-reject");
    expect(open).toMatchObject({ state: "open", held_centimos: 8000 });
    expect(await codesOf(world(), payment)).toMatchObject([{ state: "paid" }]);
    await world().run("look-up-code", { codeId: payment.codeId });
    expect(told(world(), payment)).toEqual(["Pending accepted", "Reject accepted"]);
    expect(orderState(world(), payment)).toBe("failed");
    expect(await pageState(payment)).toBe("late");
    expect(await casesOf(world(), payment)).toHaveLength(1);
  });
});
