import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import {
  APP,
  askForToken,
  authorizePath,
  locationOf,
  merchantStage,
  newCode,
  visit,
} from "./merchant-test-app.ts";
import type { ShopifySimulator } from "./server.ts";
import { OTHER_SHOP, post, SHOP } from "./test-stand-in.ts";

const tokenSchema = z.object({ access_token: z.string(), refresh_token: z.string().default("") });

async function tokensFrom(answer: Response): Promise<z.infer<typeof tokenSchema>> {
  return tokenSchema.parse(await answer.json());
}

async function apiStatus(simulator: ShopifySimulator, shop: string, token: string): Promise<number> {
  const answer = await post(simulator, `{ publicApiVersions { handle } }`, {}, { shop, token });
  return answer.status;
}

test("the first authorize asks for consent, and the consent leads back with a signed code", async () => {
  const { simulator, clock, shop } = await merchantStage();

  const asked = await visit(simulator, authorizePath(shop));
  const path = authorizePath(shop);
  const agreed = await visit(
    simulator,
    path.slice(0, path.indexOf("?")),
    Object.fromEntries(new URLSearchParams(path.slice(path.indexOf("?")))),
  );

  expect(asked.status).toBe(200);
  expect(await asked.text()).toContain("Instalar");
  const back = locationOf(agreed);
  const { hmac, ...signed } = Object.fromEntries(back.searchParams);
  const text = new URLSearchParams(Object.entries(signed).sort()).toString();
  expect(back.href.startsWith(`${APP.redirectUrls[0]}?`)).toBe(true);
  expect(hmac).toBe(createHmac("sha256", APP.clientSecret).update(text).digest("hex"));
  expect(signed).toMatchObject({ shop, state: "nonce", timestamp: String(clock.now().getTime() / 1000) });
  expect(atob(signed["host"] ?? "")).toBe("admin.shopify.com/store/tienda");
  expect(simulator.installations()).toEqual([{ shop, scopes: APP.scopes, installedAt: clock.now() }]);
});

test("an installed app is not asked about again, unless it wants more", async () => {
  const { simulator, shop } = await merchantStage();
  simulator.installApp(shop, "write_payment_sessions");

  const same = await visit(simulator, authorizePath(shop, { scope: "write_payment_sessions" }));
  const more = await visit(simulator, authorizePath(shop));

  expect([same.status, more.status]).toEqual([302, 200]);
  expect(await more.text()).toContain("Actualizar");
});

test("a redirect address that is not listed, another client and a strange scope are refused without a redirect", async () => {
  const { simulator, shop } = await merchantStage();
  simulator.installApp(shop);
  const wrong = [
    { redirect_uri: `${APP.redirectUrls[0]}/` },
    { client_id: "another" },
    { scope: "read_orders" },
  ];

  const answers = await Promise.all(wrong.map((fields) => visit(simulator, authorizePath(shop, fields))));

  expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400]);
  expect(answers.map((answer) => answer.headers.get("Location"))).toEqual([null, null, null]);
});

test("a code buys one expiring offline token with a refresh token, within a minute", async () => {
  const { simulator, clock, shop } = await merchantStage();
  const [code, old] = [await newCode(simulator, shop), await newCode(simulator, shop)];

  const first = await askForToken(simulator, shop, { code, expiring: "1" });
  const second = await askForToken(simulator, shop, { code, expiring: "1" });
  clock.advance(60_000);
  const late = await askForToken(simulator, shop, { code: old, expiring: "1" });

  expect(await first.json()).toEqual({
    access_token: expect.stringMatching(/^shpat_/),
    scope: APP.scopes,
    expires_in: 3600,
    refresh_token: expect.any(String),
    refresh_token_expires_in: 7_776_000,
  });
  expect([second.status, late.status]).toEqual([400, 400]);
});

test("without expiring=1 the offline token has no end and no refresh token", async () => {
  const { simulator, clock, shop } = await merchantStage();

  const answer = await askForToken(simulator, shop, {
    code: await newCode(simulator, shop),
    expiring: "0",
  });

  const body = z.record(z.string(), z.string()).parse(await answer.json());
  expect(Object.keys(body)).toEqual(["access_token", "scope"]);
  clock.advance(365 * 24 * 3_600_000);
  expect(await apiStatus(simulator, shop, body["access_token"] ?? "")).toBe(200);
});

test("a per-user grant buys an online token that names the person who is signed in", async () => {
  const { simulator, shop } = await merchantStage();
  const daniel = simulator.staff(shop)[1];
  simulator.signInAs(shop, daniel?.id ?? 0);
  const code = await newCode(simulator, shop, { "grant_options[]": "per-user" });

  const answer = await askForToken(simulator, shop, { code, expiring: "1" });

  expect(await answer.json()).toMatchObject({
    scope: APP.scopes,
    associated_user_scope: APP.scopes,
    expires_in: 86_399,
    session: expect.any(String),
    associated_user: {
      id: daniel?.id,
      first_name: "Daniel",
      last_name: "Park",
      email: daniel?.email,
      account_owner: false,
      locale: "en",
      collaborator: false,
      email_verified: true,
    },
  });
});

test("refreshing hands out a new pair, and the used refresh token is dead at once", async () => {
  const { simulator, shop } = await merchantStage();
  const code = await newCode(simulator, shop);
  const first = await tokensFrom(await askForToken(simulator, shop, { code, expiring: "1" }));
  const refresh = { grant_type: "refresh_token", refresh_token: first.refresh_token };

  const second = await askForToken(simulator, shop, refresh);
  const again = await askForToken(simulator, shop, refresh);

  const pair = await tokensFrom(second);
  expect(pair.access_token).not.toBe(first.access_token);
  expect(pair.refresh_token).not.toBe(first.refresh_token);
  expect(again.status).toBe(400);
  expect(await again.json()).toMatchObject({ error: "invalid_subject_token" });
  expect(await apiStatus(simulator, shop, pair.access_token)).toBe(200);
});

test("switched, a used refresh token can be repeated until its successor is used", async () => {
  const { simulator, shop } = await merchantStage();
  simulator.switches.usedRefreshToken = "until-replacement-is-used";
  const code = await newCode(simulator, shop);
  const first = await tokensFrom(await askForToken(simulator, shop, { code, expiring: "1" }));
  const refresh = (token: string): Promise<Response> =>
    askForToken(simulator, shop, { grant_type: "refresh_token", refresh_token: token });

  await refresh(first.refresh_token);
  const repeated = await refresh(first.refresh_token);
  await refresh((await tokensFrom(repeated)).refresh_token);
  const dead = await refresh(first.refresh_token);

  expect([repeated.status, dead.status]).toEqual([200, 400]);
});

test("a refresh token is worth nothing after 90 days, and in another shop", async () => {
  const { simulator, clock, shop } = await merchantStage();
  const code = await newCode(simulator, shop);
  const { refresh_token } = await tokensFrom(await askForToken(simulator, shop, { code, expiring: "1" }));
  const refresh = { grant_type: "refresh_token", refresh_token };

  const elsewhere = await askForToken(simulator, OTHER_SHOP.domain, refresh);
  clock.advance(90 * 24 * 3_600_000);
  const late = await askForToken(simulator, shop, refresh);

  expect([elsewhere.status, late.status]).toEqual([400, 400]);
});

const EXCHANGE = {
  grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
  expiring: "1",
};
const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE = "urn:shopify:params:oauth:token-type:online-access-token";

test("a session token buys an offline and an online token", async () => {
  const { simulator, shop } = await merchantStage();
  simulator.installApp(shop);
  const exchange = { ...EXCHANGE, subject_token: simulator.sessionToken(shop) };

  const offline = await askForToken(simulator, shop, { ...exchange, requested_token_type: OFFLINE });
  const online = await askForToken(simulator, shop, { ...exchange, requested_token_type: ONLINE });

  expect(await offline.json()).toMatchObject({ expires_in: 3600, refresh_token: expect.any(String) });
  expect(await online.json()).toMatchObject({
    expires_in: 86_399,
    associated_user: { id: simulator.signedInStaff(shop).id },
  });
  expect(simulator.issuedTokens()).toMatchObject([
    { kind: "offline", grant: "token-exchange", userId: null, state: "valid" },
    { kind: "online", grant: "token-exchange", state: "valid" },
  ]);
});

test("an expired or foreign session token, and one of a shop without the app, buy nothing", async () => {
  const { simulator, shop } = await merchantStage();
  simulator.installApp(shop);
  const bent = [
    simulator.sessionToken(shop, { lifeSeconds: -1 }),
    simulator.sessionToken(shop, { secret: "another" }),
    simulator.sessionToken(shop, { audience: "another" }),
    simulator.sessionToken(OTHER_SHOP.domain),
    "nonsense",
  ];
  const uninstalled = { ...EXCHANGE, subject_token: simulator.sessionToken(OTHER_SHOP.domain) };

  const answers = await Promise.all(
    bent.map((subject_token) =>
      askForToken(simulator, shop, { ...EXCHANGE, subject_token, requested_token_type: OFFLINE }),
    ),
  );
  const absent = await askForToken(simulator, OTHER_SHOP.domain, {
    ...uninstalled,
    requested_token_type: OFFLINE,
  });

  for (const answer of answers) {
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: "invalid_subject_token" });
  }
  expect(absent.status).toBe(400);
});

test("a wrong client secret and a wrong client id get no token", async () => {
  const { simulator, shop } = await merchantStage();
  const code = await newCode(simulator, shop);

  const secret = await askForToken(simulator, shop, { code, client_secret: "wrong" });
  const client = await askForToken(simulator, shop, { code, client_id: "another" });

  expect([secret.status, client.status]).toEqual([401, 400]);
  expect(simulator.issuedTokens()).toEqual([]);
});

test("the API takes every living token of the shop, its fixed one too, and no expired one", async () => {
  const { simulator, clock, shop } = await merchantStage();
  const codes = [await newCode(simulator, shop), await newCode(simulator, shop)];
  const answers = await Promise.all(
    codes.map((code) => askForToken(simulator, shop, { code, expiring: "1" })),
  );
  const issued = await Promise.all(answers.map(async (answer) => (await tokensFrom(answer)).access_token));
  const all = [...issued, SHOP.accessToken];

  const alive = await Promise.all(all.map((token) => apiStatus(simulator, shop, token)));
  const elsewhere = await apiStatus(simulator, OTHER_SHOP.domain, issued[0] ?? "");
  clock.advance(3_600_000);
  const later = await Promise.all(all.map((token) => apiStatus(simulator, shop, token)));

  expect(alive).toEqual([200, 200, 200]);
  expect(elsewhere).toBe(401);
  expect(later).toEqual([401, 401, 200]);
});

test("without an app there is no OAuth, and OAuth never counts as the Admin API", async () => {
  const { simulator, shop } = await merchantStage();
  await askForToken(simulator, shop, { code: await newCode(simulator, shop) });
  simulator.setApp(null);

  const authorize = await visit(simulator, authorizePath(shop));
  const token = await askForToken(simulator, shop, { code: "any" });

  expect([authorize.status, token.status]).toEqual([400, 404]);
  expect(simulator.adminApiCalls()).toBe(0);
});
