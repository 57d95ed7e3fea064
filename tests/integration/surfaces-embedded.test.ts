import { describe, expect, it } from "vitest";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import { plainGuards } from "../builders/answer-guards.ts";
import { newShopAtShopify } from "../builders/merchant-browser.ts";
import { withCode } from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("surfaces_embedded", { tls: "off", embedded: true });

function newShop(): ShopDomain {
  const shop = newShopAtShopify(world());
  world().shopify.installApp(shop);
  return shop;
}

async function answered(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const answer = await fetch(new URL(path, world().webOrigin), {
    redirect: "manual",
    headers: { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0", ...headers },
  });
  await answer.arrayBuffer();
  return answer;
}

const token = (shop: ShopDomain) => ({ authorization: `Bearer ${world().shopify.sessionToken(shop)}` });
const framers = (answer: Response) =>
  /frame-ancestors ([^;]*)/.exec(answer.headers.get("content-security-policy") ?? "")?.[1]?.split(" ");

describe("the admin inside Shopify's", () => {
  it("may be shown in a frame by this shop and by Shopify's admin, and by nobody else", async () => {
    const shop = newShop();

    const page = await answered(`/app?shop=${shop}&host=YWRtaW4&embedded=1`, token(shop));

    expect(page.status).toBe(200);
    expect(plainGuards(page)).toEqual([]);
    // The last one is the simulated Shopify's, which production refuses to know.
    expect(framers(page)).toEqual([`https://${shop}`, "https://admin.shopify.com", world().shopify.origin]);
    expect(page.headers.get("cache-control")).toBe("no-store");
  });

  it.each([
    "evil.example",
    "tienda.myshopify.com.evil.example",
    "*.myshopify.com",
    "a.myshopify.com https://evil.example",
  ])("lets no frame in that an address asks for: %s", async (asked) => {
    const pages = await Promise.all(
      ["/app", "/auth/session-token", "/auth/exit-iframe", "/nothing"].map((path) =>
        answered(`${path}?shop=${encodeURIComponent(asked)}&host=${btoa("evil.example/admin")}&embedded=1`),
      ),
    );

    for (const page of pages) {
      expect(page.headers.get("content-security-policy")).not.toContain("evil");
      expect(framers(page)).not.toContain("*.myshopify.com");
    }
  });

  it("gives answers to its script to nobody's frame, and keeps none", async () => {
    const shop = newShop();
    await answered(`/app?shop=${shop}&host=YWRtaW4&embedded=1`, token(shop));

    const answer = await answered("/app/payments?_data=routes%2Fmerchant%2Fpayments", token(shop));

    expect(answer.status).toBe(200);
    expect(plainGuards(answer)).toEqual([]);
    expect(framers(answer)).toEqual(["'none'"]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it("writes down a session token that it does not take, and who signed in with a good one", async () => {
    const shop = newShop();
    await answered("/app/payments?_data=routes%2Fmerchant%2Fpayments", token(shop));
    const forged = `Bearer ${world().shopify.sessionToken(shop).slice(0, -6)}AAAAAA`;

    const answer = await answered("/app/payments?_data=routes%2Fmerchant%2Fpayments", {
      authorization: forged,
    });

    expect(answer.status).toBe(401);
    const log = world().logged().join("");
    expect(log).toMatch(/"event":"signed-in"/);
    expect(log).toMatch(
      /"reason":"session-token-refused"[^}]*"event":"access-refused"|"event":"access-refused"[^}]*"reason":"session-token-refused"/,
    );
    expect(log).not.toContain(forged.slice(7, 40));
  });

  it("has no way out of its own: Shopify's admin ends the session", async () => {
    const shop = newShop();
    await answered(`/app?shop=${shop}&host=YWRtaW4&embedded=1`, token(shop));

    const answer = await fetch(new URL("/app/sign-out", world().webOrigin), {
      ...{ method: "POST", redirect: "manual", body: new URLSearchParams({}) },
      headers: { ...token(shop), origin: world().webOrigin, "user-agent": "Mozilla/5.0 Chrome/142.0" },
    });

    expect(answer.status).toBe(404);
    expect(answer.headers.get("clear-site-data")).toBeNull();
  });

  it("leaves the shopper's pages out of every frame", async () => {
    const payment = await withCode(world());

    expect(framers(await answered(`/v/${payment.slug}?shop=tienda-demo.myshopify.com`))).toEqual([
      "'none'",
    ]);
  });
});
