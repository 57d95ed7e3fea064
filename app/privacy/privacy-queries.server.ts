import type { Queryable } from "#app/lib/database.server.ts";
import type { PrivacyTopic } from "#app/shopify/webhook-message.ts";

/** One request as the merchant sees it. Instants are UTC. */
export interface ListedPrivacyRequest {
  id: string;
  topic: PrivacyTopic;
  receivedAt: Date;
  /** Done at the latest then. */
  dueAt: Date;
  doneAt: Date | null;
  /** `done`, `unknown-shop`, `shop-returned`; null while payments are waited for. */
  outcome: string | null;
  /** Payments that were handed over, or freed of personal data, so far. */
  payments: number;
  /** The export waits to be fetched. */
  hasExport: boolean;
}

/** The shop's requests, newest first. */
export async function listPrivacyRequests(db: Queryable, shopId: string): Promise<ListedPrivacyRequest[]> {
  const { rows } = await db.query<ListedPrivacyRequest>({
    name: "list-privacy-requests",
    text: `
      select id, topic, received_at as "receivedAt", due_at as "dueAt", done_at as "doneAt", outcome,
        coalesce(payments_found, 0) as payments, sealed_export is not null as "hasExport"
      from privacy_requests where shop_id = $1 order by received_at desc, id desc limit 200`,
    values: [shopId],
  });
  return rows;
}

/** The sealed export of a request of this shop; null when there is none, or none any more. */
export async function findExport(
  db: Queryable,
  input: { shopId: string; requestId: string },
): Promise<{ shop: string; sealedExport: string } | null> {
  const { rows } = await db.query<{ shop: string; sealedExport: string }>({
    name: "find-privacy-export",
    text: `select shop, sealed_export as "sealedExport" from privacy_requests
      where id = $1 and shop_id = $2 and sealed_export is not null`,
    values: [input.requestId, input.shopId],
  });
  return rows[0] ?? null;
}

/** Which of these deliveries have a request here. */
export async function findKnownDeliveries(
  db: Queryable,
  webhookIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ webhookId: string }>({
    name: "find-known-privacy-deliveries",
    text: `select webhook_id as "webhookId" from privacy_requests where webhook_id = any($1::text[])`,
    values: [webhookIds],
  });
  return new Set(rows.map(({ webhookId }) => webhookId));
}
