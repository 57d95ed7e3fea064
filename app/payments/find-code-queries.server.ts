import type { Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";
import type { FindWish } from "#app/payments/find-code.ts";

export interface FoundPayment {
  slug: string;
  /** As it stands with the payment: the only address that is written to. */
  email: string;
  storeName: string;
  amountCentimos: number;
  currency: Currency;
  test: boolean;
  locale: string | null;
}

const MOST_FOUND = 10;

/**
 * Payments since then, of any shop, that are the wish's: newest first, one for each checkout. One that is freed of personal data
 * has no address, and is not found.
 */
export async function findPaymentsByWish(
  db: Queryable,
  { wish, since }: { wish: FindWish; since: Date },
): Promise<FoundPayment[]> {
  const { rows } = await db.query<FoundPayment>({
    name: "find-payments-by-wish",
    text: `
      select slug, email, "storeName", "amountCentimos", currency, test, locale from (
        select distinct on (p.shop_id, p.session_group) p.slug, p.shopper_email as email, s.display_name as "storeName",
          p.amount_centimos as "amountCentimos", p.currency, p.test, p.shopper_locale as locale, p.received_at
        from payments p join shops s on s.id = p.shop_id
        where lower(p.shopper_email) = lower($1) and p.shopper_email is not null and p.received_at >= $2
          and (p.amount_centimos = $3 or exists (
            select 1 from codes c where c.payment_id = p.id and right(c.cip, 4) = $4))
        order by p.shop_id, p.session_group, p.received_at desc, p.id desc
      ) found
      order by received_at desc limit ${MOST_FOUND}`,
    values: [wish.email, since, wish.centimos, wish.ending],
  });
  return rows;
}
