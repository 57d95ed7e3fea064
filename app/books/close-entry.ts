/**
 * What a close is made of: a code as it is here, what statements say, and the entry that both end in. Pure; instants are ISO text,
 * UTC; amounts are céntimos.
 */
import type { Currency } from "#app/lib/money.ts";
import type { StatementKind, StatementRow } from "#app/books/statement-row.ts";
import type { CaseKind } from "#app/payments/case-kind.ts";
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";

/** Every row of every source is in exactly one of them. */
export const BUCKETS = [
  "equal",
  "only-here",
  "only-there",
  "different-amount",
  "paid-late",
  "paid-twice",
  "reversed",
  "refunded",
] as const;
export type Bucket = (typeof BUCKETS)[number];

/** Why an entry needs a person. */
export const PROBLEMS = [
  "not-ours",
  "paid-only-there",
  "paid-only-here",
  "missing-there",
  "amount-differs",
  "paid-twice-there",
  "reversed-only-there",
  "reversed-only-here",
  "refunded-only-there",
  "not-acknowledged",
  "not-told",
  "resolved-unpaid",
  "case-open",
  "not-settled",
  "settled-twice",
  "fee-differs",
  "net-differs",
  "payout-late",
  "credit-unknown",
  "credit-differs",
] as const;
export type Problem = (typeof PROBLEMS)[number];

/** One code with what its payment and Shopify know. */
export interface LedgerRow {
  codeId: string;
  paymentId: string;
  /** Shopify's id of the payment. */
  sessionId: string;
  cip: string | null;
  state: CodeState;
  amountCentimos: number;
  currency: Currency;
  createdAt: string;
  /** Kept also where the collector took the money back. */
  paidAt: string | null;
  /** Until when Shopify waited for the money. */
  deadline: string;
  told: Told;
  /** When Shopify accepted that it is paid. */
  acknowledgedAt: string | null;
  openCase: { id: string; kind: CaseKind } | null;
  /** A person has closed a case and said what became of this code's money. */
  isDecided: boolean;
  /** Of this payment: what has been paid back to its shopper. */
  refundedCentimos: number;
  /** An earlier code of the same checkout is paid: this is money that no order waits for. */
  isSecond: boolean;
  /** Another code of the payment is paid. */
  hasOtherPaid: boolean;
}

/** A row of a statement, and the statement. */
export interface SaidRow extends StatementRow {
  statementId: string;
  kind: StatementKind;
  /** A person has said that it is this code's money. */
  confirmedCodeId: string | null;
}

/** A statement that a close is made of. */
export interface StatementOfClose {
  id: string;
  kind: StatementKind;
  fileName: string;
  /** SHA-256 of its bytes, hex. */
  contentHash: string;
  rowCount: number;
  lastLine: number;
  /** What its rows speak of: from the first instant of its first day to the last moment that it can know of. */
  from: string;
  until: string;
  /** Of its rows with money, per currency: the first and the last payment. */
  paid: readonly { currency: Currency; first: string; last: string }[];
}

export type MatchedBy = "cip" | "transaction-code" | "confirmed";

/** What one kind of statement says of one code: the rows that count, added up. */
export interface Said {
  state: "paid" | "reversed" | "refunded" | "unpaid";
  centimos: number;
  currency: Currency;
  paidAt: string | null;
  rows: readonly SaidRow[];
}

export interface SettledFacts {
  feeCentimos: number | null;
  igvCentimos: number | null;
  netCentimos: number | null;
  settledOn: string | null;
  settlementRef: string | null;
}

/** What the merchant's fee terms say about a row of a settlement; null where it is as expected. */
export interface FeeProblem {
  kind: "fee-differs" | "net-differs" | "payout-late";
  expected: string | number | null;
  said: string | number | null;
}

export interface CloseEntry {
  bucket: Bucket;
  problems: Problem[];
  here: LedgerRow | null;
  /** By PagoEfectivo's report, or where there is none by the settlement; of a bank's credit, by the bank. */
  there: Said | null;
  settled: (Said & SettledFacts) | null;
  /** Rows of older statements that a newer one has said again. */
  repeated: readonly SaidRow[];
  matchedBy: MatchedBy | null;
  fee: FeeProblem | null;
  /** Of a bank's credit: what its settlement adds up to. */
  expectedCentimos: number | null;
}
