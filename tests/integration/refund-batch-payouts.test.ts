import { describe, expect, it } from "vitest";
import { payOutChosen, takeOutChosen } from "#app/refunds/batch/batch.server.ts";
import { payOutRefund } from "#app/refunds/refund-acts.server.ts";
import { seeBatch } from "#app/refunds/batch/see-batches.server.ts";
import { chosenOf, madeBatch, todayOf } from "../builders/batch.ts";
import { useRefundRows } from "../builders/refund-rows.ts";

const built = useRefundRows("refund_batch_payouts");

describe("marking as paid", () => {
  it("pays the chosen refunds out under the bank's reference, and closes the batch with the last", async () => {
    const shop = await built().newShop();
    const ids = await built().newRefunds(shop, 3);
    const batch = await madeBatch(built(), shop);
    const all = await chosenOf(built(), batch);
    const paid = { ...batch, paidOn: todayOf(built()), bankReference: " OP-004512 " };

    const some = await payOutChosen(built().deps, { ...paid, chosen: all.slice(0, 2) });
    const stateAfterSome = await batchState(batch.batchId);
    const rest = await payOutChosen(built().deps, { ...paid, chosen: all });

    expect(some).toEqual({ kind: "paid", count: 2, failed: [] });
    expect(stateAfterSome).toBe("open");
    expect(rest).toMatchObject({ kind: "paid", count: 1, failed: [{ line: 1 }, { line: 2 }] });
    for (const id of ids) {
      expect(await built().refund(id)).toMatchObject({ state: "paid-out", bank_reference: "OP-004512" });
    }
    expect(await batchState(batch.batchId)).toBe("closed");
    expect((await seeBatch(built().deps, batch))?.waiting).toBe(0);
  });

  it("pays nothing on a day that has not come, or without a reference", async () => {
    const shop = await built().newShop();
    const id = await built().newRefund(shop);
    const batch = await madeBatch(built(), shop);
    const chosen = await chosenOf(built(), batch);

    const tomorrow = { ...batch, chosen, paidOn: "2099-01-01", bankReference: "004512" };
    const nameless = { ...batch, chosen, paidOn: todayOf(built()), bankReference: "  " };
    const answers = [
      await payOutChosen(built().deps, tomorrow),
      await payOutChosen(built().deps, nameless),
    ];

    const failed = [{ line: 1, reason: "not-understood" }];
    expect(answers).toEqual(Array(2).fill({ kind: "paid", count: 0, failed }));
    expect(await built().refund(id)).toMatchObject({ state: "details-given" });
  });

  it("pays each refund once, also where two people mark the same batch at once", async () => {
    const shop = await built().newShop();
    await built().newRefunds(shop, 5);
    const batch = await madeBatch(built(), shop);
    const chosen = await chosenOf(built(), batch);
    const paid = { ...batch, chosen, paidOn: todayOf(built()) };

    const answers = await Promise.all(
      ["A1", "B2"].map((bankReference) => payOutChosen(built().deps, { ...paid, bankReference })),
    );

    const counts = answers.map((answer) => (answer?.kind === "paid" ? answer.count : 0));
    expect(counts.reduce((sum, count) => sum + count)).toBe(5);
    const told = await built().select(
      "select detail->>'refundId' as id from timeline where payment_id = $1 and event = 'refund-paid-out'",
      [shop.paymentId],
    );
    expect(told).toHaveLength(5);
  });
});

describe("a batch", () => {
  it.each(["paid", "taken out"])(
    "is closed by the last refund, which is %s on another page or at the same moment as the others",
    async (how) => {
      const shop = await built().newShop();
      await built().newRefunds(shop, 8);
      const batch = await madeBatch(built(), shop);
      const chosen = await chosenOf(built(), batch);
      const last = { paidOn: todayOf(built()), bankReference: "OP-9" };

      const outcomes = await Promise.all(
        chosen.map((one) =>
          how === "paid"
            ? payOutRefund(built().deps, { ...batch, ...one, ...last })
            : takeOutChosen(built().deps, { ...batch, chosen: [one], reason: "not-now" }),
        ),
      );

      expect(outcomes.map((outcome) => outcome?.kind)).toEqual(
        Array(8).fill(how === "paid" ? "done" : "taken-out"),
      );
      const [row] = await built().select<{ state: string; closed_at: Date }>(
        "select state, closed_at from refund_batches where id = $1",
        [batch.batchId],
      );
      expect(row?.state).toBe("closed");
      expect(row?.closed_at.getTime()).toBeLessThanOrEqual(built().clock.now().getTime());
    },
  );
});

async function batchState(id: string): Promise<string | undefined> {
  const [row] = await built().select<{ state: string }>("select state from refund_batches where id = $1", [
    id,
  ]);
  return row?.state;
}
