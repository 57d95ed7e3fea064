import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { newId } from "#app/lib/ids.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import type { ErasureJournal } from "#app/privacy/erasure-journal.server.ts";
import { sealSubject, workJob } from "#app/privacy/privacy-request.server.ts";
import { storeRequest } from "#app/privacy/privacy-store.server.ts";
import type { PrivacyWebhook } from "#app/shopify/webhook-message.ts";

/** Shopify gives 30 days (shopify.dev, privacy law compliance, read 2026-11-27). The last one is for a queue that stands still. */
const DUE_MS = 29 * 86_400_000;

interface WritingDeps {
  clock: Clock;
  db: Queryable;
  vault: Vault;
}

/**
 * Writes the request down with the job that works on it, once: `known` when the delivery came before. An erasure goes into the journal as
 * well; where that cannot be written this throws, and Shopify delivers again, while the erasure itself goes on.
 */
export async function receivePrivacyRequest(
  deps: WritingDeps & { erasureJournal: ErasureJournal | null; log: Logger },
  webhook: PrivacyWebhook,
): Promise<"stored" | "known"> {
  const receivedAt = deps.clock.now();
  const outcome = await writeRequest(deps, webhook, receivedAt);
  const { topic, webhookId, shop, customer } = webhook;
  if (topic !== "customers/data_request") {
    const triggeredAt = webhook.triggeredAt ?? receivedAt;
    try {
      await deps.erasureJournal?.note({ webhookId, topic, shop, triggeredAt, receivedAt, customer });
    } catch (error) {
      deps.log.error({ alert: true, shop }, "an erasure could not be written into the journal");
      throw error;
    }
  }
  return outcome;
}

/** One request that came at `receivedAt`, with the job that works on it as soon as it can. */
export function writeRequest(
  deps: WritingDeps,
  webhook: PrivacyWebhook,
  receivedAt: Date,
): Promise<"stored" | "known"> {
  const { webhookId, topic, shop, customer } = webhook;
  const id = newId(deps.clock);
  return storeRequest(deps.db, {
    id,
    webhookId,
    topic,
    shop,
    triggeredAt: webhook.triggeredAt ?? receivedAt,
    receivedAt,
    dueAt: new Date(receivedAt.getTime() + DUE_MS),
    sealedSubject: customer && sealSubject(deps.vault, shop, customer),
    jobs: [workJob(id, deps.clock.now())],
  });
}
