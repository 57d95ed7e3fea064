/** What a person of the shop does with a batch: download it again, mark refunds of it as paid, take out what was not paid. */
import { isId } from "#app/lib/ids.server.ts";
import { recordAudit } from "#app/merchants/audit.server.ts";
import type { BatchAnswer, BatchRefusal, FailedRow, NotPaidReason } from "#app/refunds/batch/batch-page.ts";
import {
  findBatchRows,
  loadBatchFile,
  type StoredBatchRow,
} from "#app/refunds/batch/batch-queries.server.ts";
import { placeOfFile, type BatchDeps } from "#app/refunds/batch/make-batch.server.ts";
import { payOutRefund, type RefundActDeps } from "#app/refunds/refund-acts.server.ts";
import { takeOutOfBatch } from "#app/refunds/refund-store-batches.server.ts";

export interface BatchInput {
  shopId: string;
  batchId: string;
  /** Shopify's id of the person. */
  userId: string;
}

/** A refund of the batch, as the person saw it. */
export interface ChosenRefund {
  refundId: string;
  version: number;
}

/** The very bytes that were made with the batch, written down with the person's name first. */
export async function downloadBatch(
  deps: BatchDeps,
  input: BatchInput,
): Promise<{ kind: "file"; name: string; text: string } | { kind: "wiped" | "unknown" }> {
  const stored = isId(input.batchId) ? await loadBatchFile(deps.db, input) : null;
  if (!stored) return { kind: "unknown" };
  if (stored.sealed === "") return { kind: "wiped" };
  const { shop, number, currency, sealed } = stored;
  await recordAudit(deps.db, {
    ...{ shopId: input.shopId, userId: input.userId, at: deps.clock.now() },
    action: "refund-batch-downloaded",
    after: { batchId: input.batchId, number },
  });
  const name = `devoluciones-${String(number).padStart(5, "0")}-${currency}.csv`;
  return { kind: "file", name, text: deps.vault.open(sealed, placeOfFile(shop, input.batchId)).reveal() };
}

/** Marks these refunds as paid on that day under the bank's reference; those that cannot be are named, the others are paid. */
export async function payOutChosen(
  deps: RefundActDeps,
  input: BatchInput & { chosen: readonly ChosenRefund[]; paidOn: string; bankReference: string },
): Promise<BatchAnswer | null> {
  const { shopId, userId, paidOn, bankReference } = input;
  return eachChosen(deps, input, "paid", async ({ refundId, version }) => {
    const act = { shopId, userId, refundId, version, paidOn, bankReference };
    const outcome = await payOutRefund(deps, act);
    if (outcome.kind === "done") return null;
    return outcome.kind === "refused" ? outcome.reason : "moved";
  });
}

/** Takes these refunds out because the bank did not pay them: the next batch has them again. */
export async function takeOutChosen(
  deps: Pick<RefundActDeps, "clock" | "db">,
  input: BatchInput & { chosen: readonly ChosenRefund[]; reason: NotPaidReason },
): Promise<BatchAnswer | null> {
  const { reason } = input;
  return eachChosen(deps, input, "taken-out", async (chosen) => {
    const deed = { ...input, ...chosen, reason, at: deps.clock.now() };
    return (await takeOutOfBatch(deps.db, deed)) ? null : "moved";
  });
}

/** One by one: a refund that moved meanwhile keeps no other from being done. Null when the shop has no such batch. */
async function eachChosen(
  deps: Pick<RefundActDeps, "clock" | "db">,
  input: BatchInput & { chosen: readonly ChosenRefund[] },
  kind: "paid" | "taken-out",
  act: (chosen: ChosenRefund) => Promise<FailedRow["reason"] | null>,
): Promise<BatchAnswer | null> {
  const rows = isId(input.batchId) ? await findBatchRows(deps.db, input) : [];
  if (rows.length === 0) return null;
  if (input.chosen.length === 0) return refused("none-chosen");
  const lines = new Map(rows.filter(isWaiting).map((row) => [row.refundId, row.line]));
  const failed: FailedRow[] = [];
  for (const chosen of input.chosen) {
    const line = lines.get(chosen.refundId);
    // Not of this batch, or not any more: whoever chose it saw an older page.
    const reason = line === undefined ? "moved" : await act(chosen);
    if (reason !== null) failed.push({ line: line ?? lineOf(rows, chosen), reason });
  }
  return { kind, count: input.chosen.length - failed.length, failed };
}

/** Neither paid nor taken out. */
export function isWaiting(row: StoredBatchRow): boolean {
  return row.isIn && row.takenOutAt === null && row.state !== "paid-out";
}

function lineOf(rows: readonly StoredBatchRow[], { refundId }: ChosenRefund): number {
  return rows.find((row) => row.refundId === refundId)?.line ?? 0;
}

function refused(reason: BatchRefusal): BatchAnswer {
  return { kind: "refused", reason };
}
