import { describe, expect, it } from "vitest";
import { gatherAllPayouts, gatherPayouts } from "#app/books/gather-payouts.server.ts";
import { answerPayoutForm, seePayouts } from "#app/books/see-payouts.server.ts";
import { NOON, useListedPayments, type ListedShopRows } from "../builders/listed-payments.ts";
import type { Row } from "../builders/rows.ts";
import { storedStatement } from "../builders/stored-statement.ts";

const payments = useListedPayments("payouts");

const deps = () => ({ db: payments().pool, clock: { now: () => NOON } });
const gather = (shop: ListedShopRows) => gatherPayouts(deps(), shop.shopId);
const see = async (shop: ListedShopRows) => (await seePayouts(deps(), shop.shopId)).settlements;

function upload(shop: ListedShopRows, kind: "settlement" | "bank", rows: readonly Row[]) {
  return storedStatement(payments().rows, { shopId: shop.shopId, kind, rows, uploadedAt: NOON });
}

/** Each of two rows leaves S/ 95.29. */
const TWO_ROWS = [
  { cip: "1", net_centimos: 9_529, settled_on: "2026-11-20", settlement_ref: "L1" },
  { cip: "2", net_centimos: 9_529, settled_on: "2026-11-20", settlement_ref: "L1" },
];

const press = (shop: ListedShopRows, fields: Record<string, string>, userId = "7001") =>
  answerPayoutForm(deps(), { shopId: shop.shopId, userId }, fields);

async function auditOf(shop: ListedShopRows) {
  const { rows } = await payments().pool.query<{
    action: string;
    user_id: string;
    before: unknown;
    after: unknown;
  }>("select action, user_id, before, after from audit_log where shop_id = $1 order by id", [shop.shopId]);
  return rows;
}

describe("a settlement", () => {
  it("is all rows of one number, and what they leave together", async () => {
    const shop = await payments().newShop();
    await upload(shop, "settlement", [
      ...TWO_ROWS,
      { cip: "3", net_centimos: 100, settlement_ref: "L2", settled_on: "2026-11-21" },
      {
        cip: "4",
        net_centimos: -100,
        amount_centimos: -100,
        settlement_ref: "L1",
        settled_on: "2026-11-20",
      },
    ]);

    await gather(shop);

    expect(await see(shop)).toMatchObject([
      { ref: "L2", netCentimos: 100, rowCount: 1, settledOn: "2026-11-21", payout: null },
      { ref: "L1", netCentimos: 18_958, rowCount: 3, settledOn: "2026-11-20", payout: null },
    ]);
  });

  it("without a number is all rows of one day and currency", async () => {
    const shop = await payments().newShop();
    await upload(shop, "settlement", [
      { net_centimos: 1, settled_on: "2026-11-20" },
      { net_centimos: 2, settled_on: "2026-11-20" },
      { net_centimos: 4, settled_on: "2026-11-20", currency: "USD" },
      { net_centimos: 8, settled_on: "2026-11-21" },
    ]);

    await gather(shop);

    const sums = (await see(shop)).map(({ netCentimos }) => netCentimos ?? -1);
    expect(sums.toSorted((one, other) => one - other)).toEqual([3, 4, 8]);
  });

  it("has no sum where a row says neither what is left nor what was charged, and one where it does", async () => {
    const shop = await payments().newShop();
    await upload(shop, "settlement", [
      { settlement_ref: "known", fee_centimos: 399, igv_centimos: 72 },
      { settlement_ref: "unknown", fee_centimos: 399 },
    ]);

    await gather(shop);

    const sums = Object.fromEntries((await see(shop)).map(({ ref, netCentimos }) => [ref, netCentimos]));
    expect(sums).toEqual({ known: 9_529, unknown: null });
  });

  it("is added up once, however often and by however many at once", async () => {
    const shop = await payments().newShop();
    await upload(shop, "settlement", TWO_ROWS);

    await Promise.all([gather(shop), gather(shop), gather(shop)]);
    await gather(shop);

    expect(await see(shop)).toHaveLength(1);
  });
});

describe("a bank's credit", () => {
  it("that names a settlement pays it out", async () => {
    const shop = await payments().newShop();
    await upload(shop, "settlement", TWO_ROWS);
    await upload(shop, "bank", [
      { settlement_ref: "l1", amount_centimos: 19_058, paid_at: "2026-11-24T15:00:00Z" },
    ]);

    expect(await gather(shop)).toBe(1);

    expect(await see(shop)).toMatchObject([
      { payout: { on: "2026-11-24", source: "bank-reference", credited: { centimos: 19_058 } } },
    ]);
  });

  it("of exactly its sum pays it out, whichever file came first, and only once", async () => {
    const shop = await payments().newShop();
    await upload(shop, "bank", [{ amount_centimos: 19_058, settled_on: "2026-11-21" }]);
    expect(await gather(shop)).toBe(0);
    await upload(shop, "settlement", TWO_ROWS);

    const found = await Promise.all([gather(shop), gather(shop)]);
    await gather(shop);

    expect(found.toSorted()).toEqual([0, 1]);
    expect(await see(shop)).toMatchObject([{ payout: { on: "2026-11-21", source: "bank-total" } }]);
  });

  it("that has paid one settlement does not pay the next one of the same sum", async () => {
    const shop = await payments().newShop();
    await upload(shop, "bank", [{ amount_centimos: 19_058, settled_on: "2026-11-21" }]);
    await upload(shop, "settlement", TWO_ROWS);
    await gather(shop);
    await upload(
      shop,
      "settlement",
      TWO_ROWS.map((row) => ({ ...row, settlement_ref: "L2" })),
    );

    expect(await gather(shop)).toBe(0);

    expect((await see(shop)).map(({ payout }) => payout?.source ?? null)).toEqual([null, "bank-total"]);
  });

  it("of less, under its number, leaves it open and is shown", async () => {
    const shop = await payments().newShop();
    await upload(shop, "settlement", TWO_ROWS);
    await upload(shop, "bank", [
      { settlement_ref: "L1", amount_centimos: 10_000, settled_on: "2026-11-21" },
    ]);

    expect(await gather(shop)).toBe(0);

    expect(await see(shop)).toMatchObject([{ payout: null, namedCentimos: 10_000 }]);
  });

  it("of another shop pays nothing", async () => {
    const [mine, other] = [await payments().newShop(), await payments().newShop()];
    await upload(mine, "settlement", TWO_ROWS);
    await upload(other, "bank", [
      { settlement_ref: "L1", amount_centimos: 19_058, settled_on: "2026-11-20" },
      { amount_centimos: 19_058, settled_on: "2026-11-20" },
    ]);

    await gather(mine);
    await gather(other);

    expect(await see(mine)).toMatchObject([{ payout: null, namedCentimos: 0 }]);
    expect(await see(other)).toEqual([]);
  });

  it("is found by the schedule, without anybody's press", async () => {
    const shop = await payments().newShop();
    await upload(shop, "settlement", TWO_ROWS);
    await upload(shop, "bank", [{ amount_centimos: 19_058, settled_on: "2026-11-21" }]);

    await gatherAllPayouts(deps());

    expect(await see(shop)).toMatchObject([{ payout: { source: "bank-total" } }]);
  });
});

describe("a person", () => {
  it("says that a settlement has arrived, with day and number, once, and it is written down", async () => {
    const shop = await payments().newShop();
    await upload(shop, "settlement", TWO_ROWS);
    await gather(shop);
    const [settlement] = await see(shop);
    const settlementId = settlement?.id ?? "";
    const fields = { intent: "paid-out", settlementId, paidOutOn: "2026-11-23", reference: "OP 778" };

    const answers = await Promise.all([press(shop, fields), press(shop, fields)]);

    expect(answers.map((answer) => answer?.kind).toSorted()).toEqual(["recorded", "refused"]);
    expect(await see(shop)).toMatchObject([
      { payout: { on: "2026-11-23", source: "person", reference: "OP 778", by: "7001", credited: null } },
    ]);
    expect(await auditOf(shop)).toEqual([
      {
        action: "payout-recorded",
        user_id: "7001",
        before: null,
        after: { settlementId, paidOutOn: "2026-11-23", bankReference: "OP 778" },
      },
    ]);
  });

  it("takes it back, and the machine does not find the same credit again", async () => {
    const shop = await payments().newShop();
    await upload(shop, "settlement", TWO_ROWS);
    await upload(shop, "bank", [{ amount_centimos: 19_058, settled_on: "2026-11-21" }]);
    await gather(shop);
    const [settlement] = await see(shop);
    const withdraw = { intent: "withdraw", settlementId: settlement?.id ?? "" };

    expect(await press(shop, withdraw)).toEqual({ kind: "withdrawn" });
    expect(await press(shop, withdraw)).toEqual({ kind: "refused", reason: "not-recorded" });
    expect(await press(shop, { intent: "look" })).toEqual({ kind: "looked", found: 0 });

    expect(await see(shop)).toMatchObject([{ payout: null }]);
    expect(await auditOf(shop)).toMatchObject([
      {
        action: "payout-withdrawn",
        user_id: "7001",
        before: { source: "bank-total", paidOutOn: "2026-11-21" },
      },
    ]);
  });

  it("of another shop says and takes back nothing", async () => {
    const [mine, other] = [await payments().newShop(), await payments().newShop()];
    await upload(mine, "settlement", TWO_ROWS);
    await gather(mine);
    const [settlement] = await see(mine);
    const settlementId = settlement?.id ?? "";
    const fields = { intent: "paid-out", settlementId, paidOutOn: "2026-11-23", reference: "OP 778" };

    expect(await press(other, fields)).toEqual({ kind: "refused", reason: "not-open" });
    await press(mine, fields);
    expect(await press(other, { intent: "withdraw", settlementId })).toMatchObject({ kind: "refused" });

    expect(await see(mine)).toMatchObject([{ payout: { source: "person" } }]);
    expect(await auditOf(other)).toEqual([]);
  });

  it("is told what is wrong with day and number, and nothing is recorded", async () => {
    const shop = await payments().newShop();
    await upload(shop, "settlement", TWO_ROWS);
    await gather(shop);
    const [settlement] = await see(shop);
    const settlementId = settlement?.id ?? "";

    const answer = await press(shop, {
      intent: "paid-out",
      settlementId,
      paidOutOn: "2026-12-01",
      reference: " ",
    });

    expect(answer).toEqual({
      kind: "fields",
      settlementId,
      problems: { paidOutOn: "fees.problem.paidDayFuture", reference: "fees.problem.reference" },
    });
    expect(await see(shop)).toMatchObject([{ payout: null }]);
    expect(await press(shop, { intent: "else", settlementId })).toBeNull();
    expect(await press(shop, { intent: "withdraw", settlementId: "no id" })).toBeNull();
  });
});
