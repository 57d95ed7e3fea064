import type { Queryable } from "#app/lib/database.server.ts";

export interface StoredReceipt {
  id: string;
  shop: string;
  paymentId: string;
  fileName: string;
  mediaType: string;
  size: number;
  addedAt: Date;
  addedBy: string;
}

/** Null when the shop has no such refund, or the refund no receipt. */
export async function loadReceipt(
  db: Queryable,
  key: { shopId: string; refundId: string },
): Promise<StoredReceipt | null> {
  const { rows } = await db.query<StoredReceipt>({
    name: "load-refund-receipt",
    text: `
      select f.id, s.domain as shop, r.payment_id as "paymentId", f.file_name as "fileName", f.media_type as "mediaType",
        f.size, f.added_at as "addedAt", coalesce(u.name, f.added_by) as "addedBy"
      from refund_receipts f
        join refunds r on r.id = f.refund_id
        join shops s on s.id = r.shop_id
        left join merchant_users u on u.shop_id = r.shop_id and u.user_id = f.added_by
      where r.shop_id = $1 and r.id = $2`,
    values: [key.shopId, key.refundId],
  });
  return rows[0] ?? null;
}

/** The file itself, sealed: it is read only to hand it out. */
export async function loadSealedReceipt(db: Queryable, receiptId: string): Promise<string | null> {
  const { rows } = await db.query<{ sealed: string }>({
    name: "load-sealed-receipt",
    text: "select sealed from refund_receipts where id = $1",
    values: [receiptId],
  });
  return rows[0]?.sealed ?? null;
}

export interface ReceiptPlace {
  shop: string;
  isPaidOut: boolean;
  /** Its details were wiped: what was added now would be wiped by nobody. */
  isWiped: boolean;
  hasReceipt: boolean;
}

/** What a receipt would belong to. */
export async function loadReceiptPlace(
  db: Queryable,
  key: { shopId: string; refundId: string },
): Promise<ReceiptPlace | null> {
  const { rows } = await db.query<ReceiptPlace>({
    name: "load-receipt-place",
    text: `
      select s.domain as shop, r.state = 'paid-out' as "isPaidOut", r.wiped_at is not null as "isWiped",
        exists (select 1 from refund_receipts f where f.refund_id = r.id) as "hasReceipt"
      from refunds r join shops s on s.id = r.shop_id where r.shop_id = $1 and r.id = $2`,
    values: [key.shopId, key.refundId],
  });
  return rows[0] ?? null;
}
