/** Shopify's clock, as one of its answers shows it. */
import type { Clock } from "#app/lib/clock.ts";
import { clockOffsetMs } from "#app/lib/date-header.ts";
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import type { OutboundHttp } from "#app/lib/outbound-http.server.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import type { ShopifyAddresses } from "#app/shopify/shopify-addresses.ts";

const TIMEOUT_MS = 10_000;

export interface ShopifyTimeDeps {
  http: OutboundHttp;
  addresses: ShopifyAddresses;
  clock: Clock;
}

/** Theirs minus ours, in ms; null when Shopify did not answer. Asks without a token, so that any refusal is an answer. */
export async function shopifyClockOffsetMs(
  deps: ShopifyTimeDeps,
  shop: ShopDomain,
): Promise<number | null> {
  const from = deps.clock.now();
  try {
    const { headers } = await deps.http.request({
      service: "shopify",
      operation: "read-clock",
      method: "GET",
      url: deps.addresses.paymentsAppsGraphql(shop),
      headers: {},
      timeoutMs: TIMEOUT_MS,
    });
    return clockOffsetMs(headers, { from, to: deps.clock.now() });
  } catch (error) {
    if (!isExternalCallError(error)) throw error;
    return null;
  }
}
