import type { Queryable } from "#app/lib/database.server.ts";
import type { ReceiptType } from "#app/refunds/receipt/receipt-file.ts";

/** Keeps the receipt of a refund that was paid out, with audit and timeline. False when it has one, or is not paid out. */
export async function keepReceipt(
  db: Queryable,
  input: {
    id: string;
    shopId: string;
    refundId: string;
    userId: string;
    at: Date;
    fileName: string;
    mediaType: ReceiptType;
    size: number;
    sealed: string;
  },
): Promise<boolean> {
  const { rows } = await db.query<{ kept: number }>({
    name: "keep-refund-receipt",
    text: `
      with refund as (
        select id, payment_id from refunds where id = $2 and shop_id = $1 and state = 'paid-out' and wiped_at is null
      ), kept as (
        insert into refund_receipts (id, refund_id, file_name, media_type, size, sealed, added_at, added_by)
        select $3, id, $6, $7, $8, $9, $5, $4 from refund
        on conflict (refund_id) do nothing returning refund_id
      ), told as (
        insert into timeline (payment_id, at, actor, event, detail, user_id)
        select payment_id, $5, 'merchant', 'refund-receipt-added', jsonb_build_object('refundId', refund.id), $4
        from refund join kept on kept.refund_id = refund.id
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, payment_id, after)
        select $1, $5, $4, 'refund-receipt-added', payment_id,
          jsonb_build_object('refundId', refund.id, 'mediaType', $7::text, 'size', $8::int)
        from refund join kept on kept.refund_id = refund.id
      )
      select count(*)::int as kept from kept`,
    values: [
      input.shopId,
      input.refundId,
      input.id,
      input.userId,
      input.at,
      input.fileName,
      input.mediaType,
      input.size,
      input.sealed,
    ],
  });
  return rows[0]?.kept === 1;
}
