/**
 * A shop removes the app. From then on it sends no sessions, and what Shopify should be told of its payments waits: its
 * token is dead. Its codes are still looked after, and its settings stay for when it comes back.
 */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { job } from "#app/jobs/queue.server.ts";
import {
  endInstallation,
  shopOfDelivery,
  storeDelivery,
  writeDeliveryOutcome,
} from "#app/merchants/shop-leaves-store.server.ts";
import type { UninstalledWebhook } from "#app/shopify/webhook-message.ts";

export interface ShopLeavesDeps {
  clock: Clock;
  db: Queryable;
  log: Logger;
}

/** A merchant who removed the app by mistake comes back within the hour and finds every code alive. */
const TIME_TO_RETURN_MS = 3_600_000;

/** Stores a delivery with the job that acts on it, once: `known` when it came before, and nothing was written. */
export function receiveUninstalled(
  deps: Pick<ShopLeavesDeps, "clock" | "db">,
  webhook: UninstalledWebhook,
): Promise<"stored" | "known"> {
  const now = deps.clock.now();
  return storeDelivery(deps.db, {
    ...webhook,
    receivedAt: now,
    jobs: [job("shop-left", { webhookId: webhook.webhookId }, now)],
  });
}

/** The job of a delivery. Delivered twice, or late, it changes nothing. */
export async function actOnUninstalled(deps: ShopLeavesDeps, webhookId: string): Promise<void> {
  const found = await shopOfDelivery(deps.db, webhookId);
  if (!found || found.outcome !== "received") return;
  const left =
    found.shopId !== null && (await shopLeft(deps, { shopId: found.shopId, at: found.triggeredAt }));
  const ignored = found.shopId === null ? "unknown-shop" : "older-than-install";
  const outcome = left ? "left" : ignored;
  await writeDeliveryOutcome(deps.db, { webhookId, outcome });
  deps.log.info({ shop: found.shop, outcome }, "Shopify says that a shop removed the app");
}

/**
 * The shop is without the app since `at`: its sessions at Shopify are deleted, and in an hour its payments are settled as far as
 * they can be. False, and nothing is changed, when it has installed the app again after that.
 */
export function shopLeft(
  deps: Pick<ShopLeavesDeps, "clock" | "db">,
  input: { shopId: string; at: Date },
): Promise<boolean> {
  const now = deps.clock.now();
  const { shopId, at } = input;
  const settleAt = new Date(now.getTime() + TIME_TO_RETURN_MS);
  return endInstallation(deps.db, {
    shopId,
    at,
    now,
    jobs: [job("shop-still-away", { shopId }, settleAt, `away:${shopId}`)],
  });
}
