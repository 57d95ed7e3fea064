/** What the page of fees shows, as plain values. Pure. */
import type { FeeTerms } from "#app/books/fee-terms.ts";
import type { MonthFees } from "#app/books/fee-month.ts";

/** Terms that hold, and who saved them when. */
export type ShownTerms = FeeTerms & { savedAt: string; savedBy: string };

export interface FeesView {
  version: number;
  now: string;
  /** Newest first, by currency. */
  terms: ShownTerms[];
  /** This month so far, one for each currency in which something was paid. */
  month: MonthFees[];
}
