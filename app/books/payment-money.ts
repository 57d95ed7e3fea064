/** What the page of one payment shows of its money: what was expected, what a settlement said, and whether it arrived. Pure. */
import { convertedNet, expectedFee, type ExpectedFee } from "#app/books/expected-fee.ts";
import { feeDifference, type FeeDifference } from "#app/books/fee-differences.ts";
import { termsFor, type FeeTerms } from "#app/books/fee-terms.ts";
import { expectedPayoutDay } from "#app/books/payout-day.ts";
import type { PayoutSource } from "#app/books/payouts-view.ts";
import type { StatementRow } from "#app/books/statement-row.ts";
import type { Money } from "#app/lib/money.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";

/** A settlement's row that names one of the payment's codes. */
export interface SettledRow extends StatementRow {
  fileName: string;
  payout: { on: string; source: PayoutSource; reference: string | null } | null;
}

export interface PaymentMoney {
  amount: Money;
  /** When a look-up says it was paid; null: not paid. */
  paidAt: string | null;
  /** Null: no terms are known for its currency and day. */
  expected: (ExpectedFee & { payoutDay: string | null; converted: Money | null }) | null;
  settled: readonly (Pick<
    SettledRow,
    | "fileName"
    | "line"
    | "amountCentimos"
    | "currency"
    | "feeCentimos"
    | "igvCentimos"
    | "netCentimos"
    | "settledOn"
    | "settlementRef"
    | "payout"
  > & { difference: FeeDifference | null })[];
}

/** Expected figures go by the terms of the day it was paid; of a payment that waits, by today's, and without a day. */
export function paymentMoney(input: {
  amount: Money;
  paidAt: string | null;
  now: Date;
  history: readonly FeeTerms[];
  rows: readonly SettledRow[];
}): PaymentMoney {
  const { amount, paidAt, history } = input;
  const day = limaDayOf(paidAt === null ? input.now : new Date(paidAt));
  const terms = termsFor(history, { day, currency: amount.currency });
  return {
    amount,
    paidAt,
    expected: terms && expectedOf(terms, amount, paidAt),
    settled: input.rows.map((row) => {
      const { fileName, line, amountCentimos, currency, feeCentimos, igvCentimos, netCentimos } = row;
      const { settledOn, settlementRef, payout } = row;
      // Files of settlements rarely say when a payment was made; we know.
      const dated = { ...row, paidAt: row.paidAt ?? paidAt };
      const ofRow = termsFor(history, { day, currency });
      return {
        ...{ fileName, line, amountCentimos, currency, feeCentimos, igvCentimos, netCentimos },
        ...{ settledOn, settlementRef, payout },
        difference: feeDifference(ofRow, dated),
      };
    }),
  };
}

function expectedOf(terms: FeeTerms, amount: Money, paidAt: string | null): PaymentMoney["expected"] {
  const fee = expectedFee(terms, { amountCentimos: amount.centimos, currency: amount.currency });
  return {
    ...fee,
    payoutDay: paidAt === null ? null : expectedPayoutDay(terms, paidAt),
    converted: convertedNet(terms, fee.netCentimos),
  };
}
