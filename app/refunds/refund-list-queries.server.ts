/**
 * Reads one page of the refund desk's queue by the indexes of its views; the pages before it are never read. The statements have
 * no name: the best plan depends on the shop.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";
import {
  isOverdue,
  overdueSince,
  VIEW_STATES,
  type ListedRefund,
  type RefundCursor,
  type RefundFilter,
} from "#app/refunds/refund-list.ts";
import type { RefundState } from "#app/refunds/refund.ts";

interface Row {
  id: string;
  state: RefundState;
  amountCentimos: number;
  currency: string;
  paidCentimos: number;
  paidCurrency: Currency;
  receivedAt: Date;
  endedAt: Date | null;
  needsApproval: boolean;
  sessionId: string;
  isFromShopify: boolean;
  test: boolean;
}

const COLUMNS = `r.id, r.state, r.amount_centimos as "amountCentimos", r.currency, p.amount_centimos as "paidCentimos",
  p.currency as "paidCurrency", r.received_at as "receivedAt", r.ended_at as "endedAt", p.session_id as "sessionId",
  r.session_id is not null as "isFromShopify", r.test,
  coalesce(r.amount_centimos > case r.currency when 'PEN' then s.approval_above_pen_centimos
    else s.approval_above_usd_centimos end, false) as "needsApproval"`;
const FROM = `refunds r join payments p on p.id = r.payment_id left join refund_settings s on s.shop_id = r.shop_id`;

/** Oldest first, so that the overdue come before the others; ended ones the latest first. */
export async function loadRefundPage(
  db: Queryable,
  input: { shopId: string; filter: RefundFilter; after: RefundCursor | null; now: Date; size: number },
): Promise<ListedRefund[]> {
  const { filter, after, now } = input;
  const isEnded = filter.view === "ended";
  const [column, order, beyond] = isEnded ? ["ended_at", "desc", "<"] : ["received_at", "asc", ">"];
  const { rows } = await db.query<Row>({
    text: `
      select ${COLUMNS} from ${FROM}
      where r.shop_id = $1 and r.ended_at is ${isEnded ? "not null" : "null"} and r.state = any($2)
        and ($3::timestamptz is null or r.received_at <= $3)
        and ($4::timestamptz is null or (r.${column}, r.id) ${beyond} ($4::timestamptz, $5::uuid))
      order by r.${column} ${order}, r.id ${order} limit $6`,
    values: [
      input.shopId,
      VIEW_STATES[filter.view],
      filter.view === "overdue" ? overdueSince(now) : null,
      after ? new Date(after.atMs) : null,
      after?.id ?? null,
      input.size,
    ],
  });
  return rows.map((row) => listed(row, now));
}

/** The refunds of one payment, the newest first. */
export async function findRefundsOfPayment(
  db: Queryable,
  key: { shopId: string; paymentId: string; now: Date },
): Promise<ListedRefund[]> {
  const { rows } = await db.query<Row>({
    name: "find-refunds-of-payment",
    text: `select ${COLUMNS} from ${FROM} where r.shop_id = $1 and r.payment_id = $2
      order by r.received_at desc, r.id desc limit 100`,
    values: [key.shopId, key.paymentId],
  });
  return rows.map((row) => listed(row, key.now));
}

/** The refunds of the money that a case holds, the newest first. */
export async function findRefundsOfCase(
  db: Queryable,
  key: { shopId: string; caseId: string; now: Date },
): Promise<ListedRefund[]> {
  const { rows } = await db.query<Row>({
    name: "find-refunds-of-case",
    text: `select ${COLUMNS} from ${FROM} where r.shop_id = $1 and r.case_id = $2
      order by r.received_at desc, r.id desc limit 100`,
    values: [key.shopId, key.caseId],
  });
  return rows.map((row) => listed(row, key.now));
}

/** Those that shop's people should have settled by now; test refunds are nobody's worry. */
export async function countOverdueRefunds(
  db: Queryable,
  key: { shopId: string; now: Date },
): Promise<number> {
  const { rows } = await db.query<{ overdue: number }>({
    name: "count-overdue-refunds",
    text: `select count(*)::int as overdue from refunds
      where shop_id = $1 and ended_at is null and received_at <= $2 and not test`,
    values: [key.shopId, overdueSince(key.now)],
  });
  return rows[0]?.overdue ?? 0;
}

/** Whether refunds of Shopify's become tasks here. */
export async function hasManualRefunds(db: Queryable, shopId: string): Promise<boolean> {
  const { rows } = await db.query<{ isManual: boolean }>({
    name: "has-manual-refunds",
    text: `select manual_since is not null as "isManual" from refund_settings where shop_id = $1`,
    values: [shopId],
  });
  return rows[0]?.isManual ?? false;
}

function listed(row: Row, now: Date): ListedRefund {
  const { id, state, sessionId, isFromShopify, test, needsApproval } = row;
  return {
    ...{ id, state, sessionId, isFromShopify, test, needsApproval },
    amount: { centimos: row.amountCentimos, currency: row.currency },
    paid: { centimos: row.paidCentimos, currency: row.paidCurrency },
    receivedAt: row.receivedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    isOverdue: isOverdue(row, now),
  };
}
