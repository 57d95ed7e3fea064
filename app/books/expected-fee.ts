/**
 * What a payment costs by the merchant's terms, and what is left of it. Pure, in whole céntimos. Each figure of each payment is rounded
 * by itself, half up, as an invoice's lines are: fee, IGV and net of one payment always add up to its amount, and so do the sums of
 * many.
 */
import { WHOLE_THOUSANDTHS, type FeeTerms } from "#app/books/fee-terms.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { Currency, Money } from "#app/lib/money.ts";

export interface ExpectedFee {
  feeCentimos: number;
  igvCentimos: number;
  /** Less than nothing where the minimum is more than the amount. */
  netCentimos: number;
}

interface Paid {
  /** Negative where money was taken back. */
  amountCentimos: number;
  currency: Currency;
}

/**
 * The fee of one payment: the percentage and the fixed part, at least the minimum; what the conversion costs; IGV on both. Of money
 * that was taken back the fee comes back with it where the terms say so; where they do not say, it counts as kept, which promises least.
 * Throws on another currency than the terms'.
 */
export function expectedFee(terms: FeeTerms, paid: Paid): ExpectedFee {
  invariant(paid.currency === terms.currency, "terms are of the currency that was paid");
  const { amountCentimos } = paid;
  if (amountCentimos >= 0) return feeOf(terms, amountCentimos);
  if (terms.refundedFee !== "returned")
    return { feeCentimos: 0, igvCentimos: 0, netCentimos: amountCentimos };
  const { feeCentimos, igvCentimos, netCentimos } = feeOf(terms, -amountCentimos);
  return {
    feeCentimos: withoutNegativeZero(-feeCentimos),
    igvCentimos: withoutNegativeZero(-igvCentimos),
    netCentimos: withoutNegativeZero(-netCentimos),
  };
}

function feeOf(terms: FeeTerms, amountCentimos: number): ExpectedFee {
  const { percentThousandths, fixedCentimos, minimumCentimos, conversion } = terms;
  const charged = share(amountCentimos, percentThousandths) + fixedCentimos;
  const converted = conversion ? share(amountCentimos, conversion.chargeThousandths) : 0;
  const feeCentimos = Math.max(charged, minimumCentimos) + converted;
  const igvCentimos = share(feeCentimos, terms.igvThousandths);
  return { feeCentimos, igvCentimos, netCentimos: amountCentimos - feeCentimos - igvCentimos };
}

/**
 * What a month's fees lack of the monthly minimum, and its IGV; nothing where there is no minimum or it was reached. `feeCentimos` is
 * what the month's payments cost by themselves, without IGV.
 */
export function monthlySurcharge(
  terms: FeeTerms,
  feeCentimos: number,
): Pick<ExpectedFee, "feeCentimos" | "igvCentimos"> {
  const lacking = Math.max((terms.monthlyMinimumCentimos ?? 0) - feeCentimos, 0);
  return { feeCentimos: lacking, igvCentimos: share(lacking, terms.igvThousandths) };
}

/** What a net amount becomes in the currency that is paid out; null where nothing is converted, or the rate is not known before. */
export function convertedNet(terms: FeeTerms, netCentimos: number): Money | null {
  const { conversion } = terms;
  if (!conversion?.rateTenThousandths) return null;
  const rate = conversion.rateTenThousandths;
  const size = Math.abs(netCentimos);
  const centimos = conversion.into === "PEN" ? halfUp(size * rate, 10_000) : halfUp(size * 10_000, rate);
  return {
    centimos: netCentimos < 0 ? withoutNegativeZero(-centimos) : centimos,
    currency: conversion.into,
  };
}

function share(centimos: number, thousandths: number): number {
  return halfUp(centimos * thousandths, WHOLE_THOUSANDTHS);
}

/** Both are whole and not negative. The largest amount times 100 % is 2 × 10¹⁴, far from where whole numbers end. */
function halfUp(dividend: number, divisor: number): number {
  invariant(Number.isSafeInteger(dividend * 2 + divisor), "the figures are whole");
  return Math.floor((dividend * 2 + divisor) / (divisor * 2));
}

function withoutNegativeZero(value: number): number {
  return value === 0 ? 0 : value;
}
