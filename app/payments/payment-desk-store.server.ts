/** Writes what a person of the shop notes about a payment, with its line in the audit, in one statement. */
import type { Queryable } from "#app/lib/database.server.ts";

/** False when no payment of the shop has this id. */
export async function writeNote(
  db: Queryable,
  note: { id: string; shopId: string; paymentId: string; userId: string; at: Date; text: string },
): Promise<boolean> {
  const { rows } = await db.query<{ written: number }>({
    name: "write-note",
    text: `
      with payment as (select id, shop_id from payments where id = $3 and shop_id = $2),
      note as (
        insert into payment_notes (id, payment_id, at, user_id, text) select $1, id, $5, $4, $6 from payment returning id
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, payment_id, after)
        select shop_id, $5, $4, 'payment-note-added', id, jsonb_build_object('noteId', $1::uuid) from payment
      )
      select count(*)::int as written from note`,
    values: [note.id, note.shopId, note.paymentId, note.userId, note.at, note.text],
  });
  return rows[0]?.written === 1;
}
