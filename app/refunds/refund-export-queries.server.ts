import type { Queryable } from "#app/lib/database.server.ts";

/** A refund as a person may ask to see it; its destination still sealed. */
export interface RefundForExport {
  id: string;
  shopifyPaymentId: string;
  receivedAt: Date;
  amountCentimos: number;
  currency: string;
  state: string;
  endedAt: Date | null;
  paidOutOn: string | null;
  bankReference: string | null;
  sealedDestination: string | null;
}

/** All refunds of these payments, oldest first. */
export async function loadRefundsForExport(
  db: Queryable,
  paymentIds: readonly string[],
): Promise<RefundForExport[]> {
  const { rows } = await db.query<RefundForExport>({
    name: "load-refunds-for-export",
    text: `
      select r.id, p.session_id as "shopifyPaymentId", r.received_at as "receivedAt",
        r.amount_centimos as "amountCentimos", r.currency, r.state, r.ended_at as "endedAt",
        r.paid_out_on::text as "paidOutOn", r.bank_reference as "bankReference",
        r.sealed_destination as "sealedDestination"
      from refunds r join payments p on p.id = r.payment_id
      where r.payment_id = any($1::uuid[]) order by r.received_at, r.id`,
    values: [paymentIds],
  });
  return rows;
}
