/** One line of what an outside party says of a merchant's money, whatever file it came in. Pure. */
import type { Currency } from "#app/lib/money.ts";

/** report: PagoEfectivo's list of codes · settlement: what it pays the merchant for · bank: what the bank credited. */
export const STATEMENT_KINDS = ["report", "settlement", "bank"] as const;
export type StatementKind = (typeof STATEMENT_KINDS)[number];

export const STATEMENT_STATES = ["pending", "paid", "expired", "voided", "reversed", "refunded"] as const;
export type StatementState = (typeof STATEMENT_STATES)[number];

export interface StatementRow {
  /** Its line in the file, the heading being line 1. */
  line: number;
  cip: string | null;
  /** PagoEfectivo's "Nro.Ord.Comercio": ours, of the code. */
  transactionCode: string | null;
  operationNumber: string | null;
  /** Negative where money was taken back. */
  amountCentimos: number;
  currency: Currency;
  state: StatementState;
  /** Instants: ISO, UTC. */
  issuedAt: string | null;
  paidAt: string | null;
  expiresAt: string | null;
  channel: string | null;
  feeCentimos: number | null;
  igvCentimos: number | null;
  netCentimos: number | null;
  /** Lima day (YYYY-MM-DD) on which it was, or will be, paid to the merchant. */
  settledOn: string | null;
  settlementRef: string | null;
}
