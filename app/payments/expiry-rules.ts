/** What a merchant decides about the life of a code, and between which bounds. Plain values, for forms and for the rule itself. */
import type { Currency } from "#app/lib/money.ts";

/** Payments up to this amount get a life of their own; the smallest band that fits is taken. */
export interface AmountBand {
  currency: Currency;
  upToCentimos: number;
  codeLifeMinutes: number;
}

export interface ExpiryRules {
  codeLifeMinutes: number;
  /** The code ends at 23:59 in Lima instead: today, or tomorrow when that is nearer than twelve hours. */
  endsAtDayEnd: boolean;
  amountBands: readonly AmountBand[];
  /** Minutes of Lima's day between which no code ends, also over midnight; both or neither. */
  quietFromMinute: number | null;
  quietToMinute: number | null;
  /** How long money that was paid in time may take to be reported. */
  graceMinutes: number;
  /** Our own reject waits for the next business day; Shopify's deadline does not. */
  businessDayGrace: boolean;
}

/** Bounds of a form; the database holds the same. */
export const RULE_BOUNDS = {
  codeLifeMinutes: { min: 2 * 60, max: 70 * 60 },
  graceMinutes: { min: 0, max: 24 * 60 },
  confirmTimerSeconds: { min: 30, max: 600 },
  amountBands: 10,
} as const;

/** The life of a code for this amount, in minutes. */
export function lifeForAmount(
  rules: Pick<ExpiryRules, "codeLifeMinutes" | "amountBands">,
  amount: { centimos: number; currency: Currency },
): number {
  const fitting = rules.amountBands
    .filter((band) => band.currency === amount.currency && amount.centimos <= band.upToCentimos)
    .sort((one, other) => one.upToCentimos - other.upToCentimos);
  return fitting[0]?.codeLifeMinutes ?? rules.codeLifeMinutes;
}
