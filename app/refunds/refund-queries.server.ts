/** Reads one refund with what decides about it. Every statement asks for one shop. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Refund } from "#app/refunds/refund.ts";

/** A refund `r` of a shop `s`, as `Refund`. */
const REFUND_COLUMNS = `
  r.id, r.shop_id as "shopId", s.domain as shop, r.payment_id as "paymentId", r.code_id as "codeId", r.case_id as "caseId",
  r.session_id as "sessionId", r.session_gid as "sessionGid", r.amount_centimos as "amountCentimos", r.currency, r.test,
  r.merchant_locale as "merchantLocale", r.received_at as "receivedAt", r.state, r.version, r.refusal,
  r.refusal_text as "refusalText", r.destination_hint as "destinationHint", r.details_by as "detailsBy",
  r.details_at as "detailsAt", r.approved_by as "approvedBy", r.approved_at as "approvedAt", r.paid_out_by as "paidOutBy",
  to_char(r.paid_out_on, 'YYYY-MM-DD') as "paidOutOn", r.bank_reference as "bankReference", r.batch_id as "batchId",
  r.ended_at as "endedAt"`;

export interface StandingRefund {
  refund: Refund;
  /** Its amount is one that a second person approves, by the shop's settings as they are now. */
  needsApproval: boolean;
  inOpenBatch: boolean;
  /** A case asks whether the collector took the payment's money back. */
  isFrozen: boolean;
  /** The case that it was opened from still holds its money; always so for Shopify's. */
  hasMoney: boolean;
}

interface Key {
  shopId: string;
  refundId: string;
}

/** Null when no refund of the shop has this id. */
export async function loadRefund(db: Queryable, key: Key): Promise<Refund | null> {
  const { rows } = await db.query<Refund>({
    name: "load-refund",
    text: `select ${REFUND_COLUMNS} from refunds r join shops s on s.id = r.shop_id where r.id = $2 and r.shop_id = $1`,
    values: [key.shopId, key.refundId],
  });
  return rows[0] ?? null;
}

/** The refund with everything that an act on it depends on. */
export async function loadStandingRefund(db: Queryable, key: Key): Promise<StandingRefund | null> {
  const { rows } = await db.query<Refund & Omit<StandingRefund, "refund">>({
    name: "load-standing-refund",
    text: `
      select ${REFUND_COLUMNS},
        coalesce(r.amount_centimos > case r.currency when 'PEN' then t.approval_above_pen_centimos
          when 'USD' then t.approval_above_usd_centimos end, false) as "needsApproval",
        coalesce(b.state = 'open', false) as "inOpenBatch",
        exists (select 1 from cases k where k.payment_id = r.payment_id and k.kind = 'reversal-suspected' and k.state = 'open')
          as "isFrozen",
        coalesce(o.state = 'open', true) as "hasMoney"
      from refunds r join shops s on s.id = r.shop_id
        left join refund_settings t on t.shop_id = r.shop_id
        left join refund_batches b on b.id = r.batch_id
        left join cases o on o.id = r.case_id
      where r.id = $2 and r.shop_id = $1`,
    values: [key.shopId, key.refundId],
  });
  const [row] = rows;
  if (!row) return null;
  const { needsApproval, inOpenBatch, isFrozen, hasMoney, ...refund } = row;
  return { refund, needsApproval, inOpenBatch, isFrozen, hasMoney };
}

export interface StoredRefundSession {
  refundId: string;
  sessionGid: string;
  paymentSessionId: string;
  amountCentimos: number;
  currency: string;
  test: boolean;
}

/** A session of Shopify's that is known, with its content. */
export async function findRefundSession(
  db: Queryable,
  key: { shop: string; sessionId: string },
): Promise<StoredRefundSession | null> {
  const { rows } = await db.query<StoredRefundSession>({
    name: "find-refund-session",
    text: `
      select r.id as "refundId", r.session_gid as "sessionGid", p.session_id as "paymentSessionId",
        r.amount_centimos as "amountCentimos", r.currency, r.test
      from shops s join refunds r on r.shop_id = s.id and r.session_id = $2 join payments p on p.id = r.payment_id
      where s.domain = $1`,
    values: [key.shop, key.sessionId],
  });
  return rows[0] ?? null;
}

/** What a refund from a case may be about; nothing is held once the case is closed. Null when no case of the shop has this id. */
export async function findCaseForRefund(
  db: Queryable,
  key: { shopId: string; caseId: string },
): Promise<{ heldCentimos: number; isByHand: boolean } | null> {
  const { rows } = await db.query<{ heldCentimos: number; isByHand: boolean }>({
    name: "find-case-for-refund",
    text: `
      select case when k.state = 'open' then k.held_centimos else 0 end as "heldCentimos",
        t.manual_since is not null as "isByHand"
      from cases k left join refund_settings t on t.shop_id = k.shop_id where k.id = $2 and k.shop_id = $1`,
    values: [key.shopId, key.caseId],
  });
  return rows[0] ?? null;
}
