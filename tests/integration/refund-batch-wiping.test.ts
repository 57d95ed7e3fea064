/** Guards against bank details that outlive their refund in the file of a batch. */
import { describe, expect, it } from "vitest";
import { downloadBatch, payOutChosen, takeOutChosen } from "#app/refunds/batch/batch.server.ts";
import { addReceipt } from "#app/refunds/receipt/receipt.server.ts";
import { wipeDestinationsOf, wipeOldDestinations } from "#app/refunds/wipe-destinations.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { USER } from "../builders/act.ts";
import { chosenOf, fileOf, madeBatch, todayOf } from "../builders/batch.ts";
import { useRefundRows } from "../builders/refund-rows.ts";

const built = useRefundRows("refund_batch_wiping");

const DAY_MS = 86_400_000;

function wipeAfter(days: number): Promise<void> {
  const { db, clock } = built().deps;
  const then = { now: () => new Date(clock.now().getTime() + days * DAY_MS) };
  return wipeOldDestinations({ db, clock: then, log: createLogger("silent") });
}

const paidToday = () => ({ paidOn: todayOf(built()), bankReference: "OP-1" });

describe("a batch's file", () => {
  it("is deleted with the details of a refund that had been taken out of it, once nobody in it waits", async () => {
    const shop = await built().newShop();
    const [one] = await built().newRefunds(shop, 2);
    const batch = await madeBatch(built(), shop);
    const [first, second] = await chosenOf(built(), batch);
    if (!first || !second || first.refundId !== one) throw new Error("the batch holds both");
    await takeOutChosen(built().deps, { ...batch, chosen: [first], reason: "bank-refused" });
    const next = await madeBatch(built(), shop);
    await payOutChosen(built().deps, { ...next, chosen: await chosenOf(built(), next), ...paidToday() });

    await wipeAfter(91);
    const whileOneWaits = await fileOf(built(), batch);
    await payOutChosen(built().deps, { ...batch, chosen: [second], ...paidToday() });

    expect(whileOneWaits).toContain("Canaria");
    expect(await downloadBatch(built().deps, next)).toEqual({ kind: "wiped" });
    expect(await downloadBatch(built().deps, batch)).toEqual({ kind: "wiped" });
  });

  it("stays as long as it is proof of the payout", async () => {
    const shop = await built().newShop();
    await built().newRefund(shop);
    const batch = await madeBatch(built(), shop);
    const chosen = await chosenOf(built(), batch);
    await payOutChosen(built().deps, { ...batch, chosen, ...paidToday() });

    await wipeAfter(89);

    expect(await fileOf(built(), batch)).toContain("Canaria");
  });
});

describe("a receipt", () => {
  it("is not taken any more for a refund whose details were deleted: nobody would delete it", async () => {
    const shop = await built().newShop();
    const refundId = await built().newRefund(shop);
    const batch = await madeBatch(built(), shop);
    const chosen = await chosenOf(built(), batch);
    await payOutChosen(built().deps, { ...batch, chosen, ...paidToday() });
    await wipeDestinationsOf(built().deps, [shop.paymentId]);

    const bytes = Buffer.from("%PDF-1.7\n%%EOF\n");
    const answer = await addReceipt(built().deps, {
      ...{ shopId: shop.shopId, userId: USER, refundId },
      file: { name: "recibo.pdf", claimedType: "application/pdf", bytes },
    });

    expect(answer).toEqual({ kind: "refused", reason: "too-late" });
    expect(await built().select("select 1 from refund_receipts")).toEqual([]);
  });
});
