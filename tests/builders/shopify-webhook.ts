import { createHmac, randomUUID } from "node:crypto";
import { invariant } from "#app/lib/invariant.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import type { PrivacyTopic, WebhookTopic } from "#app/shopify/webhook-message.ts";
import { action } from "#app/routes/shopify/webhook.ts";
import type { TestWorld } from "../setup/world.ts";

export interface Delivery {
  topic: string;
  shop: string;
  payload: object;
  webhookId?: string;
  /** Null: Shopify does not say. */
  triggeredAt?: Date | null;
  /** Instead of the app's: what somebody else would sign with. */
  secret?: string;
  /** Replaces or, with null, removes headers. */
  headers?: Record<string, string | null>;
  /** Changes the bytes after they were signed. */
  alter?: (body: Buffer) => Buffer;
  method?: string;
}

/** Signs like Shopify and knocks at the route. Each delivery has an id of its own unless one is given. */
export async function deliver(world: TestWorld, delivery: Delivery): Promise<number> {
  const body = Buffer.from(JSON.stringify(delivery.payload), "utf8");
  const secret = delivery.secret ?? world.shopify.app()?.clientSecret;
  invariant(secret, "the simulated app has a secret");
  const triggeredAt = delivery.triggeredAt === undefined ? world.clock.now() : delivery.triggeredAt;
  const headers = new Headers({
    "Content-Type": "application/json",
    "X-Shopify-Topic": delivery.topic,
    "X-Shopify-Shop-Domain": delivery.shop,
    "X-Shopify-API-Version": "2026-10",
    "X-Shopify-Webhook-Id": delivery.webhookId ?? randomUUID(),
    "X-Shopify-Hmac-Sha256": createHmac("sha256", secret).update(body).digest("base64"),
    ...(triggeredAt && { "X-Shopify-Triggered-At": triggeredAt.toISOString() }),
  });
  for (const [name, value] of Object.entries(delivery.headers ?? {})) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const request = new Request(`${world.webOrigin}/webhooks/shopify`, {
    method: delivery.method ?? "POST",
    headers,
    body: new Uint8Array(delivery.alter?.(body) ?? body),
  });
  const answer = await action({ request, params: {}, context: { deps: world.system.deps } });
  return answer.status;
}

/** The documented body of a topic for this shop and customer. */
export function payloadOf(
  topic: WebhookTopic,
  shop: ShopDomain,
  customer: { email?: string | null; phone?: string | null } = {},
): object {
  const fields = { shop_id: 954889, shop_domain: shop };
  switch (topic) {
    case "app/uninstalled":
      return { id: 954889, name: "Tienda", email: `contacto@${shop}`, myshopify_domain: shop };
    case "customers/data_request":
      return {
        ...fields,
        customer: { id: 191167, ...customer },
        orders_requested: [299938],
        data_request: { id: 9999 },
      };
    case "customers/redact":
      return { ...fields, customer: { id: 191167, ...customer }, orders_to_redact: [299938] };
    case "shop/redact":
      return fields;
  }
}

export interface PrivacyRequestRow {
  id: string;
  topic: string;
  outcome: string | null;
  done_at: Date | null;
  payments_found: number | null;
  sealed_subject: string | null;
  sealed_export: string | null;
}

/** The newest request of this topic about this shop, once the job has worked on it. */
export async function requestOf(
  world: TestWorld,
  topic: PrivacyTopic,
  shop: ShopDomain,
): Promise<PrivacyRequestRow> {
  return world.until("the request to be worked on", async () => {
    const [row] = await world.rows<PrivacyRequestRow>(
      "select * from privacy_requests where topic = $1 and shop = $2 order by received_at desc, id desc limit 1",
      [topic, shop],
    );
    return row?.payments_found !== null && row;
  });
}

/** Delivers and waits until the job has worked on it once. */
export async function ask(
  world: TestWorld,
  topic: PrivacyTopic,
  shop: ShopDomain,
  customer?: { email?: string | null; phone?: string | null },
): Promise<PrivacyRequestRow> {
  const status = await deliver(world, { topic, shop, payload: payloadOf(topic, shop, customer) });
  invariant(status === 200, `the request was answered ${status}`);
  return requestOf(world, topic, shop);
}

/** Tables in which one of these texts stands, as text, JSON or bytes; the queue's jobs included. */
export async function tablesWith(world: TestWorld, texts: readonly string[]): Promise<string[]> {
  const tables = await world.rows<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema in ('public', 'graphile_worker') order by 1`,
  );
  const patterns = texts.flatMap((text) => [text, Buffer.from(text, "utf8").toString("hex")]);
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await world.rows(
      `select 1 from ${name} t where exists (select 1 from unnest($1::text[]) as sought where position(lower(sought) in lower(t::text)) > 0) limit 1`,
      [patterns],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}
