/** Writes that a shop removed the app, and Shopify's deliveries that say so. */
import type { Queryable } from "#app/lib/database.server.ts";
import { addJobs, jobsParameter, type JobRequest } from "#app/jobs/queue.server.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

/** Stores a delivery and its jobs in one statement; `known` writes neither. */
export async function storeDelivery(
  db: Queryable,
  input: {
    webhookId: string;
    topic: string;
    shop: ShopDomain;
    triggeredAt: Date | null;
    receivedAt: Date;
    jobs: readonly JobRequest[];
  },
): Promise<"stored" | "known"> {
  const { rows } = await db.query<{ stored: number }>({
    name: "store-delivery",
    text: `
      with first as (
        insert into shopify_webhooks (webhook_id, topic, shop, triggered_at, received_at) values ($1, $2, $3, $4, $5)
        on conflict (webhook_id) do nothing returning webhook_id
      ), jobs as (${addJobs("$6", "first")})
      select (select count(*) from first)::int as stored, (select count(*) from jobs) as jobs`,
    values: [
      input.webhookId,
      input.topic,
      input.shop,
      input.triggeredAt,
      input.receivedAt,
      jobsParameter(input.jobs),
    ],
  });
  return rows[0]?.stored === 1 ? "stored" : "known";
}

export interface FoundDelivery {
  shop: ShopDomain;
  shopId: string | null;
  /** When it happened; when it arrived, if Shopify did not say. */
  triggeredAt: Date;
  outcome: string;
}

export async function shopOfDelivery(db: Queryable, webhookId: string): Promise<FoundDelivery | null> {
  const { rows } = await db.query<FoundDelivery>({
    name: "shop-of-delivery",
    text: `
      select w.shop, s.id as "shopId", coalesce(w.triggered_at, w.received_at) as "triggeredAt", w.outcome
      from shopify_webhooks w left join shops s on s.domain = w.shop where w.webhook_id = $1`,
    values: [webhookId],
  });
  return rows[0] ?? null;
}

export async function writeDeliveryOutcome(
  db: Queryable,
  input: { webhookId: string; outcome: string },
): Promise<void> {
  await db.query({
    name: "write-delivery-outcome",
    text: `update shopify_webhooks set outcome = $2 where webhook_id = $1`,
    values: [input.webhookId, input.outcome],
  });
}

/**
 * Ends an installation that began before `at`, with its sessions and the job that settles what is left, in one statement. False
 * when the shop was installed after that.
 */
export async function endInstallation(
  db: Queryable,
  input: { shopId: string; at: Date; now: Date; jobs: readonly JobRequest[] },
): Promise<boolean> {
  const { rows } = await db.query<{ ended: number }>({
    name: "end-installation",
    text: `
      with ended as (
        update shops set uninstalled_at = coalesce(uninstalled_at, least($2::timestamptz, $3))
        where id = $1 and installed_at <= $2 returning domain
      ), sessions as (
        delete from shopify_sessions t using ended where t.shop = ended.domain
      ), jobs as (${addJobs("$4", "ended")})
      select (select count(*) from ended)::int as ended, (select count(*) from jobs) as jobs`,
    values: [input.shopId, input.at, input.now, jobsParameter(input.jobs)],
  });
  return rows[0]?.ended === 1;
}
