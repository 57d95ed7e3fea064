/** What a month's payments cost together by the terms of each one's day. Pure. */
import { expectedFee, monthlySurcharge, type ExpectedFee } from "#app/books/expected-fee.ts";
import { termsFor, type FeeTerms } from "#app/books/fee-terms.ts";
import { CURRENCIES, type Currency } from "#app/lib/money.ts";

/** Payments of one day of Lima and one amount. */
export interface MonthGroup {
  day: string;
  currency: Currency;
  amountCentimos: number;
  count: number;
}

export interface MonthFees extends ExpectedFee {
  currency: Currency;
  /** Payments with terms, and what they add up to. */
  count: number;
  amountCentimos: number;
  /** Payments of days without terms: what they cost is not known, and in no sum. */
  withoutTerms: number;
  /** What the month lacks of its minimum so far, by the terms of `day`; null where there is no minimum. */
  surcharge: Pick<ExpectedFee, "feeCentimos" | "igvCentimos"> | null;
}

/** One line for each currency in which something was paid. `day`: the month's last, or today. */
export function monthOfFees(
  history: readonly FeeTerms[],
  groups: readonly MonthGroup[],
  day: string,
): MonthFees[] {
  return CURRENCIES.flatMap((currency) => {
    const own = groups.filter((group) => group.currency === currency);
    if (own.length === 0) return [];
    const sum = own.reduce((before, group) => added(before, group, history), nothing(currency));
    const terms = termsFor(history, { day, currency });
    const hasMinimum = terms !== null && terms.monthlyMinimumCentimos !== null;
    return [{ ...sum, surcharge: hasMinimum ? monthlySurcharge(terms, sum.feeCentimos) : null }];
  });
}

function added(sum: MonthFees, group: MonthGroup, history: readonly FeeTerms[]): MonthFees {
  const { count, amountCentimos } = group;
  const terms = termsFor(history, group);
  if (terms === null) return { ...sum, withoutTerms: sum.withoutTerms + count };
  const each = expectedFee(terms, group);
  return {
    ...sum,
    count: sum.count + count,
    amountCentimos: sum.amountCentimos + amountCentimos * count,
    feeCentimos: sum.feeCentimos + each.feeCentimos * count,
    igvCentimos: sum.igvCentimos + each.igvCentimos * count,
    netCentimos: sum.netCentimos + each.netCentimos * count,
  };
}

function nothing(currency: Currency): MonthFees {
  const money = { amountCentimos: 0, feeCentimos: 0, igvCentimos: 0, netCentimos: 0 };
  return { currency, count: 0, withoutTerms: 0, surcharge: null, ...money };
}
