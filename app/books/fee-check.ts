/** What a close asks of each row of a settlement: whether fee, net and day are as the merchant's terms say. Pure. */
import { feeDifference, type FeeDifference, type FeeFigures } from "#app/books/fee-differences.ts";
import { termsFor, type FeeTerms } from "#app/books/fee-terms.ts";
import type { StatementRow } from "#app/books/statement-row.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";

/** The one figure that differs: céntimos, or a day of Lima. */
export interface FeeProblem {
  kind: Exclude<FeeDifference["kind"], "no-terms">;
  expected: number | string | null;
  said: number | string | null;
}

/**
 * Holds rows against the terms of the day each was paid; where a file does not say when, of the day it was settled. Where no terms
 * are known there is nothing to hold against: a merchant who has typed none has no exception for each of their payments.
 */
export function feeCheck(history: readonly FeeTerms[]): (row: StatementRow) => FeeProblem | null {
  return (row) => {
    const day = row.paidAt === null ? row.settledOn : limaDayOf(new Date(row.paidAt));
    const terms = day === null ? null : termsFor(history, { day, currency: row.currency });
    const difference = terms && feeDifference(terms, row);
    if (difference === null || difference.kind === "no-terms") return null;
    const { kind, expected, said } = difference;
    const figure = figureOf(kind, expected, said);
    return { kind, expected: expected[figure], said: said[figure] };
  };
}

function figureOf(kind: FeeProblem["kind"], expected: FeeFigures, said: FeeFigures): keyof FeeFigures {
  switch (kind) {
    case "fee-differs":
      return expected.feeCentimos === said.feeCentimos ? "igvCentimos" : "feeCentimos";
    case "net-differs":
      return "netCentimos";
    case "payout-late":
      return "payoutDay";
  }
}
