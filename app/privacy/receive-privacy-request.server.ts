import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { newId } from "#app/lib/ids.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import { sealSubject, workJob } from "#app/privacy/privacy-request.server.ts";
import { storeRequest } from "#app/privacy/privacy-store.server.ts";
import type { PrivacyWebhook } from "#app/shopify/webhook-message.ts";

/** Shopify gives 30 days (shopify.dev, privacy law compliance, read 2026-11-27). The last one is for a queue that stands still. */
const DUE_MS = 29 * 86_400_000;

/** Writes the request down with the job that works on it, once: `known` when the delivery came before. */
export function receivePrivacyRequest(
  deps: { clock: Clock; db: Queryable; vault: Vault },
  webhook: PrivacyWebhook,
): Promise<"stored" | "known"> {
  const { webhookId, topic, shop, customer } = webhook;
  const id = newId(deps.clock);
  const receivedAt = deps.clock.now();
  return storeRequest(deps.db, {
    id,
    webhookId,
    topic,
    shop,
    triggeredAt: webhook.triggeredAt ?? receivedAt,
    receivedAt,
    dueAt: new Date(receivedAt.getTime() + DUE_MS),
    sealedSubject: customer && sealSubject(deps.vault, shop, customer),
    jobs: [workJob(id, receivedAt)],
  });
}
