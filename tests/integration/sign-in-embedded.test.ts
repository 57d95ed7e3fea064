import { afterEach, describe, expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import { MerchantBrowser, newShopAtShopify, type Visit } from "../builders/merchant-browser.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("sign_in_embedded", { roles: [], embedded: true });

/** A shop whose owner has installed the app in Shopify's admin, and has not opened it. */
function newShop(): ShopDomain {
  const shop = newShopAtShopify(world());
  world().shopify.installApp(shop);
  return shop;
}

function open(shop: ShopDomain, path = "/"): Promise<Visit> {
  return new MerchantBrowser(world()).open(world().shopify.launchUrl(shop, path));
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

afterEach(() => {
  const log = world().logged().join("");
  expect(log).not.toMatch(/shp(at|ua|rt|ss)_|eyJ/);
});

describe("inside Shopify's admin", () => {
  it("the first page installs the shop and knows the person, without any cookie", async () => {
    const shop = newShop();

    const visit = await open(shop);

    const person = world().shopify.signedInStaff(shop);
    expect(visit.login).toMatchObject({
      shop: { domain: shop },
      user: { id: String(person.id), name: "Rosa Quispe" },
      shell: "embedded",
    });
    expect(visit.headers.getSetCookie()).toEqual([]);
    expect(
      world()
        .shopify.issuedTokens()
        .filter((token) => token.shop === shop),
    ).toMatchObject([
      { kind: "offline", grant: "token-exchange" },
      { kind: "online", grant: "token-exchange", userId: person.id },
    ]);
    expect(world().shopify.adminApiCalls()).toBe(0);
  });

  it("later requests carry the token in a header, and exchange nothing again", async () => {
    const shop = newShop();
    await open(shop);
    const issued = world().shopify.issuedTokens().length;

    const read = await new MerchantBrowser(world()).open(
      "/app/payments",
      bearer(world().shopify.sessionToken(shop)),
    );
    const posted = await new MerchantBrowser(world()).post(
      "/app/rules",
      {},
      bearer(world().shopify.sessionToken(shop)),
    );

    expect(read.login?.shop.domain).toBe(shop);
    expect(posted).toMatchObject({ status: 200, text: "done" });
    expect(world().shopify.issuedTokens()).toHaveLength(issued);
  });

  it("two people of one shop are two people", async () => {
    const shop = newShop();
    const [rosa, daniel] = world().shopify.staff(shop);
    invariant(rosa && daniel, "two people work there");
    const as = (userId: number) =>
      new MerchantBrowser(world()).open("/app", bearer(world().shopify.sessionToken(shop, { userId })));

    const [first, second] = [await as(rosa.id), await as(daniel.id)];

    expect(first.login?.user.name).toBe("Rosa Quispe");
    expect(second.login).toMatchObject({ user: { name: "Daniel Park" }, language: "en" });
  });

  it.each([
    ["that has expired", { lifeSeconds: -60 }],
    ["signed by somebody else", { secret: "not-the-apps-secret" }],
    ["made for another app", { audience: "another-app" }],
  ])("a token %s is answered with 401", async (_name, bent) => {
    const shop = newShop();
    await open(shop);
    const token = world().shopify.sessionToken(shop, bent);

    const read = await new MerchantBrowser(world()).open("/app", bearer(token));
    const posted = await new MerchantBrowser(world()).post("/app/rules", {}, bearer(token));

    expect([read.status, posted.status]).toEqual([401, 401]);
    expect(read.login ?? posted.login).toBeNull();
  });

  it("a page whose token is no good goes to fetch another one, in that shop's frame only", async () => {
    const shop = newShop();
    const expired = world().shopify.sessionToken(shop, { lifeSeconds: -60 });
    const address = new URL(world().shopify.launchUrl(shop, "/app"));
    address.searchParams.set("id_token", expired);

    const visit = await new MerchantBrowser(world()).open(address.href);

    expect(new URL(visit.way.at(-1) ?? "").pathname).toBe("/auth/session-token");
    expect(visit.text).toContain(`${world().shopify.origin}/app-bridge.js`);
    expect(visit.headers.get("content-security-policy")).toContain(`frame-ancestors https://${shop}`);
  });

  it("a form without the token in its header is refused, even with one in the address", async () => {
    const shop = newShop();
    await open(shop);
    const token = world().shopify.sessionToken(shop);

    const posted = await new MerchantBrowser(world()).post(`/app/rules?shop=${shop}&id_token=${token}`, {});

    expect(posted).toMatchObject({ status: 401, login: null });
  });

  it("a token of one shop opens no page of another", async () => {
    const [mine, other] = [newShop(), newShop()];
    const token = world().shopify.sessionToken(mine);

    const visit = await new MerchantBrowser(world()).open(`/app?shop=${other}`, bearer(token));

    expect(visit).toMatchObject({ status: 401, login: null });
  });

  it("an address without a shop leads nowhere", async () => {
    const visit = await new MerchantBrowser(world()).open("/app");

    expect(visit).toMatchObject({ status: 401, login: null });
  });

  it("a page opened outside of the frame leads into it", async () => {
    const shop = newShop();
    const launch = new URL(world().shopify.launchUrl(shop, "/app"));
    for (const name of ["embedded", "id_token"]) launch.searchParams.delete(name);

    const visit = await new MerchantBrowser(world()).open(launch.href);

    const [handle] = shop.split(".");
    const app = world().shopify.app();
    expect(visit.way).toContain(`${world().shopify.origin}/store/${handle}/apps/${app?.clientId}`);
  });

  it("a shop that comes back is installed again by the exchange alone", async () => {
    const shop = newShop();
    const before = await open(shop);
    await world().rows("update shops set uninstalled_at = now() where domain = $1", [shop]);

    const visit = await open(shop);

    expect(visit.login?.shop.id).toBe(before.login?.shop.id);
    const rows = await world().rows("select uninstalled_at from shops where domain = $1", [shop]);
    expect(rows).toEqual([{ uninstalled_at: null }]);
  });

  it("a shop that has removed the app is not brought back by a token from before", async () => {
    const shop = newShop();
    await open(shop);
    const token = world().shopify.sessionToken(shop);
    await world()
      .shopify.uninstallApp(shop)
      .catch(() => null);
    await world().rows("update shops set uninstalled_at = now() where domain = $1", [shop]);

    const visit = await new MerchantBrowser(world()).open("/app", bearer(token));

    expect(visit.status).toBeGreaterThanOrEqual(400);
    expect(visit.login).toBeNull();
  });
});
