/** What is kept about a person's payments, in full, for the export that they may ask for. */
import type { Queryable } from "#app/lib/database.server.ts";
import { OF_ANY_STATE } from "#app/payments/report-queries.server.ts";
import type { ExportedPayment } from "#app/payments/payer-export.ts";

/** Oldest first. */
export async function loadForExport(
  db: Queryable,
  paymentIds: readonly string[],
): Promise<ExportedPayment[]> {
  const { rows } = await db.query<ExportedPayment>({
    name: "load-for-export",
    text: `
      select p.session_id as "shopifyPaymentId", p.received_at as "receivedAt", p.amount_centimos as "amountCentimos",
        p.currency, p.test, p.told, p.shopper_email as email, p.shopper_phone as phone,
        p.shopper_given_name as "givenName", p.shopper_last_name as "lastName", p.shopper_locale as locale,
        p.first_seen_at as "pageFirstSeenAt",
        coalesce((select json_agg(json_build_object('cip', c.cip, 'state', c.state, 'createdAt', c.created_at,
          'expiresAt', c.expires_at, 'paidAt', c.paid_at) order by c.id) from codes c where c.payment_id = p.id),
          '[]'::json) as codes,
        coalesce((select json_agg(json_build_object('kind', r.kind, 'decidedAt', r.decided_at,
          'acknowledgedAt', r.acknowledged_at) order by r.id) from reports r where r.payment_id = p.id and ${OF_ANY_STATE}),
          '[]'::json) as reports,
        coalesce((select json_agg(json_build_object('at', n.at, 'text', n.text) order by n.id)
          from payment_notes n where n.payment_id = p.id), '[]'::json) as notes,
        coalesce((select json_agg(json_build_object('leftAt', l.left_at, 'operationNumber', l.operation_number,
          'paidWhere', l.paid_where, 'paidAt', l.paid_at) order by l.number)
          from slips l where l.payment_id = p.id), '[]'::json) as slips
      from payments p where p.id = any($1::uuid[]) order by p.id`,
    values: [paymentIds],
  });
  return rows;
}
