import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { jsonObjectSchema, parseJson } from "./json.ts";
import { APP, EVERY_TOPIC, listeningApp, merchantStage } from "./merchant-test-app.ts";
import type { SimulatedApp } from "./server.ts";

async function stage(
  statuses?: number[],
): Promise<Awaited<ReturnType<typeof merchantStage>> & Awaited<ReturnType<typeof listeningApp>>> {
  const app = await listeningApp(statuses);
  const facts: Partial<SimulatedApp> = { appUrl: app.appUrl, webhookUrls: EVERY_TOPIC };
  return { ...app, ...(await merchantStage(facts, { switches: { webhookRetryWaitsMs: [0] } })) };
}

test("sends the documented body and headers, signed over the raw bytes", async () => {
  const { simulator, clock, shop, received } = await stage();
  const customer = { id: 7, email: "ñandú@example.com", phone: null };

  const answer = await simulator.sendWebhook({ shop, topic: "customers/redact", payload: { customer } });

  const [request] = received;
  expect(answer).toEqual({
    webhookId: request?.headers["x-shopify-webhook-id"],
    status: 200,
    body: "answered",
  });
  expect(request?.path).toBe(EVERY_TOPIC["customers/redact"]);
  expect(request?.headers).toMatchObject({
    "content-type": "application/json",
    "x-shopify-topic": "customers/redact",
    "x-shopify-shop-domain": shop,
    "x-shopify-api-version": "2026-10",
    "x-shopify-event-id": expect.any(String),
    "x-shopify-triggered-at": clock.now().toISOString(),
    "x-shopify-hmac-sha256": createHmac("sha256", APP.clientSecret)
      .update(request?.text ?? "")
      .digest("base64"),
  });
  expect(parseJson(request?.text ?? "")).toEqual({
    shop_id: expect.any(Number),
    shop_domain: shop,
    customer,
    orders_to_redact: [expect.any(Number)],
  });
});

test.each([
  ["customers/data_request", ["customer", "data_request", "orders_requested", "shop_domain", "shop_id"]],
  ["shop/redact", ["shop_domain", "shop_id"]],
] as const)("%s carries its documented fields", async (topic, fields) => {
  const { simulator, shop, received } = await stage();

  await simulator.sendWebhook({ shop, topic });

  expect(Object.keys(jsonObjectSchema.parse(parseJson(received[0]?.text ?? ""))).sort()).toEqual(fields);
});

test("a webhook can be wrongly signed, late, and known before", async () => {
  const { simulator, clock, shop, received } = await stage();
  const triggeredAt = clock.inHours(-5);

  await simulator.sendWebhook({
    shop,
    topic: "shop/redact",
    overrides: { badHmac: true, webhookId: "known", triggeredAt, repeat: 2 },
  });

  const right = createHmac("sha256", APP.clientSecret)
    .update(received[0]?.text ?? "")
    .digest("base64");
  expect(received.map((one) => one.headers["x-shopify-webhook-id"])).toEqual(["known", "known"]);
  expect(received[0]?.headers["x-shopify-triggered-at"]).toBe(triggeredAt.toISOString());
  expect(received[0]?.headers["x-shopify-hmac-sha256"]).not.toBe(right);
});

test("what is not answered with 2xx comes again with the same id, and every request is listed", async () => {
  const { simulator, shop, received } = await stage([500, 503, 200]);

  const answer = await simulator.sendWebhook({ shop, topic: "shop/redact" });

  expect(answer.status).toBe(200);
  expect(new Set(received.map((one) => one.headers["x-shopify-webhook-id"])).size).toBe(1);
  expect(simulator.webhookDeliveries().map(({ attempt, status }) => [attempt, status])).toEqual([
    [1, 500],
    [2, 503],
    [3, 200],
  ]);
});

test("it gives up after its attempts, and an app that is not there answers nothing", async () => {
  const { simulator, shop, received } = await stage([401]);

  const refused = await simulator.sendWebhook({ shop, topic: "shop/redact" });
  simulator.setApp({ ...APP, webhookUrls: EVERY_TOPIC });
  const silent = await simulator.sendWebhook({ shop, topic: "shop/redact" });

  expect([refused.status, received.length]).toEqual([401, 3]);
  expect(silent.status).toBe(0);
});

test("a topic without a subscription is not sent", async () => {
  const { simulator, shop, received } = await stage();

  const sending = simulator.sendWebhook({ shop, topic: "app/scopes_update" });

  await expect(sending).rejects.toThrow("no subscription");
  expect(received).toEqual([]);
});
