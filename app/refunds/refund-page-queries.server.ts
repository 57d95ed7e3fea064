/** Reads what the page of one refund shows. Every statement asks for one shop. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import type { DestinationHint, RefundState } from "#app/refunds/refund.ts";

interface Key {
  shopId: string;
  refundId: string;
}

export interface StoredRefund {
  id: string;
  shop: ShopDomain;
  storeName: string;
  state: RefundState;
  version: number;
  test: boolean;
  amountCentimos: number;
  currency: string;
  receivedAt: Date;
  endedAt: Date | null;
  isFromShopify: boolean;
  paymentId: string;
  sessionId: string;
  caseId: string | null;
  /** The money that this refund is taken from, in the payment's currency. */
  paidCentimos: number;
  paidCurrency: Currency;
  givenBackCentimos: number;
  alsoOpenCentimos: number;
  shopperEmail: string | null;
  shopperPhone: string | null;
  shopperName: string | null;
  shopperLocale: string | null;
  sealedDestination: string | null;
  hint: DestinationHint | null;
  detailsBy: string | null;
  detailsByName: string | null;
  detailsAt: Date | null;
  approvedByName: string | null;
  approvedAt: Date | null;
  approvalAboveCentimos: number | null;
  paidOutByName: string | null;
  paidOutOn: string | null;
  bankReference: string | null;
  refusalText: string | null;
  linkMadeAt: Date | null;
  linkExpiresAt: Date | null;
  linkUsedAt: Date | null;
  linkOpensLeft: number | null;
  reportState: string | null;
}

/**
 * Other refunds of the same money: a case holds money of its own, unless it is about the payment's resolve; then, as for
 * Shopify's refunds, the payment's is shared.
 */
const OF_THE_SAME_MONEY = `
  select coalesce(sum(o.amount_centimos) filter (where o.state = 'paid-out'), 0)::int as "givenBack",
    coalesce(sum(o.amount_centimos) filter (where o.state not in ('paid-out', 'refused')), 0)::int as "alsoOpen"
  from (
    select c.* from refunds c where c.case_id = r.case_id and k.id is not null and not case_shares_payment(k.kind)
    union all
    select c.* from refunds c left join cases ok on ok.id = c.case_id
    where c.payment_id = r.payment_id and (k.id is null or case_shares_payment(k.kind))
      and (ok.id is null or case_shares_payment(ok.kind))
  ) o where o.id <> r.id`;

/** Null when no refund of the shop has this id. */
export async function loadRefundForPage(db: Queryable, key: Key): Promise<StoredRefund | null> {
  const { rows } = await db.query<StoredRefund>({
    name: "load-refund-for-page",
    text: `
      select r.id, s.domain as shop, s.display_name as "storeName", r.state, r.version, r.test,
        r.amount_centimos as "amountCentimos", r.currency, r.received_at as "receivedAt", r.ended_at as "endedAt",
        r.session_id is not null as "isFromShopify", r.payment_id as "paymentId", p.session_id as "sessionId",
        r.case_id as "caseId", p.currency as "paidCurrency",
        case when k.id is not null and not case_shares_payment(k.kind) then k.held_centimos else p.amount_centimos end
          as "paidCentimos",
        other."givenBack" as "givenBackCentimos", other."alsoOpen" as "alsoOpenCentimos",
        p.shopper_email as "shopperEmail", p.shopper_phone as "shopperPhone", p.shopper_locale as "shopperLocale",
        nullif(trim(concat_ws(' ', p.shopper_given_name, p.shopper_last_name)), '') as "shopperName",
        r.sealed_destination as "sealedDestination", r.destination_hint as hint, r.details_by as "detailsBy",
        coalesce(du.name, r.details_by) as "detailsByName", r.details_at as "detailsAt",
        coalesce(au.name, r.approved_by) as "approvedByName", r.approved_at as "approvedAt",
        case r.currency when 'PEN' then t.approval_above_pen_centimos when 'USD' then t.approval_above_usd_centimos end
          as "approvalAboveCentimos",
        coalesce(pu.name, r.paid_out_by) as "paidOutByName", r.paid_out_on::text as "paidOutOn",
        r.bank_reference as "bankReference", r.refusal_text as "refusalText",
        link.created_at as "linkMadeAt", link.expires_at as "linkExpiresAt", link.used_at as "linkUsedAt",
        link.opens_left as "linkOpensLeft", report.state as "reportState"
      from refunds r
        join shops s on s.id = r.shop_id
        join payments p on p.id = r.payment_id
        left join cases k on k.id = r.case_id
        left join refund_settings t on t.shop_id = r.shop_id
        left join merchant_users du on du.shop_id = r.shop_id and du.user_id = r.details_by
        left join merchant_users au on au.shop_id = r.shop_id and au.user_id = r.approved_by
        left join merchant_users pu on pu.shop_id = r.shop_id and pu.user_id = r.paid_out_by
        left join reports report on report.refund_id = r.id
        left join lateral (select c.* from refund_claims c where c.refund_id = r.id
          order by c.created_at desc, c.id desc limit 1) link on true
        cross join lateral (${OF_THE_SAME_MONEY}) other
      where r.id = $2 and r.shop_id = $1`,
    values: [key.shopId, key.refundId],
  });
  return rows[0] ?? null;
}
