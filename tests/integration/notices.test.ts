import { describe, expect, it } from "vitest";
import { lookUps, noticesOf, settledNotice } from "../builders/notice.ts";
import {
  arrive,
  casesOf,
  codesOf,
  orderState,
  pageState,
  sessionState,
  told,
  toldPending,
  withCode,
  type IssuedPayment,
} from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("notices");

const MINUTE_MS = 60_000;

async function isResolved(payment: IssuedPayment): Promise<void> {
  await world().until("Shopify to be told resolved", () => sessionState(world(), payment) === "resolved");
}

describe("a good notice", () => {
  it("of cash makes the pending order paid", async () => {
    const payment = await toldPending(world());

    await world().pagoefectivo.pay(payment.cip);

    await isResolved(payment);
    expect(orderState(world(), payment)).toBe("paid");
    expect(told(world(), payment)).toEqual(["Pending accepted", "Resolve accepted"]);
    expect(await settledNotice(world(), payment.cip)).toMatchObject({
      state: "matched",
      code_id: payment.codeId,
    });
    expect(await pageState(payment)).toBe("paid");
    expect(await casesOf(world(), payment)).toEqual([]);
  });

  it("that arrives before Continue makes the order paid at once", async () => {
    const payment = await withCode(world());

    await world().pagoefectivo.pay(payment.cip);

    await isResolved(payment);
    expect(orderState(world(), payment)).toBe("paid");
    expect(told(world(), payment)).toEqual(["Resolve accepted"]);
  });

  it.each(["duplicate", "pretty-printed", "pretty-signed", "first-attempt-lost"] as const)(
    "is understood when delivery suffers %s",
    async (fault) => {
      const payment = await toldPending(world());
      world().pagoefectivo.switches.noticeRetryDelayMs = 0;
      world().pagoefectivo.switches.nextNoticeFaults.push({ fault });

      await world().pagoefectivo.pay(payment.cip);

      await isResolved(payment);
      expect(await noticesOf(world(), payment.cip)).toHaveLength(1);
      expect(told(world(), payment)).toEqual(["Pending accepted", "Resolve accepted"]);
    },
  );

  it("that arrives again is answered 200, stored once and told once", async () => {
    const payment = await toldPending(world());
    await world().pagoefectivo.pay(payment.cip);
    await isResolved(payment);
    const delivery = world()
      .pagoefectivo.notices()
      .find(({ cip }) => cip === payment.cip);

    const again = await world().pagoefectivo.replayNotice(delivery?.id ?? 0);

    expect(again.status).toBe(200);
    expect(await noticesOf(world(), payment.cip)).toHaveLength(1);
    const before = lookUps(world(), payment.cip);
    world().clock.shift(2 * MINUTE_MS);
    await world().until("the look-up it asks for", () => lookUps(world(), payment.cip) > before);
    expect(told(world(), payment)).toEqual(["Pending accepted", "Resolve accepted"]);
    expect(await casesOf(world(), payment)).toEqual([]);
  });

  it("that arrives fifty times at once is one row and one resolve", async () => {
    const payment = await toldPending(world());
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await world().pagoefectivo.pay(payment.cip);
    const lost = world()
      .pagoefectivo.notices()
      .find(({ cip }) => cip === payment.cip);

    const copies = await Promise.all(
      Array.from({ length: 50 }, () => world().pagoefectivo.replayNotice(lost?.id ?? 0)),
    );

    expect(new Set(copies.map(({ status }) => status))).toEqual(new Set([200]));
    await isResolved(payment);
    expect(await noticesOf(world(), payment.cip)).toHaveLength(1);
    expect(told(world(), payment)).toEqual(["Pending accepted", "Resolve accepted"]);
  });

  it("that overtakes the answer to our own create makes the order paid once", async () => {
    world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "paid-before-answer" });
    const payment = await arrive(world());
    const code = await world().until("the answer to create", async () => {
      const [newest] = await codesOf(world(), payment);
      return newest?.cip ? newest : null;
    });

    world().clock.shift(15_000);

    await isResolved({ ...payment, codeId: code.id, cip: code.cip ?? "" });
    expect(told(world(), payment)).toEqual(["Resolve accepted"]);
    expect(await casesOf(world(), payment)).toEqual([]);
  });

  it("that the look-up does not confirm is asked about at 2, 5 and 15 minutes, then a person is", async () => {
    const payment = await toldPending(world());
    await world().pagoefectivo.deliverNotice({ cip: payment.cip });
    for (const [index, minutes] of [2, 5, 15].entries()) {
      const notice = await world().until(`look-up ${index + 1}`, async () => {
        const [row] = await noticesOf(world(), payment.cip);
        return row?.attempts === index + 1 && row;
      });
      const [next] = await world().rows<{ ms: number }>(
        "select extract(epoch from run_at - $2)::float * 1000 as ms from graphile_worker.jobs where key = $1",
        [`notice:${notice.id}`, notice.received_at],
      );
      expect(next?.ms).toBe(minutes * MINUTE_MS);
      world().clock.shift(minutes * MINUTE_MS + 5_000);
    }

    await settledNotice(world(), payment.cip);
    expect(lookUps(world(), payment.cip)).toBe(4);
    expect(await casesOf(world(), payment)).toMatchObject([
      { kind: "notice-without-payment", state: "open", held_centimos: 0 },
    ]);
    expect(told(world(), payment)).toEqual(["Pending accepted"]);
  });

  it("that is confirmed late makes the order paid and leaves no question open", async () => {
    const payment = await toldPending(world());
    await world().pagoefectivo.deliverNotice({ cip: payment.cip });
    await world().until(
      "a first look-up",
      async () => (await noticesOf(world(), payment.cip))[0]?.attempts === 1,
    );
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await world().pagoefectivo.pay(payment.cip);

    world().clock.shift(2 * MINUTE_MS + 5_000);

    await isResolved(payment);
    expect(await casesOf(world(), payment)).toEqual([]);
  });

  it.each(["cip.expired", "cip.refunded", "cip.invented"])(
    "of %s is looked up and moves nothing by itself",
    async (eventType) => {
      const payment = await toldPending(world());

      const delivery = await world().pagoefectivo.deliverNotice({ cip: payment.cip, eventType });

      expect(delivery.status).toBe(200);
      expect(await settledNotice(world(), payment.cip)).toMatchObject({ state: "matched" });
      expect(lookUps(world(), payment.cip)).toBe(1);
      expect(told(world(), payment)).toEqual(["Pending accepted"]);
    },
  );
});

describe("a notice of a code whose create was never answered", () => {
  it("makes the order paid although the look-up confirmed it only later", async () => {
    world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "dropped" });
    const payment = await arrive(world());
    await world().until("unknown", async () => (await codesOf(world(), payment))[0]?.state === "unknown");
    const cip = world().pagoefectivo.ledger().at(-1)?.cip ?? "";
    await world().pagoefectivo.deliverNotice({ cip });
    await world().until("the first look-up", () =>
      world()
        .pagoefectivo.calls()
        .some((call) => call.operation === "search" && call.cips.includes(cip)),
    );
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await world().pagoefectivo.pay(cip);

    // Whenever the first look-up is answered, the next one comes two minutes after that.
    let passedMs = 0;
    await world().until("paid", () => {
      passedMs += 2 * MINUTE_MS + 5_000;
      world().clock.shift(passedMs);
      return sessionState(world(), payment) === "resolved";
    });
  });
});
