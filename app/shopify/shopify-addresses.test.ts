import { describe, expect, it } from "vitest";
import { parseShopDomain } from "./shop-domain.ts";
import { shopifyAddresses } from "./shopify-addresses.ts";

const real = shopifyAddresses({ simulatorOrigin: null });
const simulated = shopifyAddresses({ simulatorOrigin: "http://127.0.0.1:4200" });
const shop = parseShopDomain("tienda.myshopify.com") ?? expect.fail("not a shop");

describe("Shopify's addresses", () => {
  it("lead to the shop's own Payments Apps endpoint, or to its place in the simulator", () => {
    expect(real.paymentsAppsGraphql(shop).href).toBe(
      "https://tienda.myshopify.com/payments_apps/api/2026-10/graphql.json",
    );
    expect(simulated.paymentsAppsGraphql(shop).href).toBe(
      "http://127.0.0.1:4200/shops/tienda.myshopify.com/payments_apps/api/2026-10/graphql.json",
    );
  });

  it("are given to a browser as they are, and in the simulator's place with path and query", () => {
    const url = "https://tienda.myshopify.com/checkouts/7?step=pay&x=%20#top";

    expect(real.forBrowser(url)).toBe(url);
    expect(simulated.forBrowser(url)).toBe(
      "http://127.0.0.1:4200/shops/tienda.myshopify.com/checkouts/7?step=pay&x=%20#top",
    );
  });

  it("of Shopify's admin lead to one store's pages there, and nowhere else in the simulator", () => {
    const url = "https://admin.shopify.com/store/tienda/apps/key?shop=x#top";

    expect(real.forBrowser(url)).toBe(url);
    expect(simulated.forBrowser(url)).toBe("http://127.0.0.1:4200/store/tienda/apps/key?shop=x#top");
    expect(simulated.forBrowser("https://admin.shopify.com/login")).toBe("https://admin.shopify.com/login");
  });

  it("of the provider's settings name the shop and the app", () => {
    expect(real.gatewaySettings(shop, "key")).toBe(
      "https://tienda.myshopify.com/services/payments_partners/gateways/key/settings",
    );
    expect(simulated.gatewaySettings(shop, "key")).toBe(
      "http://127.0.0.1:4200/shops/tienda.myshopify.com/services/payments_partners/gateways/key/settings",
    );
  });

  it("that may hold our pages in a frame are the shop's own and the admin's, and the simulator's in its place", () => {
    expect(real.frameAncestors(shop)).toBe("https://tienda.myshopify.com https://admin.shopify.com");
    expect(simulated.frameAncestors(shop)).toContain(" http://127.0.0.1:4200");
    expect(real.appBridge).toBe("https://cdn.shopify.com/shopifycloud/app-bridge.js");
    expect(simulated.appBridge).toBe("http://127.0.0.1:4200/app-bridge.js");
  });

  it.each([
    "https://example.com/x",
    "http://tienda.myshopify.com/x",
    "https://a.b.myshopify.com/",
    "nonsense",
  ])("of others, like %s, are never mapped", (url) => {
    expect(simulated.forBrowser(url)).toBe(url);
  });

  it("are the only ones that may be called", () => {
    expect(real.isAllowedHost(real.paymentsAppsGraphql(shop))).toBe(true);
    expect(simulated.isAllowedHost(simulated.paymentsAppsGraphql(shop))).toBe(true);
    expect(simulated.isAllowedHost(real.paymentsAppsGraphql(shop))).toBe(false);
    for (const url of [
      "http://tienda.myshopify.com/",
      "https://tienda.myshopify.com:8443/",
      "https://u@tienda.myshopify.com/",
      "https://myshopify.com/",
      "https://tienda.myshopify.com.evil.example/",
      "http://127.0.0.1:4200/",
    ]) {
      expect(real.isAllowedHost(new URL(url)), url).toBe(false);
    }
  });
});
