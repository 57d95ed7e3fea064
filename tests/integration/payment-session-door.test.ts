import { describe, expect, it } from "vitest";
import { refusal, sendNew, sendOnce } from "../builders/session-answer.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("payment_session_door", { tls: "off" });

async function storedSessions(sessionId: string): Promise<unknown[]> {
  return world().rows("select told from payments where session_id = $1", [sessionId]);
}

describe("a session that is not in the documented form", () => {
  it.each([
    ["is not JSON", "{", "not-json", "body: must be JSON without repeated keys"],
    ["names a field twice", '{"id":"1","id":"2"}', "not-json", "body: must be JSON without repeated keys"],
    ["is not an object", "[]", "invalid-field", expect.stringContaining("body: ")],
    ["is empty", "", "not-json", "body: must be JSON without repeated keys"],
  ] as const)("is refused when its body %s", async (_, rawBody, code, message: unknown) => {
    const answer = await sendNew(world(), {}, { rawBody });

    expect(answer).toEqual(refusal(400, code, message));
  });

  it.each(["id", "gid", "group", "amount", "currency", "test", "kind", "payment_method", "proposed_at"])(
    "is refused by the name of the missing field: %s",
    async (field) => {
      const answer = await sendNew(world(), {}, { body: ({ [field]: _, ...rest }) => rest });

      expect(answer).toEqual(refusal(400, "invalid-field", expect.stringContaining(`${field}: `)));
    },
  );

  it("is refused when the shopper could not go back over https", async () => {
    const answer = await sendNew(world(), { cancelUrl: "http://tienda-demo.myshopify.com/checkouts/1" });

    expect(answer).toEqual(
      refusal(400, "invalid-field", "payment_method.data.cancel_url: must be an https address"),
    );
  });

  it.each(["", "tienda-demo.example.com", "myshopify.com"])(
    "is refused when the shop's header says %j",
    async (shop) => {
      const answer = await sendNew(world(), {}, { headers: { "Shopify-Shop-Domain": shop } });

      expect(answer).toEqual(
        refusal(400, "invalid-header", "Shopify-Shop-Domain: must be a myshopify.com domain"),
      );
    },
  );
});

describe("a session whose courtesies are odd", () => {
  it.each([
    ["no customer", null],
    [
      "a name cut inside a character",
      { email: "a@example.com", billing_address: { given_name: `${"a".repeat(254)}😀` } },
    ],
    ["a name with a NUL", { email: "a@example.com", billing_address: { given_name: "Ro\u0000sa" } }],
    ["half a character for a name", { email: "a@example.com", billing_address: { given_name: "\ud83d" } }],
    ["a number for an e-mail", { email: 1, locale: {} }],
  ])("is accepted: %s", async (_, customer) => {
    const answer = await sendNew(world(), { customer: null }, { body: (body) => ({ ...body, customer }) });

    expect(answer.status).toBe(200);
  });
});

describe("a session for which no money can be taken", () => {
  it.each([
    [{ currency: "EUR" }, "unsupported-currency", "currency: only PEN and USD are supported"],
    [{ kind: "authorization" }, "unsupported-kind", "kind: only sale is supported"],
    [{ amount: "0.00" }, "amount-not-positive", "amount: must be above zero"],
    [{ amount: "-1.00" }, "amount-not-positive", "amount: must be above zero"],
    [{ amount: "10.005" }, "amount-too-many-decimals", "amount: must have at most two decimals"],
    [{ amount: "20000000.01" }, "amount-too-large", "amount: is too large"],
  ])("is refused: %j", async (input, code, message) => {
    const answer = await sendNew(world(), input);

    expect(answer).toEqual(refusal(422, code, message));
  });
});

describe("a session of a shop that cannot take it", () => {
  const notReady = refusal(503, "shop-not-ready", "this shop cannot take PagoEfectivo payments now");
  const unknown = refusal(404, "unknown-shop", "this shop has not installed the app");

  it("is refused when the shop never installed the app", async () => {
    const answer = await sendNew(world(), {}, { headers: { "Shopify-Shop-Domain": "otra.myshopify.com" } });

    expect(answer).toEqual(unknown);
  });

  it("is refused when the shop has uninstalled the app", async () => {
    const shop = await connectNewShop(world());
    await world().rows("update shops set uninstalled_at = now() where domain = $1", [shop.domain]);

    const answer = await sendNew(world(), { shop: shop.domain });

    expect(answer).toEqual(unknown);
  });

  it("is put off while the shop is not ready, and nothing is stored", async () => {
    const shop = await connectNewShop(world());
    await world().rows("update shops set ready = false where domain = $1", [shop.domain]);
    const session = world().shopify.newSession({ shop: shop.domain });

    const answer = await sendOnce(world(), session.id);

    expect(answer).toEqual(notReady);
    expect(await storedSessions(session.id)).toEqual([]);
  });

  it.each([
    ["currency", { currency: "USD" }],
    ["mode", { test: true }],
  ])("is put off when the shop has no keys for its %s", async (_, input) => {
    const shop = await connectNewShop(world(), { mode: "live", currencies: ["PEN"] });

    const answer = await sendNew(world(), { shop: shop.domain, ...input });

    expect(answer).toEqual(notReady);
  });
});

describe("the payments port", () => {
  it("refuses a body that is too large before reading it", async () => {
    const answer = await sendNew(world(), {}, { rawBody: " ".repeat(256 * 1024 + 1) });

    expect(answer).toEqual(refusal(413, "body-too-large", "the body is larger than 262144 bytes"));
  });

  it.each([
    ["GET", "/shopify/payment-sessions"],
    ["PUT", "/shopify/payment-sessions"],
    ["POST", "/shopify/payment-sessions/1"],
    ["POST", "/"],
    ["GET", "/v/anything"],
    ["GET", "/healthz"],
  ])("has nothing at %s %s", async (method, path) => {
    const response = await fetch(new URL(path, world().paymentsUrl), { method });

    expect({ status: response.status, body: await response.json() }).toEqual(
      refusal(404, "not-found", "there is nothing at this address"),
    );
  });
});
