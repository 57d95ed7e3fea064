import { describe, expect, it } from "vitest";
import { answerForBrowser } from "./browser-answers.ts";
import { shopifyAddresses } from "./shopify-addresses.ts";

const simulated = shopifyAddresses({ simulatorOrigin: "http://127.0.0.1:4200" });
const real = shopifyAddresses({ simulatorOrigin: null });
const request = new Request("http://localhost:3000/auth/session-token?shop=tienda.myshopify.com");

describe("what Shopify's library answers", () => {
  it("leads a browser to the simulator when there is one, by the whole document", async () => {
    const location = "https://tienda.myshopify.com/admin/oauth/authorize?client_id=1";
    const answer = new Response(null, { status: 302, headers: { location } });

    const mapped = await answerForBrowser(answer, { addresses: simulated, request });
    const kept = await answerForBrowser(answer, { addresses: real, request });

    expect(mapped.status).toBe(302);
    expect(mapped.headers.get("location")).toBe(
      "http://127.0.0.1:4200/shops/tienda.myshopify.com/admin/oauth/authorize?client_id=1",
    );
    expect(mapped.headers.get("x-remix-reload-document")).toBe("true");
    expect(kept.headers.get("location")).toBe(location);
  });

  it("sets cookies that no script can read", async () => {
    const headers = new Headers([
      ["set-cookie", "a=1;sameSite=lax; secure=true"],
      ["set-cookie", "b=2;path=/; HttpOnly"],
    ]);

    const answer = await answerForBrowser(new Response(null, { headers }), { addresses: real, request });

    expect(answer.headers.getSetCookie()).toEqual([
      "a=1;sameSite=lax; secure=true; HttpOnly",
      "b=2;path=/; HttpOnly",
    ]);
  });

  it("lets no other site read it", async () => {
    const headers = { "access-control-allow-origin": "*", "access-control-allow-headers": "Authorization" };

    const answer = await answerForBrowser(new Response(null, { status: 401, headers }), {
      addresses: real,
      request,
    });

    expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("loads App Bridge from where it is, and only in the frame of that shop's admin", async () => {
    const page = '<script src="https://cdn.shopify.com/shopifycloud/app-bridge.js"></script>';
    const answer = () => new Response(page, { headers: { "content-type": "text/html;charset=utf-8" } });

    const ofShop = await answerForBrowser(answer(), { addresses: simulated, request });
    const ofNobody = await answerForBrowser(answer(), {
      addresses: simulated,
      request: new Request("http://localhost:3000/auth/session-token?shop=evil.example"),
    });

    expect(await ofShop.text()).toBe('<script src="http://127.0.0.1:4200/app-bridge.js"></script>');
    expect(ofShop.headers.get("content-security-policy")).toContain("https://tienda.myshopify.com");
    expect(ofNobody.headers.get("content-security-policy")).toBe("frame-ancestors 'none'");
  });
});
