/** Reads what can be paid, the batches of a shop, and what is in one. Nothing here opens a destination. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";
import type { NotPaidReason } from "#app/refunds/batch/batch-page.ts";
import type { DestinationHint, RefundState } from "#app/refunds/refund.ts";

/**
 * Whether refund `r` can be paid now: with details, approved where its shop wants that, in no batch, for real, not frozen by a
 * payment that the collector may have taken back, and of a case that still holds its money. The store repeats it when it makes the batch.
 */
export const READY_TO_PAY = `
  r.state in ('details-given', 'approved') and r.batch_id is null and not r.test
  and (r.state = 'approved' or r.amount_centimos <= coalesce(
    (select case r.currency when 'PEN' then s.approval_above_pen_centimos else s.approval_above_usd_centimos end
     from refund_settings s where s.shop_id = r.shop_id), 2147483647))
  and not exists (select 1 from cases k
    where k.payment_id = r.payment_id and k.kind = 'reversal-suspected' and k.state = 'open')
  and not exists (select 1 from cases o where o.id = r.case_id and o.state <> 'open')`;

export interface ReadyRefund {
  id: string;
  version: number;
  shop: string;
  sessionId: string;
  amountCentimos: number;
  sealedDestination: string;
  hint: DestinationHint;
}

/** Those that waited longest first. */
export async function findReadyRefunds(
  db: Queryable,
  input: { shopId: string; currency: Currency; limit: number },
): Promise<ReadyRefund[]> {
  const { rows } = await db.query<ReadyRefund>({
    name: "find-ready-refunds",
    text: `
      select r.id, r.version, s.domain as shop, p.session_id as "sessionId", r.amount_centimos as "amountCentimos",
        r.sealed_destination as "sealedDestination", r.destination_hint as hint
      from refunds r join payments p on p.id = r.payment_id join shops s on s.id = r.shop_id
      where r.shop_id = $1 and r.currency = $2 and ${READY_TO_PAY}
      order by r.received_at, r.id limit $3`,
    values: [input.shopId, input.currency, input.limit],
  });
  return rows;
}

export interface ReadySum {
  currency: Currency;
  count: number;
  centimos: number;
}

export async function sumReadyRefunds(db: Queryable, shopId: string): Promise<ReadySum[]> {
  const { rows } = await db.query<ReadySum>({
    name: "sum-ready-refunds",
    text: `
      select r.currency, count(*)::int as count, sum(r.amount_centimos)::float8 as centimos
      from refunds r where r.shop_id = $1 and ${READY_TO_PAY} group by r.currency order by r.currency`,
    values: [shopId],
  });
  return rows;
}

export interface StoredBatch {
  id: string;
  shop: string;
  number: number;
  currency: Currency;
  count: number;
  centimos: number;
  waiting: number;
  createdAt: Date;
  createdBy: string;
  hasFile: boolean;
}

const BATCH = `
  select b.id, h.domain as shop, b.number, b.currency, b.created_at as "createdAt",
    coalesce(u.name, b.created_by) as "createdBy", b.bytes <> '' as "hasFile", l.count, l.centimos, l.waiting
  from refund_batches b
    join shops h on h.id = b.shop_id
    left join merchant_users u on u.shop_id = b.shop_id and u.user_id = b.created_by
    cross join lateral (
      select count(*)::int as count, sum(l.amount_centimos)::float8 as centimos,
        count(*) filter (where r.batch_id = b.id and r.state <> 'paid-out')::int as waiting
      from refund_batch_lines l join refunds r on r.id = l.refund_id where l.batch_id = b.id
    ) l`;

export async function loadBatchPage(
  db: Queryable,
  input: { shopId: string; limit: number },
): Promise<StoredBatch[]> {
  const { rows } = await db.query<StoredBatch>({
    name: "load-batch-page",
    text: `${BATCH} where b.shop_id = $1 order by b.number desc limit $2`,
    values: [input.shopId, input.limit],
  });
  return rows;
}

export interface BatchKey {
  shopId: string;
  batchId: string;
}

export async function loadBatch(db: Queryable, key: BatchKey): Promise<StoredBatch | null> {
  const { rows } = await db.query<StoredBatch>({
    name: "load-batch",
    text: `${BATCH} where b.shop_id = $1 and b.id = $2`,
    values: [key.shopId, key.batchId],
  });
  return rows[0] ?? null;
}

export interface StoredBatchRow {
  refundId: string;
  line: number;
  amountCentimos: number;
  sessionId: string;
  hint: DestinationHint | null;
  state: RefundState;
  version: number;
  isIn: boolean;
  paidOutOn: string | null;
  bankReference: string | null;
  takenOutAt: Date | null;
  takenOutBy: string | null;
  reason: NotPaidReason | null;
}

/** In the file's order. */
export async function findBatchRows(db: Queryable, key: BatchKey): Promise<StoredBatchRow[]> {
  const { rows } = await db.query<StoredBatchRow>({
    name: "find-batch-rows",
    text: `
      select l.refund_id as "refundId", l.line, l.amount_centimos as "amountCentimos", p.session_id as "sessionId",
        r.destination_hint as hint, r.state, r.version, r.batch_id is not distinct from b.id as "isIn",
        to_char(r.paid_out_on, 'YYYY-MM-DD') as "paidOutOn", r.bank_reference as "bankReference",
        l.taken_out_at as "takenOutAt", coalesce(u.name, l.taken_out_by) as "takenOutBy", l.reason
      from refund_batch_lines l
        join refund_batches b on b.id = l.batch_id
        join refunds r on r.id = l.refund_id
        join payments p on p.id = r.payment_id
        left join merchant_users u on u.shop_id = b.shop_id and u.user_id = l.taken_out_by
      where b.shop_id = $1 and b.id = $2 order by l.line`,
    values: [key.shopId, key.batchId],
  });
  return rows;
}

/** The file, sealed; empty once it was deleted. Null when the shop has no such batch. */
export async function loadBatchFile(
  db: Queryable,
  key: BatchKey,
): Promise<{ shop: string; number: number; currency: Currency; sealed: string } | null> {
  const { rows } = await db.query<{ shop: string; number: number; currency: Currency; sealed: string }>({
    name: "load-batch-file",
    text: `
      select s.domain as shop, b.number, b.currency, b.bytes as sealed
      from refund_batches b join shops s on s.id = b.shop_id where b.shop_id = $1 and b.id = $2`,
    values: [key.shopId, key.batchId],
  });
  return rows[0] ?? null;
}

export async function nextBatchNumber(db: Queryable, shopId: string): Promise<number> {
  const { rows } = await db.query<{ next: number }>({
    name: "next-batch-number",
    text: `select coalesce(max(number), 0) + 1 as next from refund_batches where shop_id = $1`,
    values: [shopId],
  });
  return rows[0]?.next ?? 1;
}

/** The batch that a refund is in, or was paid with. */
export async function findBatchOf(
  db: Queryable,
  key: { shopId: string; refundId: string },
): Promise<{ id: string; number: number } | null> {
  const { rows } = await db.query<{ id: string; number: number }>({
    name: "find-batch-of-refund",
    text: `
      select b.id, b.number from refunds r join refund_batches b on b.id = r.batch_id
      where r.shop_id = $1 and r.id = $2`,
    values: [key.shopId, key.refundId],
  });
  return rows[0] ?? null;
}
