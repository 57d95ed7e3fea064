/**
 * The webhooks that we subscribe to (shopify.app.toml), read. Shopify signs the body and nothing else: what the headers say
 * of topic and shop is believed only as far as the body agrees (shopify.dev, HTTPS delivery of webhooks and privacy law
 * compliance; read 2026-11-27).
 */
import { z } from "zod";
import { parseShopDomain, type ShopDomain } from "./shop-domain.ts";

export const PRIVACY_TOPICS = ["customers/data_request", "customers/redact", "shop/redact"] as const;
export type PrivacyTopic = (typeof PRIVACY_TOPICS)[number];
export const WEBHOOK_TOPICS = ["app/uninstalled", ...PRIVACY_TOPICS] as const;
export type WebhookTopic = (typeof WEBHOOK_TOPICS)[number];

/** Whom a privacy request is about, as Shopify knows them. */
export interface WebhookCustomer {
  email: string | null;
  phone: string | null;
}

/** One delivery, whose `webhookId` is the same in each repetition. `triggeredAt`: UTC; null when Shopify does not say. */
interface Delivery {
  webhookId: string;
  shop: ShopDomain;
  triggeredAt: Date | null;
}
export type UninstalledWebhook = Delivery & { topic: "app/uninstalled" };
export type PrivacyWebhook = Delivery & { topic: PrivacyTopic; customer: WebhookCustomer | null };
export type ShopifyWebhook = UninstalledWebhook | PrivacyWebhook;

/** `other-shop`: the body is another shop's. `malformed`: not the documented body of this topic. */
export type ParsedWebhook =
  | { kind: "webhook"; webhook: ShopifyWebhook }
  | { kind: "unknown-topic" }
  | { kind: "refused"; reason: "malformed" | "other-shop" };

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const customer = z.looseObject({ email: text, phone: text });
const ids = z.array(z.unknown());

/** Each body fits one topic only, so that a captured body cannot be sent again under another topic. */
const BODIES = {
  "app/uninstalled": z
    .looseObject({ myshopify_domain: z.string() })
    .transform((body) => ({ shop: body.myshopify_domain, customer: null })),
  "customers/data_request": z
    .looseObject({ shop_domain: z.string(), customer, orders_requested: ids })
    .transform((body) => ({ shop: body.shop_domain, customer: body.customer })),
  "customers/redact": z
    .looseObject({ shop_domain: z.string(), customer, orders_to_redact: ids })
    .transform((body) => ({ shop: body.shop_domain, customer: body.customer })),
  "shop/redact": z
    .looseObject({ shop_domain: z.string(), customer: z.undefined().optional() })
    .transform((body) => ({ shop: body.shop_domain, customer: null })),
} satisfies Record<WebhookTopic, z.ZodType>;

/** Reads a delivery whose signature is good. `topic` as the header has it, `customers/redact`. */
export function parseWebhook(input: {
  topic: string;
  shop: string;
  webhookId: string;
  triggeredAt: string | null;
  body: string;
}): ParsedWebhook {
  const topic = WEBHOOK_TOPICS.find((known) => known === input.topic);
  if (!topic) return { kind: "unknown-topic" };
  const shop = parseShopDomain(input.shop.toLowerCase());
  const body = BODIES[topic].safeParse(parseJson(input.body));
  if (!shop || !body.success || !/^[\x21-\x7e]{1,128}$/.test(input.webhookId))
    return { kind: "refused", reason: "malformed" };
  if (body.data.shop.toLowerCase() !== shop) return { kind: "refused", reason: "other-shop" };
  const delivery = { webhookId: input.webhookId, shop, triggeredAt: parseInstant(input.triggeredAt) };
  if (topic === "app/uninstalled") return { kind: "webhook", webhook: { ...delivery, topic } };
  const { email, phone } = body.data.customer ?? {};
  const person = body.data.customer ? { email: email ?? null, phone: phone ?? null } : null;
  return { kind: "webhook", webhook: { ...delivery, topic, customer: person } };
}

function parseInstant(value: string | null): Date | null {
  const at = new Date(value ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
