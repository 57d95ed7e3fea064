import { invariant } from "#app/lib/invariant.ts";
import type { BatchRow } from "#app/refunds/batch/batch-page.ts";
import { downloadBatch, type BatchInput, type ChosenRefund } from "#app/refunds/batch/batch.server.ts";
import { makeBatch } from "#app/refunds/batch/make-batch.server.ts";
import { seeBatch } from "#app/refunds/batch/see-batches.server.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import { USER } from "./act.ts";
import type { RefundRows, RefundShop } from "./refund-rows.ts";

/** All that can be paid, put into a batch. Throws when there is nothing. */
export async function madeBatch(rows: RefundRows, shop: RefundShop): Promise<BatchInput> {
  const outcome = await makeBatch(rows.deps, { shopId: shop.shopId, userId: USER, currency: "PEN" });
  invariant(outcome.kind === "made", "there is something to pay");
  return { shopId: shop.shopId, userId: USER, batchId: outcome.batchId };
}

export async function fileOf(rows: RefundRows, batch: BatchInput): Promise<string> {
  const file = await downloadBatch(rows.deps, batch);
  invariant(file.kind === "file", "the batch has its file");
  return file.text;
}

/** The refunds that a file pays, in its order. */
export function paidTo(file: string): string[] {
  return [...file.matchAll(/"=""([0-9a-f-]{36})"""\r\n/g)].map(([, id = ""]) => id);
}

export async function rowsOf(rows: RefundRows, batch: BatchInput): Promise<BatchRow[]> {
  return (await seeBatch(rows.deps, batch))?.rows ?? [];
}

/** What a person who looks at the batch now would send. */
export async function chosenOf(rows: RefundRows, batch: BatchInput): Promise<ChosenRefund[]> {
  return (await rowsOf(rows, batch)).map(({ refundId, version }) => ({ refundId, version }));
}

export function todayOf(rows: RefundRows): string {
  return limaDayOf(rows.clock.now());
}
