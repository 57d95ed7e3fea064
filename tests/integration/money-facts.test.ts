import { describe, expect, it } from "vitest";
import { gatherPayouts } from "#app/books/gather-payouts.server.ts";
import { seePaymentMoney } from "#app/books/see-payment-money.server.ts";
import { totalPayments } from "#app/payments/payment-list.server.ts";
import { NOON, useListedPayments, type ListedShopRows } from "../builders/listed-payments.ts";
import type { Row } from "../builders/rows.ts";
import { storedStatement } from "../builders/stored-statement.ts";

const payments = useListedPayments("money facts");

let lastCip = 700_000_000;

/** A payment of S/ 125.00 that was paid so many hours before noon. */
async function paid(shop: ListedShopRows, hoursAgo: number, more: { payment?: Row; code?: Row } = {}) {
  const cip = String((lastCip += 1));
  const place = await payments().payment(shop, hoursAgo, { told: "resolved", ...more.payment });
  const codeId = await payments().rows.newCode(place, {
    state: "paid",
    cip,
    paid_at: new Date(NOON.getTime() - hoursAgo * 3_600_000),
    ...more.code,
  });
  return { ...place, cip, codeId };
}

const settlement = (shop: ListedShopRows, rows: readonly Row[]) =>
  storedStatement(payments().rows, {
    ...{ shopId: shop.shopId, kind: "settlement", rows },
    // After all that it names.
    uploadedAt: NOON,
  });
const bank = (shop: ListedShopRows, rows: readonly Row[]) =>
  storedStatement(payments().rows, { shopId: shop.shopId, kind: "bank", rows });
const deps = () => ({ db: payments().pool, clock: { now: () => NOON } });
const gather = (shop: ListedShopRows) => gatherPayouts(deps(), shop.shopId);
const totals = (shop: ListedShopRows, query = "") =>
  totalPayments(deps(), { shopId: shop.shopId, query: new URLSearchParams(query) });

async function factsOf(shop: ListedShopRows) {
  const { rows } = await payments().list(shop, "mode=all");
  return Object.fromEntries(
    rows.map(({ id, isPaid, isSettled, settledOn, isPaidOut, paidOutOn }) => [
      id,
      { isPaid, isSettled, settledOn, isPaidOut, paidOutOn },
    ]),
  );
}

describe("paid, settled and paid out", () => {
  it("are three facts: each is said by its own source", async () => {
    const shop = await payments().newShop();
    const onlyPaid = await paid(shop, 1);
    const settled = await paid(shop, 2);
    const paidOut = await paid(shop, 3);
    const waiting = await payments().pending(shop, 4);
    await settlement(shop, [
      { cip: settled.cip, settled_on: "2026-11-26", settlement_ref: "L2" },
      { cip: paidOut.cip, settled_on: "2026-11-25", settlement_ref: "L1" },
    ]);
    await bank(shop, [{ settlement_ref: "l 1", settled_on: "2026-11-26", amount_centimos: 9_529 }]);
    await gather(shop);

    const facts = await factsOf(shop);

    const nothing = {
      isPaid: false,
      isSettled: false,
      settledOn: null,
      isPaidOut: false,
      paidOutOn: null,
    };
    expect(facts).toEqual({
      [waiting.paymentId]: nothing,
      [onlyPaid.paymentId]: { ...nothing, isPaid: true },
      [settled.paymentId]: { ...nothing, isPaid: true, isSettled: true, settledOn: "2026-11-26" },
      [paidOut.paymentId]: {
        isPaid: true,
        isSettled: true,
        settledOn: "2026-11-25",
        isPaidOut: true,
        paidOutOn: "2026-11-26",
      },
    });
  });

  it("may contradict each other: what a settlement pays for and we do not know as paid is settled", async () => {
    const shop = await payments().newShop();
    const place = await payments().payment(shop, 1, { told: "rejected" });
    const codeId = await payments().rows.newCode(place, { state: "expired" });
    await settlement(shop, [{ transaction_code: codeId }]);

    expect((await factsOf(shop))[place.paymentId]).toMatchObject({ isPaid: false, isSettled: true });
  });

  it("are found by CIP and by transaction code, and once where a file names both or two files do", async () => {
    const shop = await payments().newShop();
    const byBoth = await paid(shop, 1);
    const byCode = await paid(shop, 2);
    await settlement(shop, [
      { cip: byBoth.cip, transaction_code: byBoth.codeId },
      { transaction_code: byCode.codeId },
    ]);
    await settlement(shop, [{ cip: byBoth.cip }]);

    expect(Object.values(await factsOf(shop)).map(({ isSettled }) => isSettled)).toEqual([true, true]);
    expect(await totals(shop)).toMatchObject([
      { currency: "PEN", listed: { count: 2 }, settled: { count: 2, centimos: 25_000 } },
    ]);
  });

  it("are not said by a list of codes, by money that was taken back, or by a bank", async () => {
    const shop = await payments().newShop();
    const place = await paid(shop, 1);
    const { rows } = payments();
    await storedStatement(rows, { shopId: shop.shopId, kind: "report", rows: [{ cip: place.cip }] });
    await bank(shop, [{ cip: place.cip }]);
    await settlement(shop, [{ cip: place.cip, amount_centimos: -10_000, state: "reversed" }]);

    expect((await factsOf(shop))[place.paymentId]).toMatchObject({ isSettled: false });
  });

  it("of a test payment are never settled, even if a real one has its number", async () => {
    const shop = await payments().newShop();
    const test = await paid(shop, 1, { payment: { test: true }, code: { mode: "sandbox" } });
    await settlement(shop, [{ cip: test.cip }]);

    expect(Object.values(await factsOf(shop))).toMatchObject([{ isSettled: false }]);
  });

  it("of one shop are no other's: neither in the list nor in its sums nor on a payment's page", async () => {
    const [mine, other] = [await payments().newShop(), await payments().newShop()];
    const place = await paid(mine, 1);
    await settlement(other, [{ cip: place.cip, settlement_ref: "L1" }]);
    await bank(other, [{ settlement_ref: "L1", settled_on: "2026-11-26" }]);
    await gather(other);

    expect((await factsOf(mine))[place.paymentId]).toMatchObject({ isSettled: false, isPaidOut: false });
    expect(await totals(mine)).toMatchObject([{ settled: { count: 0, centimos: 0 } }]);
    expect(await totals(other)).toEqual([]);
    const key = { shopId: mine.shopId, paymentId: place.paymentId };
    expect(await seePaymentMoney(deps(), key)).toMatchObject({ settled: [] });
    expect(await seePaymentMoney(deps(), { ...key, shopId: other.shopId })).toBeNull();
  });
});

describe("the list by where the money is", () => {
  it("shows each paid payment at one place, and at none what nobody paid", async () => {
    const shop = await payments().newShop();
    const unsettled = await paid(shop, 1);
    const settled = await paid(shop, 2);
    const paidOut = await paid(shop, 3);
    await payments().pending(shop, 4);
    await settlement(shop, [
      { cip: settled.cip },
      { transaction_code: paidOut.codeId, settlement_ref: "L1" },
    ]);
    await bank(shop, [{ settlement_ref: "L1", settled_on: "2026-11-26" }]);
    await gather(shop);

    const found = (query: string) => payments().found(shop, query);
    for (const order of ["", "&sort=amount", "&sort=expires", "&view=paid"]) {
      expect(await found(`money=unsettled${order}`)).toEqual([unsettled.paymentId]);
      expect(await found(`money=settled${order}`)).toEqual([settled.paymentId]);
      expect(await found(`money=paid-out${order}`)).toEqual([paidOut.paymentId]);
    }
    expect((await payments().list(shop, "money=settled")).count).toBe(1);
    expect(await found(`money=settled&q=${settled.cip}`)).toEqual([settled.paymentId]);
    expect(await found(`money=settled&q=${paidOut.cip}`)).toEqual([]);
  });

  it("shows nothing as settled where no settlement was ever uploaded", async () => {
    const shop = await payments().newShop();
    const place = await paid(shop, 1);

    expect(await payments().found(shop, "money=settled")).toEqual([]);
    expect(await payments().found(shop, "money=paid-out")).toEqual([]);
    expect(await payments().found(shop, "money=unsettled")).toEqual([place.paymentId]);
  });
});

describe("how many have their money at a place", () => {
  const many = async (shop: ListedShopRows, from: number, count: number) => {
    const cips: { cip: string }[] = [];
    for (let hour = from; hour < from + count; hour += 1) {
      const { cip } = await paid(shop, hour);
      cips.push({ cip });
    }
    return cips;
  };

  it("is said as the least that there are, where it is asked of the newest alone; the pages show all of them", async () => {
    const shop = await payments().newShop();
    await settlement(shop, await many(shop, 1, 1_500));
    await many(shop, 1_501, 60);
    // Without statistics the database goes through all that is settled for each payment: seconds, and the statistics come when they come.
    await payments().pool.query("analyze");

    const first = await payments().list(shop, "money=unsettled");
    const second = await payments().list(shop, `money=unsettled&after=${first.next}`);

    expect([first, second].map(({ rows }) => rows.length)).toEqual([50, 10]);
    expect([first, second].map(({ count, isExact }) => ({ count, isExact }))).toEqual([
      { count: 51, isExact: false },
      { count: 60, isExact: false },
    ]);
    expect(await payments().list(shop, "money=settled")).toMatchObject({ count: 501, isExact: false });
  });

  it("is exact where all of them are on the page or were asked", async () => {
    const shop = await payments().newShop();
    await settlement(shop, await many(shop, 1, 60));
    await many(shop, 61, 3);

    expect(await payments().list(shop, "money=settled")).toMatchObject({ count: 60, isExact: true });
    expect(await payments().list(shop, "money=unsettled")).toMatchObject({ count: 3, isExact: true });
  });
});

describe("the sums of a list", () => {
  it("are of all that its filter finds, on every page, by currency, to the céntimo", async () => {
    const shop = await payments().newShop();
    for (let hour = 1; hour <= 60; hour += 1) await payments().pending(shop, hour);
    const soles = await paid(shop, 61, { payment: { amount_centimos: 10_001 } });
    const dollars = await paid(shop, 62, {
      payment: { amount_centimos: 333, currency: "USD" },
      code: { currency: "USD" },
    });
    await settlement(shop, [
      { cip: soles.cip, settlement_ref: "L1" },
      { cip: dollars.cip, settlement_ref: "L2", currency: "USD" },
    ]);
    await bank(shop, [{ settlement_ref: "L1", settled_on: "2026-11-26" }]);
    await gather(shop);

    expect(await totals(shop)).toEqual([
      {
        currency: "PEN",
        listed: { count: 61, centimos: 60 * 12_500 + 10_001 },
        paid: { count: 1, centimos: 10_001 },
        settled: { count: 1, centimos: 10_001 },
        paidOut: { count: 1, centimos: 10_001 },
      },
      {
        currency: "USD",
        listed: { count: 1, centimos: 333 },
        paid: { count: 1, centimos: 333 },
        settled: { count: 1, centimos: 333 },
        paidOut: { count: 0, centimos: 0 },
      },
    ]);
    expect(await totals(shop, "currency=USD&money=settled")).toMatchObject([{ listed: { count: 1 } }]);
    expect(await totals(shop, `q=${soles.cip}`)).toMatchObject([
      { listed: { count: 1, centimos: 10_001 } },
    ]);
    expect(await totals(shop, "view=voided")).toEqual([]);
  });
});
