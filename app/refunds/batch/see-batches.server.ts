/** A person of the shop looks at what can be paid, at the batches, and at one of them. No destination is opened for that. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { isId } from "#app/lib/ids.server.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import type { BatchList, BatchRow, BatchView, ListedBatch } from "#app/refunds/batch/batch-page.ts";
import { isWaiting } from "#app/refunds/batch/batch.server.ts";
import {
  findBatchRows,
  loadBatch,
  loadBatchPage,
  sumReadyRefunds,
  type BatchKey,
  type StoredBatch,
  type StoredBatchRow,
} from "#app/refunds/batch/batch-queries.server.ts";
import { payoutReference } from "#app/refunds/batch/payout-file.ts";

const SHOWN = 50;

export async function listBatches(deps: { db: Queryable }, shopId: string): Promise<BatchList> {
  const [sums, found] = await Promise.all([
    sumReadyRefunds(deps.db, shopId),
    loadBatchPage(deps.db, { shopId, limit: SHOWN + 1 }),
  ]);
  return {
    ready: sums.map(({ currency, count, centimos }) => ({ total: { centimos, currency }, count })),
    batches: found.slice(0, SHOWN).map(listed),
    hasMore: found.length > SHOWN,
  };
}

/** Null for a batch that does not exist and for one of another shop alike. */
export async function seeBatch(
  deps: { db: Queryable; clock: Clock },
  key: BatchKey,
): Promise<BatchView | null> {
  if (!isId(key.batchId)) return null;
  const [stored, rows] = await Promise.all([loadBatch(deps.db, key), findBatchRows(deps.db, key)]);
  if (!stored) return null;
  const { currency, hasFile } = stored;
  const today = limaDayOf(deps.clock.now());
  return {
    ...listed(stored),
    ...{ currency, hasFile, today },
    rows: rows.map((row) => rowOf(stored, row)),
  };
}

function listed(stored: StoredBatch): ListedBatch {
  const { id, number, count, waiting, centimos, currency } = stored;
  return {
    ...{ id, number, count, waiting },
    total: { centimos, currency },
    madeAt: stored.createdAt.toISOString(),
    madeBy: stored.createdBy,
  };
}

function rowOf({ number, currency }: StoredBatch, row: StoredBatchRow): BatchRow {
  const { refundId, line, sessionId, hint, version } = row;
  return {
    ...{ refundId, line, sessionId, hint, version },
    reference: payoutReference(number, line),
    amount: { centimos: row.amountCentimos, currency },
    end: endOf(row),
  };
}

function endOf(row: StoredBatchRow): BatchRow["end"] {
  if (isWaiting(row)) return { kind: "waiting" };
  if (row.takenOutAt !== null && row.takenOutBy !== null && row.reason !== null)
    return { kind: "not-paid", reason: row.reason, at: row.takenOutAt.toISOString(), by: row.takenOutBy };
  return { kind: "paid", on: row.paidOutOn ?? "", reference: row.bankReference };
}
