/**
 * Removes what a refund knows of a person, when nobody needs it any more. That it was asked for, of how much, who decided and under which
 * reference the bank paid it stays for the books.
 */
import type { Queryable } from "#app/lib/database.server.ts";

/**
 * What goes with the details of the refunds in `due` (ids of ended refunds). The link names nobody, but says that there was one. A file for
 * the bank holds everybody of its batch, also who was taken out of it; once none of them waits any more and one is wiped, it goes whole.
 */
const WIPE = `
  wiped as (
    update refunds r set sealed_destination = null, destination_hint = null, wiped_at = $1 from due d where r.id = d.id
  ), links as (
    delete from refund_claims c using due d where c.refund_id = d.id
  ), receipts as (
    delete from refund_receipts f using due d where f.refund_id = d.id
  ), files as (
    update refund_batches b set bytes = ''
    where b.bytes <> '' and b.id in (select l.batch_id from refund_batch_lines l join due d on d.id = l.refund_id)
      and not exists (select 1 from refunds r where r.batch_id = b.id and r.state <> 'paid-out')
  )
  select count(*)::int as wiped from due`;

/** Refunds that ended long enough ago, or whose payer was forgotten meanwhile; at most `limit`, the oldest first. */
export async function wipeEnded(
  db: Queryable,
  input: { at: Date; paidOutBefore: Date; refusedBefore: Date; limit: number },
): Promise<number> {
  const { rows } = await db.query<{ wiped: number }>({
    name: "wipe-ended-refunds",
    text: `
      with due as (
        -- The limit makes it one look for each refund: a join may be planned as a scan of every payment.
        select r.id from refunds r join shops s on s.id = r.shop_id
          cross join lateral (select * from payments q where q.id = r.payment_id limit 1) p
        where r.wiped_at is null and (r.state = 'paid-out' and r.ended_at <= $2 or r.state = 'refused' and r.ended_at <= $3
          -- What is left of a way back once the payer is forgotten; a checkout's address is never this one.
          or r.state in ('paid-out', 'refused') and p.shopper_email is null and p.cancel_url = 'https://' || s.domain || '/')
        order by r.ended_at, r.id limit $4 for update of r skip locked
      ), ${WIPE}`,
    values: [input.at, input.paidOutBefore, input.refusedBefore, input.limit],
  });
  return rows[0]?.wiped ?? 0;
}

/** Every ended refund of these payments, however short ago. */
export async function wipeOfPayments(
  db: Queryable,
  input: { at: Date; paymentIds: readonly string[] },
): Promise<number> {
  const { rows } = await db.query<{ wiped: number }>({
    name: "wipe-refunds-of-payments",
    text: `
      with due as (
        select id from refunds
        where payment_id = any($2::uuid[]) and wiped_at is null and state in ('paid-out', 'refused') for update
      ), ${WIPE}`,
    values: [input.at, input.paymentIds],
  });
  return rows[0]?.wiped ?? 0;
}

/** The same of a whole shop, of what was received until then. */
export async function wipeOfShop(
  db: Queryable,
  input: { at: Date; shopId: string; receivedUntil: Date },
): Promise<number> {
  const { rows } = await db.query<{ wiped: number }>({
    name: "wipe-refunds-of-shop",
    text: `
      with due as (
        select id from refunds
        where shop_id = $2 and received_at <= $3 and wiped_at is null and state in ('paid-out', 'refused') for update
      ), ${WIPE}`,
    values: [input.at, input.shopId, input.receivedUntil],
  });
  return rows[0]?.wiped ?? 0;
}
