/**
 * How far a payment's money has come, as three facts of three sources: *paid* is what PagoEfectivo's look-up said, *settled* that a
 * settlement names it, *paid out* that this settlement's money was at the merchant's bank. Pure. None follows from another.
 */
import type { Currency } from "#app/lib/money.ts";

/** Where the money waits, for the list's filter. */
export const MONEY_STAGES = ["unsettled", "settled", "paid-out"] as const;
export type MoneyStage = (typeof MONEY_STAGES)[number];

export interface MoneyFacts {
  isPaid: boolean;
  isSettled: boolean;
  /** Day of Lima that the settlement names; null where it names none. */
  settledOn: string | null;
  isPaidOut: boolean;
  paidOutOn: string | null;
}

/** The farthest that the money has come; null where there is none. */
export function moneyStage(
  facts: Pick<MoneyFacts, "isPaid" | "isSettled" | "isPaidOut">,
): MoneyStage | null {
  if (facts.isPaidOut) return "paid-out";
  if (facts.isSettled) return "settled";
  return facts.isPaid ? "unsettled" : null;
}

export interface MoneySum {
  count: number;
  centimos: number;
}

/** What a list's payments of one currency add up to, and how far the money of how many of them has come. */
export interface MoneyTotals {
  currency: Currency;
  listed: MoneySum;
  paid: MoneySum;
  settled: MoneySum;
  paidOut: MoneySum;
}
