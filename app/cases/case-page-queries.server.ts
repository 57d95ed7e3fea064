/** Reads what the page of one case shows. Every statement asks for one shop. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";
import type { StoredReceived } from "#app/payments/payment-detail-queries.server.ts";

interface Key {
  shopId: string;
  caseId: string;
}

export interface StoredCase {
  id: string;
  kind: string;
  state: string;
  version: number;
  heldCentimos: number;
  currency: Currency | null;
  times: number;
  openedAt: Date;
  lastSeenAt: Date;
  evidence: unknown;
  ownerId: string | null;
  ownerName: string | null;
  closedAt: Date | null;
  closedBy: string | null;
  resolution: string | null;
  reason: string | null;
  paymentId: string | null;
  codeId: string | null;
  noticeId: string | null;
}

export async function loadCase(db: Queryable, key: Key): Promise<StoredCase | null> {
  const { rows } = await db.query<StoredCase>({
    name: "load-case",
    text: `
      select k.id, k.kind, k.state, k.version, k.held_centimos as "heldCentimos", k.currency, k.times,
        k.opened_at as "openedAt", k.last_seen_at as "lastSeenAt", k.evidence, k.owner_id as "ownerId",
        coalesce(o.name, k.owner_id) as "ownerName", k.closed_at as "closedAt", coalesce(c.name, k.closed_by) as "closedBy",
        k.resolution, k.reason, k.payment_id as "paymentId", k.code_id as "codeId", k.notice_id as "noticeId"
      from cases k
        left join merchant_users o on o.shop_id = k.shop_id and o.user_id = k.owner_id
        left join merchant_users c on c.shop_id = k.shop_id and c.user_id = k.closed_by
      where k.id = $2 and k.shop_id = $1`,
    values: [key.shopId, key.caseId],
  });
  return rows[0] ?? null;
}

export interface StoredLine {
  id: string;
  at: Date;
  by: string;
  kind: "taken" | "handed" | "noted" | "acted" | "closed";
  text: string | null;
  to: string | null;
  act: string | null;
  resolution: string | null;
}

/** Newest first. */
export async function findCaseLines(db: Queryable, key: Key): Promise<StoredLine[]> {
  const { rows } = await db.query<StoredLine>({
    name: "find-case-lines",
    text: `
      select l.id::text, l.at, coalesce(u.name, l.user_id) as by, l.kind, l.text,
        coalesce(t.name, l.detail ->> 'to') as to, l.detail ->> 'act' as act, l.detail ->> 'resolution' as resolution
      from case_lines l join cases k on k.id = l.case_id
        left join merchant_users u on u.shop_id = k.shop_id and u.user_id = l.user_id
        left join merchant_users t on t.shop_id = k.shop_id and t.user_id = l.detail ->> 'to'
      where l.case_id = $2 and k.shop_id = $1 order by l.id desc limit 500`,
    values: [key.shopId, key.caseId],
  });
  return rows;
}

/** The people of the shop, those seen last first. */
export async function findPeople(db: Queryable, shopId: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await db.query<{ id: string; name: string }>({
    name: "find-people",
    text: `select user_id as id, name from merchant_users where shop_id = $1 order by last_seen_at desc, user_id limit 100`,
    values: [shopId],
  });
  return rows;
}

/** The notice that the case is about, if there is one, with its raw body: what of it may be shown, the reader decides. */
export async function findCaseNotice(db: Queryable, key: Key): Promise<StoredReceived | null> {
  const { rows } = await db.query<StoredReceived>({
    name: "find-case-notice",
    text: `
      select n.id, n.received_at as at, n.event_type as "eventType", n.state, n.simulated, n.body as raw
      from cases k join notices n on n.id = k.notice_id where k.id = $2 and k.shop_id = $1`,
    values: [key.shopId, key.caseId],
  });
  return rows[0] ?? null;
}

export interface StoredReceipt {
  codeId: string;
  cip: string | null;
  amountCentimos: number;
  currency: Currency;
  paidAt: Date | null;
  lookedUpAt: Date | null;
  sessionId: string;
  paymentId: string;
  /** Shopify has acknowledged that this payment's order is paid. */
  isOrder: boolean;
  raw: Uint8Array | null;
}

/** Every code of the case's checkout that money was reported for, the first paid first. */
export async function findReceipts(
  db: Queryable,
  key: { shopId: string; paymentId: string },
): Promise<StoredReceipt[]> {
  const { rows } = await db.query<StoredReceipt>({
    name: "find-receipts",
    text: `
      select c.id as "codeId", c.cip, c.amount_centimos as "amountCentimos", c.currency, c.paid_at as "paidAt",
        o.session_id as "sessionId", c.payment_id as "paymentId",
        exists (select 1 from reports r where r.payment_id = o.id and r.kind = 'resolve' and r.state = 'acknowledged')
          as "isOrder",
        (select max(t.at) from whole_timeline t where t.payment_id = c.payment_id and t.code_id = c.id and t.event = 'paid')
          as "lookedUpAt",
        (select n.body from notices n where n.cip = c.cip and n.code_id = c.id and n.event_type = 'cip.paid' and not n.simulated
          order by n.received_at desc limit 1) as raw
      from payments p join codes c on c.shop_id = p.shop_id and c.session_group = p.session_group
        join payments o on o.id = c.payment_id
      where p.id = $2 and p.shop_id = $1 and (c.paid_at is not null or c.state in ('paid', 'reversed'))
      order by c.paid_at nulls last, c.id limit 20`,
    values: [key.shopId, key.paymentId],
  });
  return rows;
}
