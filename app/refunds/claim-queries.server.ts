import type { Currency } from "#app/lib/money.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { PageChoices } from "#app/payments/voucher-view.ts";

/** A link that may still be used, with the refund that it is about. */
export interface OpenClaim {
  expiresAt: Date;
  shopId: string;
  refundId: string;
  /** The refund's. */
  version: number;
  storeName: string;
  amountCentimos: number;
  currency: Currency;
  test: boolean;
  shopperLocale: string | null;
  page: PageChoices;
}

/**
 * The claim whose token has this hash, or null. The refund's state decides as well: it is left in the very statement that takes the
 * details, so that a link is used once even if nobody gets to write `used_at`.
 */
export async function loadOpenClaim(
  db: Queryable,
  key: { tokenHash: Buffer; at: Date },
): Promise<OpenClaim | null> {
  const { rows } = await db.query<OpenClaim>({
    name: "load-open-claim",
    text: `
      select c.expires_at as "expiresAt", r.shop_id as "shopId", r.id as "refundId", r.version,
        s.display_name as "storeName", r.amount_centimos as "amountCentimos", r.currency, r.test,
        p.shopper_locale as "shopperLocale",
        json_build_object(
          'languages', coalesce(s.shopper_languages, '{es,en}'), 'accentColor', s.accent_color,
          'support', json_build_object('helpUrl', s.help_url, 'email', s.support_email,
            'whatsapp', s.support_whatsapp, 'phone', s.support_phone)
        ) as page
      from refund_claims c join refunds r on r.id = c.refund_id join payments p on p.id = r.payment_id
        join shops s on s.id = r.shop_id
      where c.token_hash = $1 and c.expires_at > $2 and c.used_at is null and r.state = 'details-asked'`,
    values: [key.tokenHash, key.at],
  });
  return rows[0] ?? null;
}

/** Whether this very link was used: for the second of two presses of one button, which must not be told that it failed. */
export async function wasUsed(db: Queryable, tokenHash: Buffer): Promise<boolean> {
  const { rows } = await db.query({
    name: "claim-was-used",
    text: `
      select 1 from refund_claims c join refunds r on r.id = c.refund_id
      where c.token_hash = $1 and r.details_by = 'shopper' and r.details_at >= c.created_at`,
    values: [tokenHash],
  });
  return rows.length > 0;
}
