import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import { MerchantBrowser, newShopAtShopify, signInTo, type Visit } from "../builders/merchant-browser.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("sign_in", { roles: [] });

const newShop = () => newShopAtShopify(world());

function open(browser: MerchantBrowser, shop: ShopDomain, path = "/"): Promise<Visit> {
  return browser.open(world().shopify.launchUrl(shop, path));
}

async function signedIn(shop = newShop()) {
  return { shop, ...(await signInTo(world(), shop)) };
}

beforeEach(() => {
  expect(world().shopify.adminApiCalls()).toBe(0);
});

afterEach(() => {
  const log = world().logged().join("");
  expect(log).not.toMatch(/shp(at|ua|rt|ss)_|eyJ/);
});

describe("opening the app in Shopify's admin", () => {
  it("for the first time installs it and signs the person in, over two visits to Shopify", async () => {
    const shop = newShop();
    const browser = new MerchantBrowser(world());

    const visit = await open(browser, shop);

    expect(visit.status).toBe(200);
    expect(new URL(visit.way.at(-1) ?? "").pathname).toBe("/app");
    expect(visit.way.filter((address) => address.includes("/auth/callback"))).toHaveLength(2);
    const person = world().shopify.signedInStaff(shop);
    expect(visit.login).toMatchObject({
      shop: { domain: shop, storeName: shop.split(".")[0] },
      user: { id: String(person.id), name: "Rosa Quispe", email: person.email },
      shell: "standalone",
      language: "es",
    });
    const rows = await world().rows("select ready, uninstalled_at from shops where domain = $1", [shop]);
    expect(rows).toEqual([{ ready: false, uninstalled_at: null }]);
    expect(world().shopify.adminApiCalls()).toBe(0);
  });

  it("again asks Shopify nothing, and knows the person by the cookie alone", async () => {
    const { browser, shop } = await signedIn();

    const again = await open(browser, shop);
    const inside = await browser.open("/app/payments");

    expect(again.way.every((address) => address.startsWith(world().webOrigin))).toBe(true);
    expect(inside.login?.shop.domain).toBe(shop);
  });

  it("of another store signs in there, whatever the cookie says", async () => {
    const { browser } = await signedIn();
    const other = newShop();

    const visit = await browser.open(`/app/payments?shop=${other}`);

    expect(visit.way.some((address) => address.includes("/admin/oauth/authorize"))).toBe(true);
    expect(visit.login?.shop.domain).toBe(other);
  });

  it("as another person of the shop names that person", async () => {
    const { shop } = await signedIn();
    const [, daniel] = world().shopify.staff(shop);
    invariant(daniel, "two people work there");
    world().shopify.signInAs(shop, daniel.id);

    const { visit } = await signedIn(shop);

    expect(visit.login).toMatchObject({ user: { name: "Daniel Park" }, language: "en" });
    const people = await world().rows(
      "select u.name from merchant_users u join shops s on s.id = u.shop_id where domain = $1 order by 1",
      [shop],
    );
    expect(people).toEqual([{ name: "Daniel Park" }, { name: "Rosa Quispe" }]);
  });

  it("in a language that the person chose before shows that one", async () => {
    const { browser, shop } = await signedIn();
    await world().rows(
      "update merchant_users set language = 'zh-CN' where shop_id = (select id from shops where domain = $1)",
      [shop],
    );

    const visit = await open(browser, shop, "/app?locale=en");

    expect(visit.login?.language).toBe("zh-CN");
  });

  it("leaves a cookie that no script can read and that is sent over https only", async () => {
    const shop = newShop();
    const { deps } = world().system;
    const begin = await deps.shopifyApp
      .authenticate(new Request(`${world().webOrigin}/auth?shop=${shop}`))
      .catch((answer: unknown) => answer);

    invariant(begin instanceof Response, "signing in begins with a redirect");
    for (const cookie of begin.headers.getSetCookie()) {
      expect(cookie).toMatch(/; HttpOnly$/);
      expect(cookie).toMatch(/samesite=lax/i);
      expect(cookie).toMatch(/secure/i);
    }
  });
});

describe("nobody is signed in", () => {
  it.each([
    ["without a shop in the address", "/app", 401],
    ["with something else in the shop's place", "/app?shop=evil.example", 400],
    ["at a form for the shop's domain, which does not exist", "/auth/login", 401],
  ])("%s", async (_name, address, status) => {
    const visit = await new MerchantBrowser(world()).open(address);

    expect(visit.status).toBe(status);
    expect(visit.login).toBeNull();
    expect(visit.text).toContain("Open the app from Shopify's admin");
  });

  it("by a cookie that the app did not sign", async () => {
    const { browser } = await signedIn();
    const forged = `shopify_app_session=${browser.cookie("shopify_app_session")}; shopify_app_session.sig=AAAA`;

    const visit = await new MerchantBrowser(world()).open("/app", { cookie: forged });

    expect(visit.status).toBe(401);
  });

  it("by a callback that Shopify did not sign", async () => {
    const shop = newShop();

    const visit = await new MerchantBrowser(world()).open(
      `/auth/callback?shop=${shop}&code=x&state=y&timestamp=1&hmac=00`,
      { cookie: "shopify_app_state=y; shopify_app_state.sig=AAAA" },
    );

    expect(visit.way.some((address) => address.includes("/admin/oauth/authorize"))).toBe(true);
  });

  it("as a crawler", async () => {
    const shop = newShop();

    const visit = await new MerchantBrowser(world(), "Googlebot/2.1").open(`/app?shop=${shop}`);

    expect(visit).toMatchObject({ status: 410, login: null });
  });
});

describe("a form", () => {
  it("from a page of this sign-in is taken", async () => {
    const { browser, visit } = await signedIn();

    const posted = await browser.post("/app/rules", { csrf: visit.login?.csrf ?? "" });

    expect(posted).toMatchObject({ status: 200, text: "done" });
  });

  it("without the sign-in's token, or with that of another one, is refused with 403", async () => {
    const { browser } = await signedIn();
    const { visit: others } = await signedIn();

    const without = await browser.post("/app/rules", {});
    const foreign = await browser.post("/app/rules", { csrf: others.login?.csrf ?? "" });

    expect([without.status, foreign.status]).toEqual([403, 403]);
    expect(foreign.text).toContain("Nothing was changed");
  });

  it.each([
    ["another site", { origin: "https://evil.example" }],
    ["a page without an origin", { origin: "null" }],
    ["a sender that says nothing of itself", {}],
    ["a sub-domain", { "sec-fetch-site": "same-site" }],
  ])("from %s is refused with 403, the right token notwithstanding", async (_name, headers) => {
    const { browser, visit } = await signedIn();

    const posted = await browser.post("/app/rules", { csrf: visit.login?.csrf ?? "" }, headers);

    expect(posted.status).toBe(403);
    expect(posted.login).toBeNull();
  });

  it("for another store than the cookie's changes nothing there", async () => {
    const { browser, visit } = await signedIn();
    const { shop: other } = await signedIn();

    const posted = await browser.post(`/app/rules?shop=${other}`, { csrf: visit.login?.csrf ?? "" });

    expect(posted.text).not.toBe("done");
  });
});

describe("a shop that comes back", () => {
  it("finds what it left, and its old cookie leads through Shopify once more", async () => {
    const { browser, shop } = await signedIn();
    const [before] = await world().rows<{ id: string }>("select id from shops where domain = $1", [shop]);
    await world().rows(
      "update shops set display_name = 'Mi tienda', uninstalled_at = now(), configured_ready = true where domain = $1",
      [shop],
    );

    const visit = await open(browser, shop);

    expect(visit.way.some((address) => address.includes("/admin/oauth/authorize"))).toBe(true);
    expect(visit.login?.shop).toMatchObject({ id: before?.id, storeName: "Mi tienda" });
    const [after] = await world().rows(
      "select uninstalled_at, configured_ready, installed_at > now() - interval '1 minute' as fresh from shops where domain = $1",
      [shop],
    );
    expect(after).toEqual({ uninstalled_at: null, configured_ready: null, fresh: true });
  });
});
