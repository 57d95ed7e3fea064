/** What the page of payouts shows, as plain values. Pure. */
import type { Currency, Money } from "#app/lib/money.ts";

export const PAYOUT_SOURCES = ["bank-reference", "bank-total", "person"] as const;
export type PayoutSource = (typeof PAYOUT_SOURCES)[number];

export interface ShownPayout {
  /** Day of Lima. */
  on: string;
  source: PayoutSource;
  /** The bank's number, as the person wrote it. */
  reference: string | null;
  by: string | null;
  /** What the bank's line says; null where a person says so. */
  credited: Money | null;
  recordedAt: string;
}

/** The rows of a statement that are paid out together. */
export interface ShownSettlement {
  id: string;
  fileName: string;
  ref: string | null;
  currency: Currency;
  settledOn: string | null;
  rowCount: number;
  /** Null: the file does not say what is left of some row. */
  netCentimos: number | null;
  /** What credits name it while it is open, where that is not enough. */
  namedCentimos: number;
  payout: ShownPayout | null;
}

export interface PayoutsView {
  now: string;
  settlements: ShownSettlement[];
  /** Older ones that were paid out are not shown. */
  hasMore: boolean;
  /** Whether any settlement or bank statement was uploaded at all. */
  hasStatements: boolean;
}
