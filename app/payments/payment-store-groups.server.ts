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
