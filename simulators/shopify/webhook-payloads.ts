import { steadyNumber } from "./identifiers.ts";
import type { JsonObject } from "./json.ts";
import type { SimulatedApp, WebhookTopic } from "./simulated-app.ts";
import { scopeList } from "./simulated-app.ts";
import type { SimulatedShop } from "./session-record.ts";

function customer(shop: SimulatedShop): JsonObject {
  const id = steadyNumber(`${shop.domain} customer`);
  return { id, email: "comprador@example.com", phone: "+51987654321" };
}

function shopFields(shop: SimulatedShop): JsonObject {
  return { shop_id: steadyNumber(shop.domain), shop_domain: shop.domain };
}

/**
 * The documented body of a topic: the three privacy topics as in shopify.dev, privacy law compliance; app/uninstalled
 * carries the shop, of which the fields an app might read are sent (shopify.dev, webhook topics; read 2026-11-27).
 */
export function webhookPayload(topic: WebhookTopic, shop: SimulatedShop, app: SimulatedApp): JsonObject {
  const order = steadyNumber(`${shop.domain} order`);
  switch (topic) {
    case "app/uninstalled":
      return {
        id: steadyNumber(shop.domain),
        name: shop.name,
        email: `contacto@${shop.domain}`,
        domain: shop.domain,
        myshopify_domain: shop.domain,
        country: "PE",
        currency: shop.currency,
        iana_timezone: "America/Lima",
        plan_name: "basic",
      };
    case "app/scopes_update":
      return {
        id: app.clientId,
        previous: [],
        current: scopeList(app.scopes),
        updated_at: null,
      };
    case "customers/data_request":
      return {
        ...shopFields(shop),
        orders_requested: [order],
        customer: customer(shop),
        data_request: { id: steadyNumber(`${shop.domain} request`) },
      };
    case "customers/redact":
      return { ...shopFields(shop), customer: customer(shop), orders_to_redact: [order] };
    case "shop/redact":
      return shopFields(shop);
  }
}
