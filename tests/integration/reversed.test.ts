import { describe, expect, it } from "vitest";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import { openRefundFromCase } from "#app/refunds/open-refund.server.ts";
import { giveDetails, payOutRefund } from "#app/refunds/refund-acts.server.ts";
import {
  casesOf,
  codesOf,
  moveToExpiry,
  orderState,
  sessionState,
  told,
  toldPending,
  type IssuedPayment,
} from "../builders/payment.ts";
import { handIn, setPolicy, SOMEWHERE } from "../builders/refund.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("reversed", { tls: "off" });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

async function lookUp(payment: IssuedPayment): Promise<string | undefined> {
  await world().run("look-up-code", { codeId: payment.codeId });
  return (await codesOf(world(), payment))[0]?.state;
}

/** Paid after Shopify was told that it failed: the money waits in a case, and no resolve was decided. */
async function paidAfterReject(): Promise<IssuedPayment> {
  const payment = await toldPending(world(), { amount: "80.00" });
  await moveToExpiry(world(), payment, 31 * MINUTE_MS);
  await world().until("the reject", () => sessionState(world(), payment) === "rejected");
  world().pagoefectivo.switches.acceptedAtCounter.expired = true;
  await world().pagoefectivo.pay(payment.cip);
  await world().until("a case", async () => (await casesOf(world(), payment)).length > 0);
  return payment;
}

async function holding(payment: IssuedPayment): Promise<number> {
  const open = (await casesOf(world(), payment)).filter(({ state }) => state === "open");
  return open.reduce((total, { held_centimos: held }) => total + held, 0);
}

/** The merchant sends the money of the case to the shopper, and writes it down. */
async function giveBack(payment: IssuedPayment): Promise<void> {
  const { deps } = world().system;
  await setPolicy(world(), payment);
  const [held] = await world().rows<{ id: string; shop_id: string }>(
    "select id, shop_id from cases where payment_id = $1",
    [payment.paymentId],
  );
  const of = { shopId: held?.shop_id ?? "", userId: "4711", caseId: held?.id ?? "" };
  const opened = await openRefundFromCase(deps, { ...of, amountCentimos: 8_000 });
  if (opened.kind !== "done") throw new Error(`the refund is opened: ${JSON.stringify(opened)}`);
  const inHand = () => handIn(world(), opened.refund.id);
  await giveDetails(deps, { ...(await inHand()), by: "shopper", destination: SOMEWHERE });
  const paidOut = { paidOn: limaDayOf(world().clock.now()), bankReference: "OP-1" };
  expect(await payOutRefund(deps, { ...(await inHand()), ...paidOut })).toMatchObject({ kind: "done" });
}

describe("money that the collector takes back before a resolve is decided", () => {
  it("leaves the code expired, and no case that holds what nobody has", async () => {
    const payment = await paidAfterReject();
    expect(await holding(payment)).toBe(8_000);

    await world().pagoefectivo.reverse(payment.cip);

    expect(await lookUp(payment)).toBe("expired");
    expect(await holding(payment)).toBe(0);
    expect(await casesOf(world(), payment)).toMatchObject([
      { kind: "paid-after-reject", state: "closed", resolution: "reversed" },
    ]);
    expect(told(world(), payment)).toEqual(["Pending accepted", "Reject accepted"]);
  });

  it("is a case for a person when it was given back to the shopper already", async () => {
    const payment = await paidAfterReject();
    await giveBack(payment);
    await world().pagoefectivo.reverse(payment.cip);

    await lookUp(payment);

    expect(await casesOf(world(), payment)).toMatchObject([
      { kind: "paid-after-reject", state: "closed", resolution: "given-back" },
      { kind: "reversal-suspected", state: "open", held_centimos: 0 },
    ]);
  });

  it("is held anew when it was given back, taken back, and paid again", async () => {
    const payment = await paidAfterReject();
    await giveBack(payment);
    await world().pagoefectivo.reverse(payment.cip);
    await lookUp(payment);

    await world().pagoefectivo.pay(payment.cip);
    await world().until("a case", async () => (await holding(payment)) === 8_000);
  });

  it("is held again when it is paid again", async () => {
    const payment = await paidAfterReject();
    await world().pagoefectivo.reverse(payment.cip);
    await lookUp(payment);

    await world().pagoefectivo.pay(payment.cip);
    await world().until("a case", async () => (await holding(payment)) === 8_000);

    expect((await codesOf(world(), payment))[0]?.state).toBe("paid");
  });

  it("is found by the sweep without a notice", async () => {
    const payment = await paidAfterReject();
    await world().pagoefectivo.reverse(payment.cip);
    const [code] = await world().rows<{ at: Date }>("select next_ask_at as at from codes where id = $1", [
      payment.codeId,
    ]);
    world().clock.shift((code?.at.getTime() ?? 0) + MINUTE_MS - Date.now());

    await world().run("sweep-codes", {});

    expect(await holding(payment)).toBe(0);
  });
});

describe("an order whose voided code was paid all the same, beside the order that was paid", () => {
  it("is ended like every unpaid one once the collector takes that money back", async () => {
    const payment = await toldPending(world(), { amount: "80.00" });
    await world().run("void-code", { codeId: payment.codeId, ending: "release" });
    const other = await toldPending(world(), { group: payment.group, amount: "95.00" });
    await world().pagoefectivo.pay(other.cip);
    await world().until("the other order to be paid", () => orderState(world(), other) === "paid");
    world().pagoefectivo.switches.acceptedAtCounter.deleted = true;
    await world().pagoefectivo.pay(payment.cip);
    await world().until("its money to be held", async () => (await holding(payment)) === 8_000);
    await moveToExpiry(world(), payment, 31 * MINUTE_MS);
    await world().run("end-code", { codeId: payment.codeId });
    await world().pagoefectivo.reverse(payment.cip);

    await lookUp(payment);
    await world().run("end-code", { codeId: payment.codeId });

    await world().until("the reject", () => sessionState(world(), payment) === "rejected");
    expect(await holding(payment)).toBe(0);
    expect((await codesOf(world(), payment))[0]?.state).toBe("voided");
  });
});

describe("money that the collector takes back after a resolve is decided", () => {
  it("is a case for a person, and Shopify is told nothing more", async () => {
    const payment = await toldPending(world());
    await world().pagoefectivo.pay(payment.cip);
    await world().until("the resolve", () => sessionState(world(), payment) === "resolved");
    await world().pagoefectivo.reverse(payment.cip);
    world().clock.shift(HOUR_MS + MINUTE_MS);

    await world().run("sweep-codes", {});
    await lookUp(payment);

    expect(await casesOf(world(), payment)).toMatchObject([
      { kind: "reversal-suspected", state: "open", held_centimos: 0, times: 2 },
    ]);
    expect((await codesOf(world(), payment))[0]?.state).toBe("paid");
    expect(orderState(world(), payment)).toBe("paid");
    expect(told(world(), payment)).toEqual(["Pending accepted", "Resolve accepted"]);
  });

  it.each(["cip.refunded", "cip.expired"])(
    "is found by the look-up that %s asks for",
    async (eventType) => {
      const payment = await toldPending(world());
      await world().pagoefectivo.pay(payment.cip);
      await world().until("the resolve", () => sessionState(world(), payment) === "resolved");
      await world().pagoefectivo.reverse(payment.cip);

      await world().pagoefectivo.deliverNotice({ cip: payment.cip, eventType });

      const [open] = await world().until("a case", async () => {
        const cases = await casesOf(world(), payment);
        return cases.length > 0 && cases;
      });
      expect(open).toMatchObject({ kind: "reversal-suspected", state: "open" });
    },
  );
});
