/** The topics that this Shopify sends: what a payments app must subscribe to, and the two changes around them. */
export type WebhookTopic =
  "app/uninstalled" | "app/scopes_update" | "customers/data_request" | "customers/redact" | "shop/redact";

export const PRIVACY_TOPICS = ["customers/data_request", "customers/redact", "shop/redact"] as const;

/** The one app that this Shopify lists: what the partner dashboard and the app's TOML say about it. */
export interface SimulatedApp {
  clientId: string;
  clientSecret: string;
  /** `application_url`, e.g. `http://localhost:3000`; where people are sent and what webhook paths start from. */
  appUrl: string;
  /** `redirect_urls`: compared whole, character by character. */
  redirectUrls: string[];
  /** Comma-separated scopes the app may ask for; also granted when it asks for none. */
  scopes: string;
  /** true: opened inside the admin's frame, and installed without the authorize page. */
  embedded?: boolean;
  /** How merchants see it in the admin. */
  name?: string;
  /** Topic → path under `appUrl`, or a whole address. A topic left out has no subscription. */
  webhookUrls?: Partial<Record<WebhookTopic, string>>;
}

export function scopeList(scopes: string): string[] {
  return scopes
    .split(",")
    .map((scope) => scope.trim())
    .filter((scope) => scope !== "");
}

/** `x` of `x.myshopify.com`: the name in addresses of admin.shopify.com. */
export function handleOfShop(domain: string): string {
  return domain.replace(/\.myshopify\.com$/, "");
}

export function shopOfHandle(handle: string): string {
  return `${handle}.myshopify.com`;
}

/** The `host` parameter. Without padding, as Shopify sends it, so that it needs no escaping in an address. */
export function hostParameter(domain: string): string {
  return Buffer.from(`admin.shopify.com/store/${handleOfShop(domain)}`)
    .toString("base64")
    .replace(/=+$/, "");
}

export function appName(app: SimulatedApp): string {
  return app.name ?? "PagoEfectivo";
}
