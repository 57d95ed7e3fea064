import { describe, expect, it } from "vitest";
import { gatherPayouts } from "#app/books/gather-payouts.server.ts";
import { storePersonsPayout } from "#app/books/payout-store.server.ts";
import { NOON, useListedPayments } from "../builders/listed-payments.ts";
import { storedStatement } from "../builders/stored-statement.ts";

const payments = useListedPayments("payout constraints");
const deps = () => ({ db: payments().pool, clock: { now: () => NOON } });

/** A settlement that nobody has paid out. */
async function openSettlement(): Promise<{ shopId: string; settlementId: string }> {
  const { shopId } = await payments().newShop();
  const rows = [{ cip: "1", net_centimos: 9_529, settled_on: "2026-11-20" }];
  await storedStatement(payments().rows, { shopId, kind: "settlement", rows });
  await gatherPayouts(deps(), shopId);
  const found = await payments().pool.query<{ id: string }>(
    "select id from settlements where shop_id = $1",
    [shopId],
  );
  return { shopId, settlementId: found.rows[0]?.id ?? "" };
}

describe("the database", () => {
  it.each([
    ["a change of what was recorded", "update settlement_payouts set paid_out_on = '2026-01-01'"],
    ["a payout that disappears", "delete from settlement_payouts"],
    ["another sum", "update settlements set net_centimos = 1"],
  ])("refuses %s", async (_, statement) => {
    const { shopId, settlementId } = await openSettlement();
    const said = { paidOutOn: "2026-11-23", bankReference: "OP 778" };
    await storePersonsPayout(deps(), { shopId, settlementId, userId: "7001", ...said });

    await expect(payments().pool.query(statement)).rejects.toThrow(/settlement/);
  });

  it.each([
    ["a person without the bank's number", "source, user_id", "'person', '7001'"],
    ["a machine without a line of the bank's", "source", "'bank-total'"],
    ["somebody else", "source, bank_reference", "'shopper', 'OP 778'"],
  ])("takes no payout on the word of %s", async (_, columns, values) => {
    const { settlementId } = await openSettlement();

    const insert = payments().pool.query(
      `insert into settlement_payouts (id, settlement_id, paid_out_on, recorded_at, ${columns})
       select gen_random_uuid(), id, '2026-11-23', now(), ${values} from settlements where id = $1`,
      [settlementId],
    );

    await expect(insert).rejects.toThrow(/settlement_payouts_(have_evidence|source_known)/);
  });
});
