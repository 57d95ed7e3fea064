import { describe, expect, it } from "vitest";
import { lookUps, noticesOf, settledNotice, triedNotice } from "../builders/notice.ts";
import { casesOf, sessionState, told, toldPending, type IssuedPayment } from "../builders/payment.ts";
import { connectNewShop, createElsewhere } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("notices_hard_cases", { tls: "off" });

const MINUTE_MS = 60_000;

async function isResolved(payment: IssuedPayment): Promise<void> {
  await world().until("the resolve", () => sessionState(world(), payment) === "resolved");
}

describe("two shops with one PagoEfectivo service", () => {
  it("each get the money of their own codes, whose notices all come to the first one's address", async () => {
    const first = await connectNewShop(world());
    const second = await connectNewShop(world(), { serviceOf: first });
    const here = await toldPending(world(), { shop: first.domain });
    const there = await toldPending(world(), { shop: second.domain });

    await world().pagoefectivo.pay(there.cip);

    await isResolved(there);
    expect(await settledNotice(world(), there.cip)).toMatchObject({
      state: "matched",
      code_id: there.codeId,
    });
    expect(told(world(), here)).toEqual(["Pending accepted"]);
    expect(world().pagoefectivo.notices().at(-1)?.url).toBe(first.noticeUrl);
  });
});

describe("a notice of a CIP that we do not know", () => {
  it("is parked while PagoEfectivo does not answer, and closed quietly once it says whose it is", async () => {
    const cip = await createElsewhere(world(), "an order of another system");
    world().pagoefectivo.switches.nextFaults.push({ operation: "search", fault: "html-503" });

    await world().pagoefectivo.pay(cip);

    expect(await triedNotice(world(), cip)).toMatchObject({ state: "received" });
    world().clock.shift(2 * MINUTE_MS);
    expect(await settledNotice(world(), cip)).toMatchObject({ state: "foreign", code_id: null });
    expect(await world().rows("select 1 from cases where kind = 'notice-not-ours'")).toEqual([]);
  });
});

describe("a notice that comes again and again", () => {
  it("asks PagoEfectivo once in a minute, and stores nothing new", async () => {
    const payment = await toldPending(world());
    await world().pagoefectivo.pay(payment.cip);
    await isResolved(payment);
    const [delivery] = world()
      .pagoefectivo.notices()
      .filter(({ cip }) => cip === payment.cip);
    const before = lookUps(world(), payment.cip);

    const repeats = await Promise.all(
      Array.from({ length: 20 }, () => world().pagoefectivo.replayNotice(delivery?.id ?? 0)),
    );
    world().clock.shift(MINUTE_MS + 5_000);
    await world().until("a look-up", () => lookUps(world(), payment.cip) > before);
    await world().until("no job to be left", async () => {
      const left = await world().rows(
        "select 1 from graphile_worker._private_jobs where payload ->> 'codeId' = $1 and run_at <= $2",
        [payment.codeId, world().clock.now()],
      );
      return left.length === 0;
    });

    expect(new Set(repeats.map(({ status }) => status))).toEqual(new Set([200]));
    expect(lookUps(world(), payment.cip)).toBe(before + 1);
    expect(await noticesOf(world(), payment.cip)).toHaveLength(1);
    expect(await casesOf(world(), payment)).toEqual([]);
  });
});
