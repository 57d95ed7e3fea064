/** What the pages of batches show and what their forms are answered, as plain values. Instants are ISO text, UTC. Pure. */
import type { Currency, Money } from "#app/lib/money.ts";
import type { DestinationHint, RefundActRefusal } from "#app/refunds/refund.ts";

/** More do not fit into one file: the next batch has the others. */
export const MOST_PAYOUTS = 500;

/** Why a refund left a batch without being paid. Words of a person's own would bring account numbers along. */
export const NOT_PAID_REASONS = ["bank-refused", "details-wrong", "not-now"] as const;
export type NotPaidReason = (typeof NOT_PAID_REASONS)[number];

export function isNotPaidReason(value: unknown): value is NotPaidReason {
  return NOT_PAID_REASONS.some((known) => known === value);
}

export interface BatchList {
  /** What a new batch of each currency would hold; a currency without any is left out. */
  ready: { total: Money; count: number }[];
  /** The latest first. */
  batches: ListedBatch[];
  hasMore: boolean;
}

export interface ListedBatch {
  id: string;
  number: number;
  count: number;
  total: Money;
  /** How many are neither paid nor taken out. */
  waiting: number;
  madeAt: string;
  madeBy: string;
}

export interface BatchView {
  id: string;
  number: number;
  currency: Currency;
  /** As in the file's last row. */
  count: number;
  total: Money;
  waiting: number;
  madeAt: string;
  madeBy: string;
  /** False once the details in it were deleted. */
  hasFile: boolean;
  /** In Lima, for the day of payment. */
  today: string;
  rows: BatchRow[];
}

export interface BatchRow {
  refundId: string;
  line: number;
  /** What the bank's statement says of it. */
  reference: string;
  amount: Money;
  sessionId: string;
  /** The refund's, as its page shows it; null when it was deleted. */
  hint: DestinationHint | null;
  version: number;
  end:
    | { kind: "waiting" }
    | { kind: "paid"; on: string; reference: string | null }
    | { kind: "not-paid"; reason: NotPaidReason; at: string; by: string };
}

/** Why nothing, or not everything, was done. */
export type BatchRefusal =
  | RefundActRefusal
  | "nothing-ready"
  | "not-understood"
  | "none-chosen"
  /** Refunds kept moving while the file was written. */
  | "busy";

export type BatchAnswer =
  | { kind: "made"; batchId: string }
  | { kind: "paid" | "taken-out"; count: number; failed: FailedRow[] }
  | { kind: "refused"; reason: BatchRefusal };

export interface FailedRow {
  line: number;
  reason: BatchRefusal | "moved";
}
