/**
 * Which of the bank's credits pays which settlement. Pure. A machine says so only where there is one answer: the credit names the
 * settlement's number, or it is the only credit of that sum around that day and the settlement the only one of it. The rest is for
 * a person to say.
 */
import type { Currency } from "#app/lib/money.ts";

/** A settlement that is not paid out yet. */
export interface OpenSettlement {
  id: string;
  ref: string | null;
  currency: Currency;
  /** Null: the file does not say, and no sum is known. */
  netCentimos: number | null;
  /** Day of Lima. */
  settledOn: string | null;
}

/** A line of a bank statement that pays nothing yet. */
export interface BankCredit {
  statementId: string;
  line: number;
  currency: Currency;
  amountCentimos: number;
  /** Day of Lima on which the bank booked it. */
  day: string;
  settlementRef: string | null;
  operationNumber: string | null;
}

export interface PayoutMatch {
  settlementId: string;
  credit: BankCredit;
  by: "bank-reference" | "bank-total";
}

/** How far from its day a settlement's credit may be booked: a little sooner where files state the day differently, and over a long feast. */
export const CREDIT_WINDOW = { daysBefore: 2, daysAfter: 10 } as const;

const DAY_MS = 86_400_000;

/** At most one match for each settlement; of those by their sum, at most one for each credit. */
export function matchPayouts(
  settlements: readonly OpenSettlement[],
  credits: readonly BankCredit[],
): PayoutMatch[] {
  const named = settlements.flatMap((settlement) => {
    const credit = creditNaming(settlement, credits);
    return credit ? [{ settlementId: settlement.id, credit, by: "bank-reference" as const }] : [];
  });
  const isMatched = new Set(named.map(({ settlementId }) => settlementId));
  const rest = settlements.filter(({ id }) => !isMatched.has(id));
  const unnamed = withoutCopies(credits.filter(({ settlementRef }) => settlementRef === null));
  return [...named, ...rest.flatMap((settlement) => bySum(settlement, settlements, unnamed))];
}

/** Where the sum is known, a credit of less does not pay it: the rest is still owed, and a person sees both. */
function creditNaming(settlement: OpenSettlement, credits: readonly BankCredit[]): BankCredit | undefined {
  const { ref, currency, netCentimos } = settlement;
  if (ref === null) return undefined;
  return credits.find(
    (credit) =>
      credit.settlementRef !== null &&
      isSameRef(credit.settlementRef, ref) &&
      credit.currency === currency &&
      credit.amountCentimos > 0 &&
      (netCentimos === null || credit.amountCentimos >= netCentimos),
  );
}

function isSameRef(one: string, other: string): boolean {
  const bare = (ref: string) => ref.replaceAll(/\s/g, "").toLowerCase();
  return bare(one) === bare(other);
}

function bySum(
  settlement: OpenSettlement,
  all: readonly OpenSettlement[],
  credits: readonly BankCredit[],
): PayoutMatch[] {
  const fitting = credits.filter((credit) => fits(settlement, credit));
  const [credit] = fitting;
  if (!credit || fitting.length > 1) return [];
  const claimants = all.filter((other) => fits(other, credit));
  return claimants.length === 1 ? [{ settlementId: settlement.id, credit, by: "bank-total" }] : [];
}

function fits(settlement: OpenSettlement, credit: BankCredit): boolean {
  const { settledOn, netCentimos, currency } = settlement;
  if (settledOn === null || netCentimos === null || netCentimos <= 0) return false;
  if (credit.amountCentimos !== netCentimos || credit.currency !== currency) return false;
  const days = (Date.parse(credit.day) - Date.parse(settledOn)) / DAY_MS;
  return days >= -CREDIT_WINDOW.daysBefore && days <= CREDIT_WINDOW.daysAfter;
}

/** Files of overlapping days hold the same credit twice: the bank's own number says so. */
function withoutCopies(credits: readonly BankCredit[]): BankCredit[] {
  const seen = new Set<string>();
  return credits.filter(({ operationNumber, day, currency, amountCentimos }) => {
    if (operationNumber === null) return true;
    const key = [operationNumber, day, currency, amountCentimos].join(" ");
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
