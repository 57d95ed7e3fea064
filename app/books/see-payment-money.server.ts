import { loadFeeTerms } from "#app/books/fee-terms-queries.server.ts";
import { findPaidMoney, findSettledRows } from "#app/books/payment-money-queries.server.ts";
import { paymentMoney, type PaymentMoney } from "#app/books/payment-money.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";

/** What of one payment's money is expected, settled and paid out; null where the shop has no such payment. */
export async function seePaymentMoney(
  deps: { db: Queryable; clock: Clock },
  key: { shopId: string; paymentId: string },
): Promise<PaymentMoney | null> {
  const [paid, rows, { terms }] = await Promise.all([
    findPaidMoney(deps.db, key),
    findSettledRows(deps.db, key),
    loadFeeTerms(deps.db, key.shopId),
  ]);
  if (!paid) return null;
  return paymentMoney({
    amount: { centimos: paid.centimos, currency: paid.currency },
    paidAt: paid.paidAt?.toISOString() ?? null,
    now: deps.clock.now(),
    history: terms,
    rows,
  });
}
