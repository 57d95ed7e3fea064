/**
 * What a merchant's contract with PagoEfectivo says of fees and of the day of payment, as the merchant typed it: one currency, valid
 * from one day of Lima until the next terms of that currency begin. Pure. There are no terms unless somebody typed them: a fee that is
 * not known is said to be unknown, and never guessed.
 */
import { z } from "zod";
import { CURRENCIES, MAX_CENTIMOS, type Currency } from "#app/lib/money.ts";

/** 100 %, in thousandths of a percent. Whole numbers, so that 3.99 % is exact. */
export const WHOLE_THOUSANDTHS = 100_000;

const thousandths = z.int().min(0).max(WHOLE_THOUSANDTHS);
const centimos = z.int().min(0).max(MAX_CENTIMOS);

export const MOST_CYCLE_DAYS = 60;
/** Monday is 1. Banks pay on no other days. */
export const PAYOUT_WEEKDAYS = [1, 2, 3, 4, 5] as const;

const settlementCycle = z.discriminatedUnion("kind", [
  /** That many business days after the payment. */
  z.object({ kind: z.literal("business-days"), days: z.int().min(0).max(MOST_CYCLE_DAYS) }),
  /** A week's payments, Monday to Sunday, on this day of the next week. */
  z.object({ kind: z.literal("weekly"), weekday: z.literal(PAYOUT_WEEKDAYS) }),
]);

const feeConversion = z.object({
  /** The currency in which PagoEfectivo pays the merchant. */
  into: z.enum(CURRENCIES),
  /** Charged on the amount, and part of the fee. */
  chargeThousandths: thousandths,
  /** Soles for a dollar, in ten-thousandths; null: PagoEfectivo's own of the day, which nobody knows before. */
  rateTenThousandths: z.int().min(1).max(1_000_000).nullable(),
});

export const MOST_TOLERANCE_CENTIMOS = 100;

export const feeTerms = z
  .object({
    currency: z.enum(CURRENCIES),
    /** Day of Lima: of payments from this day on. */
    validFrom: z.iso.date(),
    /** Of the amount: 3.99 % is 3990. */
    percentThousandths: thousandths,
    fixedCentimos: centimos,
    /** The least that one payment costs, without IGV. */
    minimumCentimos: centimos,
    /** Peru's value added tax on the fee. Part of the terms, so that a change by law is a change with a date. */
    igvThousandths: thousandths,
    conversion: feeConversion.nullable(),
    /** What becomes of the fee when the money goes back; null: not known. */
    refundedFee: z.enum(["kept", "returned"]).nullable(),
    /** The least that a month costs, without IGV; null: there is none. */
    monthlyMinimumCentimos: centimos.nullable(),
    /** Null: not known, and no day is expected. */
    cycle: settlementCycle.nullable(),
    /** By how much a figure of a settlement may differ: their sums are rounded in a way that is not published. */
    toleranceCentimos: z.int().min(0).max(MOST_TOLERANCE_CENTIMOS),
  })
  .refine(
    ({ currency, conversion }) => conversion?.into !== currency,
    "money is converted into another currency",
  );

export type FeeTerms = z.infer<typeof feeTerms>;
export type SettlementCycle = z.infer<typeof settlementCycle>;
export type FeeConversion = z.infer<typeof feeConversion>;

/**
 * IGV with the municipal part that is charged with it, 18 % since 1 March 2011 (Ley 29666; SUNAT, "Impuesto General a las Ventas", read
 * 2026-11). What the page offers for new terms: the terms that were saved keep theirs.
 */
export const IGV_TODAY = { thousandths: 18_000, since: "2011-03-01" } as const;

/**
 * What Culqi, which resells PagoEfectivo, publishes on its page of prices (read July 2026). An example, offered on a press and never
 * assumed: the fee of a contract of one's own is negotiated and not published.
 */
export const PUBLISHED_EXAMPLE = {
  by: "Culqi",
  read: "2026-07",
  percentThousandths: 3_990,
  minimumCentimos: 350,
} as const;

/** The terms that hold on a day for a currency; null where none are known. */
export function termsFor(
  history: readonly FeeTerms[],
  at: { day: string; currency: Currency },
): FeeTerms | null {
  let found: FeeTerms | null = null;
  for (const terms of history) {
    if (terms.currency !== at.currency || terms.validFrom > at.day) continue;
    if (found === null || terms.validFrom >= found.validFrom) found = terms;
  }
  return found;
}
