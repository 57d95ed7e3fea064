/**
 * Writes batches: which refunds are in one, and how each of them leaves it. Each act is one statement: refund, batch, the batch's
 * line, timeline and audit change together or not at all.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";
import type { NotPaidReason } from "#app/refunds/batch/batch-page.ts";
import { READY_TO_PAY } from "#app/refunds/batch/batch-queries.server.ts";

interface Deed {
  shopId: string;
  batchId: string;
  /** Shopify's id of the person. */
  userId: string;
  at: Date;
}

/**
 * Makes a batch of exactly these refunds, with the file that was written from exactly these versions. False, and nothing is written,
 * when one of them moved meanwhile or another batch took the number: the file would say what is not so.
 *
 * The rows are locked one after the other in the order of their ids. Whoever wants some of the same waits here, and then finds them
 * in a batch: no refund is in two files.
 */
export async function makeBatchRow(
  db: Queryable,
  deed: Deed & {
    number: number;
    currency: Currency;
    /** In the order of the file. */
    refunds: readonly { id: string; version: number }[];
    sealedFile: string;
  },
): Promise<boolean> {
  const { rows } = await db.query<{ made: number }>({
    name: "make-refund-batch",
    text: `
      with given as (
        select id, version, line from unnest($7::uuid[], $8::int[]) with ordinality as g (id, version, line)
      ), picked as (
        select r.id, r.payment_id, r.amount_centimos, r.version
        from refunds r
        where r.shop_id = $1 and r.id = any ($7::uuid[]) and r.currency = $6 and ${READY_TO_PAY}
        order by r.id for update of r
      ), same as (
        select p.id, p.payment_id, p.amount_centimos, g.line::int as line
        from picked p join given g on g.id = p.id and g.version = p.version
      ), made as (
        insert into refund_batches (id, shop_id, number, currency, created_at, created_by, bytes)
        select $2, $1, $5, $6, $4, $3, $9
        where (select count(*) from same) = cardinality($7::uuid[])
        on conflict (shop_id, number) do nothing
        returning id
      ), moved as (
        update refunds r set batch_id = made.id, version = r.version + 1
        from made, same where r.id = same.id
        returning r.id
      ), lines as (
        insert into refund_batch_lines (batch_id, line, refund_id, amount_centimos)
        select made.id, same.line, same.id, same.amount_centimos from made, same
      ), told as (
        insert into timeline (payment_id, at, actor, event, detail, user_id)
        select same.payment_id, $4, 'merchant', 'refund-batched',
          jsonb_build_object('refundId', same.id, 'batch', $5::int), $3
        from made, same
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, after)
        select $1, $4, $3, 'refund-batch-made', jsonb_build_object('batchId', made.id, 'number', $5::int,
          'count', (select count(*) from same), 'centimos', (select sum(amount_centimos) from same), 'currency', $6::text)
        from made
      )
      select count(*)::int as made from made`,
    values: [
      deed.shopId,
      deed.batchId,
      deed.userId,
      deed.at,
      deed.number,
      deed.currency,
      deed.refunds.map(({ id }) => id),
      deed.refunds.map(({ version }) => version),
      deed.sealedFile,
    ],
  });
  return rows[0]?.made === 1;
}

/** A person says that the bank did not pay this refund: it can be paid anew. False when it is not in the batch as they saw it. */
export async function takeOutOfBatch(
  db: Queryable,
  deed: Deed & { refundId: string; version: number; reason: NotPaidReason },
): Promise<boolean> {
  const { rows } = await db.query<{ moved: number }>({
    name: "take-out-of-batch",
    text: `
      with moved as (
        update refunds set batch_id = null, version = version + 1
        where id = $5 and shop_id = $1 and batch_id = $2 and version = $6 and state in ('details-given', 'approved')
        returning id, shop_id, payment_id
      ), line as (
        update refund_batch_lines l set taken_out_at = $4, taken_out_by = $3, reason = $7
        from moved where l.batch_id = $2 and l.refund_id = moved.id
      ), told as (
        insert into timeline (payment_id, at, actor, event, detail, user_id)
        select payment_id, $4, 'merchant', 'refund-not-paid', jsonb_build_object('refundId', id, 'reason', $7::text), $3
        from moved
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, payment_id, after)
        select shop_id, $4, $3, 'refund-not-paid', payment_id,
          jsonb_build_object('refundId', id, 'batchId', $2::uuid, 'reason', $7::text)
        from moved
      )
      select count(*)::int as moved from moved`,
    values: [deed.shopId, deed.batchId, deed.userId, deed.at, deed.refundId, deed.version, deed.reason],
  });
  return rows[0]?.moved === 1;
}
