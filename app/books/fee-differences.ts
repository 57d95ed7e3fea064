/** What a settlement says of a payment, held against the merchant's own terms. Pure. */
import { expectedFee } from "#app/books/expected-fee.ts";
import type { FeeTerms } from "#app/books/fee-terms.ts";
import { expectedPayoutDay } from "#app/books/payout-day.ts";
import type { StatementRow } from "#app/books/statement-row.ts";

export const FEE_DIFFERENCE_KINDS = ["no-terms", "fee-differs", "net-differs", "payout-late"] as const;
export type FeeDifferenceKind = (typeof FEE_DIFFERENCE_KINDS)[number];

/** Null: not said, or not known. */
export interface FeeFigures {
  feeCentimos: number | null;
  igvCentimos: number | null;
  netCentimos: number | null;
  /** Day of Lima. */
  payoutDay: string | null;
}

export interface FeeDifference {
  kind: FeeDifferenceKind;
  expected: FeeFigures;
  said: FeeFigures;
}

const NOTHING: FeeFigures = { feeCentimos: null, igvCentimos: null, netCentimos: null, payoutDay: null };

/**
 * The first thing of a settlement's row that is not as the terms say: the fee with its IGV, what is left, the day. Null where all is as
 * expected, and where the row says nothing of it. `terms` are those of the day of the payment (`termsFor`); without any, or with those
 * of another currency, a fee or a net that was said cannot be judged, and that is a difference of its own.
 */
export function feeDifference(terms: FeeTerms | null, row: StatementRow): FeeDifference | null {
  const said = figuresSaid(row);
  const saysMoney = said.feeCentimos !== null || said.igvCentimos !== null || said.netCentimos !== null;
  if (terms?.currency !== row.currency)
    return saysMoney ? { kind: "no-terms", expected: NOTHING, said } : null;
  const expected = figuresExpected(terms, row);
  const differs = (kind: FeeDifferenceKind): FeeDifference => ({ kind, expected, said });
  if (expected.feeCentimos !== null && !isSameFee(expected, said, terms.toleranceCentimos))
    return differs("fee-differs");
  if (!isNear(expected.netCentimos, said.netCentimos, terms.toleranceCentimos))
    return differs("net-differs");
  return isLate(expected, said) ? differs("payout-late") : null;
}

/** Some files write what is charged with a minus: of a fee only the size counts; its direction is in the net, which is compared as it is. */
function figuresSaid(row: StatementRow): FeeFigures {
  const charged = (centimos: number | null) => (centimos === null ? null : Math.abs(centimos));
  return {
    feeCentimos: charged(row.feeCentimos),
    igvCentimos: charged(row.igvCentimos),
    netCentimos: row.netCentimos,
    payoutDay: row.settledOn,
  };
}

function figuresExpected(terms: FeeTerms, row: StatementRow): FeeFigures {
  const wasTakenBack = row.amountCentimos < 0;
  const payoutDay = row.paidAt === null || wasTakenBack ? null : expectedPayoutDay(terms, row.paidAt);
  // What the contract does not say of money that went back is not known, and nothing is held against it.
  if (wasTakenBack && terms.refundedFee === null) return { ...NOTHING, payoutDay };
  const { feeCentimos, igvCentimos, netCentimos } = expectedFee(terms, row);
  return {
    feeCentimos: Math.abs(feeCentimos),
    igvCentimos: Math.abs(igvCentimos),
    netCentimos,
    payoutDay,
  };
}

/** Where a file has no column for the IGV, its fee may be with it or without. */
function isSameFee(expected: FeeFigures, said: FeeFigures, tolerance: number): boolean {
  const { feeCentimos, igvCentimos } = expected;
  if (isNear(feeCentimos, said.feeCentimos, tolerance))
    return isNear(igvCentimos, said.igvCentimos, tolerance);
  const withIgv = (feeCentimos ?? 0) + (igvCentimos ?? 0);
  return said.igvCentimos === null && isNear(withIgv, said.feeCentimos, tolerance);
}

/** What was not said, or is not known, is no difference. */
function isNear(expected: number | null, said: number | null, tolerance: number): boolean {
  return expected === null || said === null || Math.abs(expected - said) <= tolerance;
}

function isLate(expected: FeeFigures, said: FeeFigures): boolean {
  return expected.payoutDay !== null && said.payoutDay !== null && said.payoutDay > expected.payoutDay;
}
