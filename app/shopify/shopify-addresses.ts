/**
 * Every Shopify address we call or send a browser to is built or judged here. Form of the Payments
 * Apps endpoint: shopify.dev, Payments Apps API reference (read 2026-11-22).
 */
import { PAYMENTS_API_VERSION } from "./api-version.ts";
import { isShopDomain } from "./shop-domain.ts";
import type { ShopDomain } from "./shop-domain.ts";

export interface ShopifyAddresses {
  paymentsAppsGraphql: (shop: ShopDomain) => URL;
  /** Where a browser really finds a shop's address: the same, or its place in the simulator. */
  forBrowser: (url: string) => string;
  /** True only for shops over https, or only for the simulator when there is one. */
  isAllowedHost: (url: URL) => boolean;
}

/** With a simulator origin (never in production) real shops are out of reach. */
export function shopifyAddresses(options: { simulatorOrigin: string | null }): ShopifyAddresses {
  const { simulatorOrigin } = options;

  function forBrowser(text: string): string {
    if (simulatorOrigin === null || !URL.canParse(text)) return text;
    const url = new URL(text);
    if (!isRealShop(url)) return text;
    return `${simulatorOrigin}/shops/${url.hostname}${url.pathname}${url.search}${url.hash}`;
  }

  function paymentsAppsGraphql(shop: ShopDomain): URL {
    return new URL(forBrowser(`https://${shop}/payments_apps/api/${PAYMENTS_API_VERSION}/graphql.json`));
  }

  function isAllowedHost(url: URL): boolean {
    if (simulatorOrigin === null) return isRealShop(url);
    return url.origin === simulatorOrigin && url.username === "" && url.password === "";
  }

  return { paymentsAppsGraphql, forBrowser, isAllowedHost };
}

function isRealShop(url: URL): boolean {
  const isBare = url.port === "" && url.username === "" && url.password === "";
  return url.protocol === "https:" && isBare && isShopDomain(url.hostname);
}
