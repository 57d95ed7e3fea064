import { describe, expect, it } from "vitest";
import {
  arrive,
  casesOf,
  codesOf,
  createCalls,
  openPage,
  orderState,
  pageState,
  paymentRow,
  pressCancel,
  pressContinue,
  sessionState,
  timelineOf,
  told,
  toldPending,
  withCode,
  type ArrivedPayment,
  type IssuedPayment,
} from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("giving_up", { tls: "off" });

const MINUTE_MS = 60_000;

async function isReleased(payment: ArrivedPayment, why: "cancel" | "never-seen"): Promise<void> {
  await world().until(
    "the payment to be released",
    async () => (await paymentRow(world(), payment)).told === "released",
  );
  expect(await timelineOf(world(), payment)).toContain(why);
}

function atPagoEfectivo(payment: IssuedPayment): string | undefined {
  return world()
    .pagoefectivo.ledger()
    .find((entry) => entry.cip === payment.cip)?.state;
}

/** Where the page that leaves for Shopify leads. */
async function leadsTo(payment: ArrivedPayment): Promise<string> {
  return openPage({ url: `${payment.url}/return` });
}

function cancelUrl(payment: ArrivedPayment): string {
  return new URL(world().shopify.session(payment.sessionId)?.cancelUrl ?? "").pathname;
}

describe("a shopper who goes back to checkout", () => {
  it("is led there, and nobody can pay the code any more", async () => {
    const payment = await withCode(world());
    await openPage(payment);

    const sentTo = await pressCancel(payment);

    expect(sentTo).toBe(`/v/${payment.slug}/return`);
    expect(await leadsTo(payment)).toContain(cancelUrl(payment));
    await isReleased(payment, "cancel");
    expect(atPagoEfectivo(payment)).toBe("deleted");
    expect(await codesOf(world(), payment)).toMatchObject([{ state: "voided" }]);
    expect(told(world(), payment)).toEqual([]);
    expect(await pageState(payment)).toBe("voided");
    expect(await leadsTo(payment)).toContain(cancelUrl(payment));
  });

  it("may press twice, or many times at once", async () => {
    const payment = await withCode(world());
    await openPage(payment);

    const sentTo = await Promise.all(Array.from({ length: 5 }, () => pressCancel(payment)));
    await isReleased(payment, "cancel");
    sentTo.push(await pressCancel(payment));

    expect(new Set(sentTo)).toEqual(new Set([`/v/${payment.slug}/return`]));
    expect(told(world(), payment)).toEqual([]);
    expect(await casesOf(world(), payment)).toEqual([]);
  });

  it("is led there at once while the code is still being made, which ends unseen", async () => {
    world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "held" });
    const payment = await arrive(world());
    await world().pagoefectivo.gate.untilHeld(1);

    const sentTo = await pressCancel(payment);

    expect(sentTo).toBe(`/v/${payment.slug}/return`);
    expect(await leadsTo(payment)).toContain(cancelUrl(payment));
    world().pagoefectivo.gate.release();
    await world().until("the code", async () => (await codesOf(world(), payment))[0]?.state === "live");
    world().clock.shift(31 * MINUTE_MS);
    await isReleased(payment, "never-seen");
    expect(await createCalls(world(), payment)).toBe(1);
  });

  it("is refused once the order exists, and the code stays", async () => {
    const payment = await toldPending(world());

    const sentTo = await pressCancel(payment);

    expect(sentTo).toBe(`/v/${payment.slug}`);
    expect(await codesOf(world(), payment)).toMatchObject([{ state: "live" }]);
    expect(await pageState(payment)).toBe("waiting");
    await world().pagoefectivo.pay(payment.cip);
    await world().until("paid", () => orderState(world(), payment) === "paid");
  });

  it("gets no order any more by pressing Continue", async () => {
    const payment = await withCode(world());
    await openPage(payment);
    // PagoEfectivo keeps silent about the removal: the payment stays between cancel and its end.
    world().pagoefectivo.switches.nextFaults.push({ operation: "search", fault: "html-503", count: 9 });
    await pressCancel(payment);

    const sentTo = await pressContinue(payment);

    expect(sentTo).toBe(`/v/${payment.slug}`);
    expect(await pageState(payment)).toBe("voiding");
    await world().until("the removal to be asked about again", async () => {
      const waiting = await world().rows(
        "select 1 from graphile_worker._private_jobs where key = $1 and locked_at is null and run_at > now() + interval '20 seconds'",
        [`void:${payment.codeId}`],
      );
      return waiting.length > 0;
    });
    world().pagoefectivo.switches.nextFaults.length = 0;
    world().clock.shift(10 * MINUTE_MS);
    await isReleased(payment, "cancel");
    expect(told(world(), payment)).toEqual([]);
  });

  it.each([0, 1])("either cancels or continues when both are pressed at once (%i first)", async (first) => {
    const payment = await withCode(world());
    await openPage(payment);
    const press = [pressCancel, pressContinue];
    const inOrder = first === 0 ? press : press.toReversed();

    await Promise.all(inOrder.map((pressed) => pressed(payment)));

    const end = await world().until("one of the two", async () => {
      const { told: now } = await paymentRow(world(), payment);
      return now === "released" || sessionState(world(), payment) === "pending" ? now : null;
    });
    expect(told(world(), payment)).toEqual(end === "pending" ? ["Pending accepted"] : []);
    expect(atPagoEfectivo(payment)).toBe(end === "pending" ? "pending" : "deleted");
  });

  it("gets the order when the code was paid just before", async () => {
    const payment = await withCode(world());
    await openPage(payment);
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await world().pagoefectivo.pay(payment.cip);

    await pressCancel(payment);

    await world().until("paid", () => sessionState(world(), payment) === "resolved");
    expect(orderState(world(), payment)).toBe("paid");
    expect(await pageState(payment)).toBe("paid");
    expect(await casesOf(world(), payment)).toEqual([]);
  });

  it("gets the order when the counter takes money for the removed code", async () => {
    const payment = await withCode(world());
    await openPage(payment);
    await pressCancel(payment);
    await isReleased(payment, "cancel");
    world().pagoefectivo.switches.acceptedAtCounter = { expired: false, deleted: true, paid: false };

    await world().pagoefectivo.pay(payment.cip);

    await world().until("paid", () => sessionState(world(), payment) === "resolved");
    expect(orderState(world(), payment)).toBe("paid");
  });

  it("finds nothing at an address that nobody has", async () => {
    const answer = await fetch(`${world().webOrigin}/v/nobody/cancel`, {
      method: "POST",
      redirect: "manual",
    });

    expect(answer.status).toBe(404);
  });
});

describe("a payment whose page nobody has opened for half an hour", () => {
  it("is released, and nobody can pay its code any more", async () => {
    const payment = await withCode(world());

    world().clock.shift(31 * MINUTE_MS);

    await isReleased(payment, "never-seen");
    expect(atPagoEfectivo(payment)).toBe("deleted");
    expect(told(world(), payment)).toEqual([]);
  });

  it("stays when its code was seen", async () => {
    const payment = await withCode(world());
    await openPage(payment);

    world().clock.shift(31 * MINUTE_MS);
    await world().run("close-unseen", { paymentId: payment.paymentId });

    expect(await codesOf(world(), payment)).toMatchObject([{ state: "live" }]);
    expect((await paymentRow(world(), payment)).told).toBe("open");
  });

  it("gets its order when the code was paid all the same", async () => {
    const payment = await withCode(world());
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await world().pagoefectivo.pay(payment.cip);

    world().clock.shift(31 * MINUTE_MS);

    await world().until("paid", () => sessionState(world(), payment) === "resolved");
    expect(orderState(world(), payment)).toBe("paid");
  });
});
