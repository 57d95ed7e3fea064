/**
 * Every Shopify address we call or send a browser to is built or judged here. Form of the Payments
 * Apps endpoint: shopify.dev, Payments Apps API reference (read 2026-11-22).
 */
import { PAYMENTS_API_VERSION } from "./api-version.ts";
import { isShopDomain } from "./shop-domain.ts";
import type { ShopDomain } from "./shop-domain.ts";

export interface ShopifyAddresses {
  paymentsAppsGraphql: (shop: ShopDomain) => URL;
  /** Where tokens are refreshed (shopify.dev, offline access tokens, read 2026-11-27). */
  accessToken: (shop: ShopDomain) => URL;
  /** Where a browser really finds an address of a shop or of its admin: the same, or its place in the simulator. */
  forBrowser: (url: string) => string;
  /** Where the merchant activates the method and chooses test mode; for a browser, top level. */
  gatewaySettings: (shop: ShopDomain, apiKey: string) => string;
  /** The script that a page in the admin's frame loads. Shopify allows no copy of it. */
  appBridge: string;
  /** Who may show our pages in a frame, as sources of a Content-Security-Policy. */
  frameAncestors: (shop: ShopDomain) => string;
  /** True only for shops over https, or only for the simulator when there is one. */
  isAllowedHost: (url: URL) => boolean;
}

const ADMIN_ORIGIN = "https://admin.shopify.com";
const APP_BRIDGE = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

/** With a simulator origin (never in production) real shops are out of reach. */
export function shopifyAddresses(options: { simulatorOrigin: string | null }): ShopifyAddresses {
  const { simulatorOrigin } = options;

  function forBrowser(text: string): string {
    if (simulatorOrigin === null || !URL.canParse(text)) return text;
    const url = new URL(text);
    const rest = `${url.pathname}${url.search}${url.hash}`;
    if (isRealShop(url)) return `${simulatorOrigin}/shops/${url.hostname}${rest}`;
    return isAdmin(url) ? `${simulatorOrigin}${rest}` : text;
  }

  function paymentsAppsGraphql(shop: ShopDomain): URL {
    return new URL(forBrowser(`https://${shop}/payments_apps/api/${PAYMENTS_API_VERSION}/graphql.json`));
  }

  function accessToken(shop: ShopDomain): URL {
    return new URL(forBrowser(`https://${shop}/admin/oauth/access_token`));
  }

  function gatewaySettings(shop: ShopDomain, apiKey: string): string {
    const gateway = encodeURIComponent(apiKey);
    return forBrowser(`https://${shop}/services/payments_partners/gateways/${gateway}/settings`);
  }

  function isAllowedHost(url: URL): boolean {
    if (simulatorOrigin === null) return isRealShop(url);
    return url.origin === simulatorOrigin && url.username === "" && url.password === "";
  }

  return {
    paymentsAppsGraphql,
    accessToken,
    forBrowser,
    gatewaySettings,
    appBridge: simulatorOrigin === null ? APP_BRIDGE : `${simulatorOrigin}/app-bridge.js`,
    frameAncestors: (shop) =>
      [`https://${shop}`, ADMIN_ORIGIN, ...(simulatorOrigin === null ? [] : [simulatorOrigin])].join(" "),
    isAllowedHost,
  };
}

function isRealShop(url: URL): boolean {
  const isBare = url.port === "" && url.username === "" && url.password === "";
  return url.protocol === "https:" && isBare && isShopDomain(url.hostname);
}

/** Only the pages of one store: the simulator has no other page of the admin. */
function isAdmin(url: URL): boolean {
  return url.origin === ADMIN_ORIGIN && url.username === "" && /^\/store\/[a-z0-9]/.test(url.pathname);
}
