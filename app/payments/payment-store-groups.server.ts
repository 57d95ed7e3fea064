/** Writes what concerns two payments of one group at once. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { GroupBlocker } from "#app/payments/payment-queries.server.ts";

/**
 * Hands a live code from an older open payment to a newer one, and releases the older: both move from their expected
 * versions, or nothing does. False when someone was first.
 */
export async function moveCode(
  db: Queryable,
  input: { blocker: GroupBlocker; to: { id: string; version: number }; at: Date },
): Promise<boolean> {
  const { blocker, to, at } = input;
  const { rowCount } = await db.query({
    name: "move-code",
    text: `
      with older as (
        select id from payments where id = $1 and version = $2 and told = 'open' for update
      ), newer as (
        select id from payments where id = $3 and version = $4 and told = 'open' for update
      ), code as (
        select id from codes where id = $5 and payment_id = $1 and state = 'live' for update
      ), both_held as (
        select 1 from older, newer, code
      ), released as (
        update payments p set told = 'released', end_reason = 'moved', version = p.version + 1
        from both_held where p.id = $1
      ), taken as (
        update payments p set version = p.version + 1 from both_held where p.id = $3
      ), line as (
        insert into timeline (payment_id, code_id, at, actor, event)
        select moved.payment_id, $5, $6, 'ventanilla', moved.event
        from both_held, (values ($1::uuid, 'code-handed-on'), ($3::uuid, 'code-taken-over')) as moved(payment_id, event)
      )
      update codes c set payment_id = $3 from both_held where c.id = $5`,
    values: [blocker.paymentId, blocker.version, to.id, to.version, blocker.codeId, at],
  });
  return rowCount === 1;
}

/**
 * A look-up says that this code is paid: hands it to the attempt of its checkout that the money belongs to, under the group's row
 * lock. That is the one told pending, else the newest open one that waits for just this money, if amount, currency and mode are
 * equal. Does nothing where that is the code's own, where none fits, and where the checkout is paid already.
 */
export async function handPaidCode(db: Queryable, input: { codeId: string; at: Date }): Promise<void> {
  await db.query({
    name: "hand-paid-code",
    text: `
      with attempts as (
        select a.id, a.told, a.received_at, a.amount_centimos, a.currency, a.test from payments a
        where (a.shop_id, a.session_group) = (select shop_id, session_group from codes where id = $1)
        order by a.id for update
      ), code as (
        select id, payment_id from codes where id = $1 and state not in ('paid', 'issuing', 'failed') for update
      ), entitled as (
        select a.id as to_id, own.id as from_id, a.told = 'pending' as has_order,
          (a.amount_centimos, a.currency, a.test) = (own.amount_centimos, own.currency, own.test) as fits
        from code join attempts own on own.id = code.payment_id, attempts a where a.told in ('pending', 'open')
        order by has_order desc, a.told = 'pending' and a.id = own.id desc, fits desc, a.received_at desc, a.id desc
        limit 1
      ), handed as (
        select to_id, from_id from entitled
        where fits and to_id <> from_id and not exists (select 1 from attempts where told = 'resolved')
      ), left_behind as (
        select from_id from handed where exists (select 1 from attempts where id = from_id and told = 'open')
          and not exists (
            select 1 from codes o where o.payment_id = from_id and o.id <> $1
              and o.state in ('issuing', 'unknown', 'live', 'voiding')
          )
      ), moved as (
        -- Without any code an open attempt has nothing left that would end it. One that came in place of this ends it when it is proved dead.
        update payments p set version = p.version + 1,
          told = case when p.id in (select from_id from left_behind) then 'released' else p.told end,
          end_reason = case when p.id in (select from_id from left_behind) then 'moved' else p.end_reason end
        from handed where p.id in (handed.from_id, handed.to_id)
      ), line as (
        insert into timeline (payment_id, code_id, at, actor, event)
        select told.payment_id, $1, $2, 'ventanilla', told.event
        from handed, lateral (values (from_id, 'code-handed-on'), (to_id, 'code-taken-over')) as told(payment_id, event)
      )
      update codes c set payment_id = handed.to_id from handed where c.id = $1`,
    values: [input.codeId, input.at],
  });
}
