import type { FeeTerms } from "#app/books/fee-terms.ts";
import { decimalText } from "#app/books/fee-terms-form.ts";
import type { Money } from "#app/lib/money.ts";
import { limaDayStart } from "#app/payments/payment-list-filter.ts";
import type { MerchantWords } from "../words.tsx";

/** Money that may be less than nothing: what is left of a payment that is smaller than its fee. */
export function signedMoney({ money }: MerchantWords, { centimos, currency }: Money): string {
  const size = money({ centimos: Math.abs(centimos), currency });
  return centimos < 0 ? `−${size}` : size;
}

/** A day of Lima in words. */
export function dayText({ date }: MerchantWords, day: string): string {
  return date(limaDayStart(day).toISOString());
}

/** When it is paid out, by the terms. */
export function cycleText({ say }: MerchantWords, cycle: FeeTerms["cycle"]): string {
  switch (cycle?.kind) {
    case undefined:
      return say("fees.cycle.unknownText");
    case "business-days":
      return say("fees.cycle.daysText", { count: cycle.days });
    case "weekly":
      return say("fees.cycle.weeklyText", { weekday: say(`fees.weekday.${cycle.weekday}`) });
  }
}

/** What a payment costs, in one line: `3.99 % + S/ 0.50, mínimo S/ 3.50, más IGV de 18.00 %`. */
export function chargeText(words: MerchantWords, terms: FeeTerms): string {
  const { say, money } = words;
  const { currency, fixedCentimos, minimumCentimos } = terms;
  const values = {
    percent: decimalText(terms.percentThousandths, 3),
    igv: decimalText(terms.igvThousandths, 3),
    fixed: money({ centimos: fixedCentimos, currency }),
    minimum: money({ centimos: minimumCentimos, currency }),
  };
  if (fixedCentimos > 0 && minimumCentimos > 0) return say("fees.charge.fixedAndMinimum", values);
  if (fixedCentimos > 0) return say("fees.charge.fixed", values);
  if (minimumCentimos > 0) return say("fees.charge.minimum", values);
  return say("fees.charge.percent", values);
}
