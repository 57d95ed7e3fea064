import { describe, expect, it } from "vitest";
import { loader } from "#app/routes/shopify/webhook.ts";
import { connectNewShop } from "../builders/shop.ts";
import { deliver, payloadOf, type Delivery } from "../builders/shopify-webhook.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("shopify_webhooks", { tls: "off" });

const TOPIC = "customers/redact";

async function aRequest(): Promise<Delivery> {
  const { domain: shop } = await connectNewShop(world());
  return { topic: TOPIC, shop, payload: payloadOf(TOPIC, shop, { email: "ana@example.com" }) };
}

async function storedFor(shop: string): Promise<number> {
  const rows = await world().rows(
    "select webhook_id from shopify_webhooks where shop = $1 union all select webhook_id from privacy_requests where shop = $1",
    [shop],
  );
  return rows.length;
}

function alerts(): string[] {
  return world()
    .logged()
    .filter((line) => line.includes('"alert":true'));
}

describe("a webhook that Shopify did not sign", () => {
  const flip = (body: Buffer) => {
    const altered = Buffer.from(body);
    altered.writeUInt8(altered.readUInt8(20) ^ 1, 20);
    return altered;
  };
  const bends: [string, Partial<Delivery>, number][] = [
    ["another secret", { secret: "not the app's" }, 401],
    ["no signature", { headers: { "X-Shopify-Hmac-Sha256": null } }, 401],
    ["an empty signature", { headers: { "X-Shopify-Hmac-Sha256": "" } }, 401],
    ["one altered bit", { alter: flip }, 401],
    ["a byte more", { alter: (body) => Buffer.concat([body, Buffer.from(" ")]) }, 401],
    ["a mark before it", { alter: (body) => Buffer.concat([Buffer.from("\ufeff"), body]) }, 401],
    ["bytes that are no text", { alter: (body) => Buffer.concat([body, Buffer.from([0xff])]) }, 401],
    ["no body", { alter: () => Buffer.alloc(0) }, 401],
    ["a body without end", { alter: () => Buffer.alloc(1_000_001, " ") }, 413],
    ["another method", { method: "PUT" }, 405],
  ];

  it.each(bends)("with %s is refused, and nothing is stored", async (_, bend, expected) => {
    const request = await aRequest();

    const status = await deliver(world(), { ...request, ...bend });

    expect(status).toBe(expected);
    expect(await storedFor(request.shop)).toBe(0);
    expect(alerts()).toEqual([]);
  });

  it("is not taken with GET either", () => {
    const answer = loader();

    expect([answer.status, answer.headers.get("Allow")]).toEqual([405, "POST"]);
  });
});

describe("a webhook that Shopify signed", () => {
  it("is taken once, however often it is delivered", async () => {
    const request = { ...(await aRequest()), webhookId: "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043" };

    const statuses = await Promise.all(Array.from({ length: 5 }, () => deliver(world(), request)));
    statuses.push(await deliver(world(), request));

    expect(statuses).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await storedFor(request.shop)).toBe(2);
  });

  it("with letters that are not ASCII's is taken as it was signed", async () => {
    const { domain: shop } = await connectNewShop(world());
    const payload = payloadOf(TOPIC, shop, { email: "josé.peña@example.com" });

    expect(await deliver(world(), { topic: TOPIC, shop, payload })).toBe(200);
  });

  it("of a topic that nobody asked for is answered, logged and not stored", async () => {
    const request = await aRequest();

    const status = await deliver(world(), { ...request, topic: "orders/create" });

    expect(status).toBe(200);
    expect(await storedFor(request.shop)).toBe(0);
    expect(world().logged().join("\n")).toContain("orders/create");
  });

  it("of a shop that never was ours is answered and touches nothing", async () => {
    const shop = "nunca-vista.myshopify.com";
    const payload = {
      ...payloadOf("shop/redact", (await connectNewShop(world())).domain),
      shop_domain: shop,
    };

    expect(await deliver(world(), { topic: "shop/redact", shop, payload })).toBe(200);

    await world().until("the request to be done", async () => {
      const [row] = await world().rows("select outcome from privacy_requests where shop = $1", [shop]);
      return row?.["outcome"] === "unknown-shop";
    });
  });

  it("about another shop than the header names is refused, and a person is told", async () => {
    const request = await aRequest();
    const { domain: other } = await connectNewShop(world());

    const status = await deliver(world(), { ...request, shop: other });

    expect(status).toBe(400);
    expect((await storedFor(request.shop)) + (await storedFor(other))).toBe(0);
    expect(alerts()).toHaveLength(1);
  });

  it.each(["shop/redact", "customers/data_request", "app/uninstalled"])(
    "cannot be sent again as %s",
    async (topic) => {
      const request = await aRequest();

      expect(await deliver(world(), { ...request, topic })).toBe(400);
      expect(await storedFor(request.shop)).toBe(0);
    },
  );

  it.each(["X-Shopify-Webhook-Id", "X-Shopify-Shop-Domain"])("without %s is refused", async (name) => {
    const request = await aRequest();

    expect(await deliver(world(), { ...request, headers: { [name]: null } })).toBe(400);
    expect(await storedFor(request.shop)).toBe(0);
  });
});
