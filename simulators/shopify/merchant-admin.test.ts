import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseJson } from "./json.ts";
import {
  APP,
  askForToken,
  EVERY_TOPIC,
  listeningApp,
  locationOf,
  merchantStage,
  newCode,
  visit,
} from "./merchant-test-app.ts";
import type { ShopifySimulator } from "./server.ts";
import { post, SHOP } from "./test-stand-in.ts";

const GATEWAY = `/shops/${SHOP.domain}/services/payments_partners/gateways/${APP.clientId}/settings`;
const EMBEDDED = { embedded: true };

function configure(simulator: ShopifySimulator, fields: string): Promise<Response> {
  return post(
    simulator,
    `mutation { paymentsAppConfigure(${fields}) {
      paymentsAppConfiguration { ready externalHandle } userErrors { field message }
    } }`,
    {},
  );
}

function claimsOf(token: string): unknown {
  return parseJson(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

function unsigned(url: URL): { hmac: string | null; expected: string } {
  const hmac = url.searchParams.get("hmac");
  url.searchParams.delete("hmac");
  url.searchParams.sort();
  const text = url.searchParams.toString().replaceAll("+", "%20");
  return { hmac, expected: createHmac("sha256", APP.clientSecret).update(text).digest("hex") };
}

test("paymentsAppConfigure keeps readiness and handle, and answers them", async () => {
  const { simulator, shop } = await merchantStage();

  await configure(simulator, `ready: true, externalHandle: "Tienda 42"`);
  const again = await configure(simulator, `ready: false`);

  const kept = { ready: false, externalHandle: "Tienda 42" };
  expect(await again.json()).toMatchObject({
    data: { paymentsAppConfigure: { paymentsAppConfiguration: kept, userErrors: [] } },
  });
  expect(simulator.paymentsApp(shop)).toMatchObject(kept);
  expect(simulator.mutations()).toMatchObject([
    { mutation: "paymentsAppConfigure", outcome: "accepted", variables: {} },
    { mutation: "paymentsAppConfigure", outcome: "accepted" },
  ]);
});

test("paymentsAppConfigure is refused while the extension is not released", async () => {
  const { simulator, shop } = await merchantStage();
  simulator.switches.paymentsExtensionReleased = false;

  const answer = await configure(simulator, `ready: true`);

  expect(await answer.json()).toMatchObject({
    data: {
      paymentsAppConfigure: {
        paymentsAppConfiguration: null,
        userErrors: [{ message: "Payments App is not installed on this shop" }],
      },
    },
  });
  expect(simulator.paymentsApp(shop).ready).toBe(false);
});

test("the payment settings show whether the provider is ready, and activation needs it", async () => {
  const { simulator, shop } = await merchantStage();
  simulator.installApp(shop);

  const before = await visit(simulator, GATEWAY);
  const early = await visit(simulator, GATEWAY, { act: "activate" });
  await configure(simulator, `ready: true, externalHandle: "Tienda 42"`);
  const ready = await (await visit(simulator, GATEWAY)).text();
  const activated = await visit(simulator, GATEWAY, { act: "activate", test_mode: "1" });

  expect(await before.text()).toContain("El proveedor no está listo");
  expect(early.status).toBe(422);
  expect(ready).toContain("Tienda 42");
  expect(ready).toContain(">Activar<");
  expect(activated.status).toBe(303);
  expect(simulator.paymentsApp(shop)).toMatchObject({ activated: true, testMode: true });
});

test("the merchant can deactivate again", async () => {
  const { simulator, shop } = await merchantStage();
  await configure(simulator, `ready: true`);
  simulator.activateApp(shop);

  await visit(simulator, GATEWAY, { act: "deactivate" });

  expect(simulator.paymentsApp(shop)).toMatchObject({ ready: true, activated: false });
});

test("switched, the checkout offers the method only once it is activated", async () => {
  const { simulator, shop } = await merchantStage({}, { switches: { checkoutNeedsActivation: true } });
  const checkout = `/shops/${shop}/checkouts/new`;

  const early = await visit(simulator, checkout, { amount: "10.00", currency: "PEN" });
  await configure(simulator, `ready: true`);
  simulator.activateApp(shop);
  const offered = await visit(simulator, checkout);

  expect(early.status).toBe(422);
  expect(await early.text()).toContain("no ofrece PagoEfectivo");
  expect(await offered.text()).not.toContain("no ofrece PagoEfectivo");
  expect(simulator.sessions()).toEqual([]);
});

test("uninstalling kills every token first and then tells the app", async () => {
  const { appUrl, received } = await listeningApp();
  const { simulator, shop } = await merchantStage({ appUrl, webhookUrls: EVERY_TOPIC });
  const code = await newCode(simulator, shop);
  const answer = await askForToken(simulator, shop, { code, expiring: "1" });
  const { access_token, refresh_token } = Object(await answer.json());

  await visit(simulator, `/shops/${shop}/admin/apps/${APP.clientId}/uninstall`, {});

  const refresh = { grant_type: "refresh_token", refresh_token: String(refresh_token) };
  const tokens = [String(access_token), SHOP.accessToken];
  const api = await Promise.all(
    tokens.map((token) => post(simulator, `{ publicApiVersions { handle } }`, {}, { token })),
  );
  expect(api.map((one) => one.status)).toEqual([401, 401]);
  expect((await askForToken(simulator, shop, refresh)).status).toBe(400);
  expect(simulator.installations()).toEqual([]);
  expect(received.map((one) => one.headers["x-shopify-topic"])).toEqual(["app/uninstalled"]);
  expect(parseJson(received[0]?.text ?? "")).toMatchObject({ myshopify_domain: shop });
});

test("a standalone app is opened top-level with a signed address, installed or not", async () => {
  const { simulator, shop, clock } = await merchantStage();

  const installing = await visit(simulator, `/shops/${shop}/admin/apps/${APP.clientId}/install`, {});
  const opening = await visit(simulator, `/store/tienda/apps/${APP.clientId}/app/payments?status=paid`);

  const url = locationOf(opening);
  expect(locationOf(installing).origin).toBe(APP.appUrl);
  expect(url.pathname).toBe("/app/payments");
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    shop,
    status: "paid",
    timestamp: String(clock.now().getTime() / 1000),
  });
  expect(url.searchParams.has("id_token")).toBe(false);
  const { hmac, expected } = unsigned(url);
  expect(hmac).toBe(expected);
});

test("an embedded app is installed by consent and then framed with a signed address and a session token", async () => {
  const { simulator, shop } = await merchantStage(EMBEDDED);
  const path = `/store/tienda/apps/${APP.clientId}/app/rules?user=${simulator.staff(shop)[1]?.id}`;

  const first = await visit(simulator, path);
  await visit(simulator, `/shops/${shop}/admin/apps/${APP.clientId}/install`, {});
  const framed = await (await visit(simulator, path)).text();

  expect(await first.text()).toContain("Install");
  const source = /<iframe[^>]+src="([^"]+)"/.exec(framed)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const url = new URL(source);
  expect(url.pathname).toBe("/app/rules");
  expect(Object.fromEntries(url.searchParams)).toMatchObject({ embedded: "1", shop, locale: "en" });
  expect(claimsOf(url.searchParams.get("id_token") ?? "")).toMatchObject({
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: APP.clientId,
    sub: String(simulator.staff(shop)[1]?.id),
  });
  const { hmac, expected } = unsigned(url);
  expect(hmac).toBe(expected);
});

test("the admin gives fresh session tokens of one minute to its own page, while the app is installed", async () => {
  const { simulator, shop } = await merchantStage(EMBEDDED);
  const path = `/shops/${shop}/admin/session-token`;

  const before = await visit(simulator, path, {});
  simulator.installApp(shop);
  const answer = await visit(simulator, path, {});

  const { token } = z.object({ token: z.string() }).parse(await answer.json());
  const claims = z.object({ iat: z.number(), exp: z.number() }).parse(claimsOf(token));
  expect(before.status).toBe(404);
  expect(answer.headers.get("Access-Control-Allow-Origin")).toBeNull();
  expect(claims.exp - claims.iat).toBe(60);
});

test("the person and the language chosen in the admin stay chosen", async () => {
  const { simulator, shop } = await merchantStage();
  const [, daniel] = simulator.staff(shop);

  await visit(simulator, `/shops/${shop}/admin/staff`, { user: String(daniel?.id), locale: "zh-CN" });
  const home = await (await visit(simulator, `/shops/${shop}/admin`)).text();

  expect(simulator.signedInStaff(shop)).toMatchObject({ id: daniel?.id, locale: "zh-CN" });
  expect(home).toContain("Daniel Park");
});

test("admin.shopify.com addresses lead to the same pages", async () => {
  const { simulator, shop } = await merchantStage();

  const store = await visit(simulator, "/store/tienda");
  const provider = await visit(simulator, "/store/tienda/settings/payments/alternative-providers/7");
  const unknown = await visit(simulator, "/store/nadie/apps/other");

  expect(locationOf(store).pathname).toBe(`/shops/${shop}/admin`);
  expect(locationOf(provider).pathname).toBe(GATEWAY);
  expect(unknown.status).toBe(404);
});

test("the privacy webhooks can be sent from the admin", async () => {
  const { appUrl, received } = await listeningApp();
  const { simulator, shop } = await merchantStage({ appUrl, webhookUrls: EVERY_TOPIC });
  const form = { topic: "customers/redact", email: "ana@example.com" };

  await visit(simulator, `/shops/${shop}/admin/privacy`, form);

  expect(parseJson(received[0]?.text ?? "")).toMatchObject({ customer: { email: "ana@example.com" } });
});

test("the App Bridge stand-in is a script that loads from other origins", async () => {
  const { simulator } = await merchantStage();

  const answer = await visit(simulator, "/app-bridge.js");

  expect(answer.headers.get("Content-Type")).toContain("text/javascript");
  expect(answer.headers.get("Cross-Origin-Resource-Policy")).toBe("cross-origin");
  expect(await answer.text()).toContain("window.shopify = {");
});
