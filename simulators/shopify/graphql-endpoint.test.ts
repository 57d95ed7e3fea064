import { expect, test } from "vitest";
import type { ShopifySimulator, SimulatedSession } from "./server.ts";
import {
  graphqlErrorsOf,
  HandClock,
  OTHER_SHOP,
  payloadOf,
  post,
  send,
  SHOP,
  startSimulator,
} from "./test-stand-in.ts";

async function stage(
  options: Parameters<typeof startSimulator>[0] = {},
): Promise<{ simulator: ShopifySimulator; session: SimulatedSession }> {
  const simulator = await startSimulator({
    ...options,
    switches: { requireAnswerRead: false, ...options.switches },
  });
  return { simulator, session: simulator.newSession({ shop: SHOP.domain }) };
}

test("answers 401 to a wrong token and to another shop's token", async () => {
  const { simulator, session } = await stage();

  const wrong = await send.resolve(simulator, session.gid, { token: "nonsense" });
  const others = await send.resolve(simulator, session.gid, { token: OTHER_SHOP.accessToken });

  expect([wrong.status, others.status]).toEqual([401, 401]);
  expect(simulator.mutations()).toMatchObject([{ fault: "wrong-token" }, { fault: "wrong-token" }]);
  expect(JSON.stringify(simulator.mutations())).not.toContain("nonsense");
  expect(simulator.session(session.id)?.state).toBe("created");
});

test("answers 404 to another version and to an unknown shop", async () => {
  const { simulator, session } = await stage();

  const version = await send.resolve(simulator, session.gid, { version: "2025-01" });
  const shop = await send.resolve(simulator, session.gid, { shop: "nadie.myshopify.com" });

  expect([version.status, shop.status]).toEqual([404, 404]);
});

test("tells the version it used in a header, and another one when switched", async () => {
  const { simulator, session } = await stage();

  const usual = await send.resolve(simulator, session.gid);
  simulator.switches.answeredApiVersion = "2027-01";
  const drifted = await send.resolve(simulator, session.gid);
  simulator.switches.nextFaults.push({ fault: "http-500" });
  const spoiled = await send.resolve(simulator, session.gid);

  expect(usual.headers.get("X-Shopify-API-Version")).toBe("2026-10");
  expect(drifted.headers.get("X-Shopify-API-Version")).toBe("2027-01");
  expect(spoiled.headers.get("X-Shopify-API-Version")).toBe("2027-01");
});

test("answers a GraphQL error to a mutation that is not simulated", async () => {
  const { simulator } = await stage();

  const answer = await post(
    simulator,
    `mutation { captureSessionResolve(id: "gid://shopify/CaptureSession/1") { userErrors { message } } }`,
    {},
  );

  expect(answer.status).toBe(200);
  expect(graphqlErrorsOf(await answer.json())[0]?.message).toContain("not simulated");
  expect(simulator.mutations()).toMatchObject([
    { mutation: "captureSessionResolve", fault: "graphql-error" },
  ]);
});

test("refuses what the 2026-10 schema does not know: a field, an enum value, a date", async () => {
  const { simulator, session } = await stage();

  const field = await post(simulator, `mutation { paymentSessionResolve(id: "x") { orderId } }`, {});
  const reason = await send.reject(simulator, session.gid, "VOUCHER_EXPIRED");
  const date = await post(
    simulator,
    `mutation { paymentSessionPending(id: "x", pendingExpiresAt: "mañana", reason: BUYER_ACTION_REQUIRED) { userErrors { code } } }`,
    {},
  );

  const errors = await Promise.all(
    [field, reason, date].map(async (answer) => graphqlErrorsOf(await answer.json())),
  );
  expect(errors.map((list) => list.length)).toEqual([1, 1, 1]);
  expect(simulator.session(session.id)?.state).toBe("created");
});

test("answers 400 to a body that is no GraphQL request", async () => {
  const { simulator } = await stage();
  const url = `${simulator.origin}/shops/${SHOP.domain}/payments_apps/api/2026-10/graphql.json`;

  const answer = await fetch(url, { method: "POST", body: "hola" });

  expect(answer.status).toBe(400);
});

test("answers the one query the schema has", async () => {
  const { simulator } = await stage();

  const answer = await post(simulator, `{ publicApiVersions { handle supported } }`, {});

  expect(await answer.json()).toMatchObject({
    data: { publicApiVersions: [{ handle: "2026-10", supported: true }] },
  });
});

test("records each call with its session, variables and outcome", async () => {
  const clock = new HandClock();
  const { simulator, session } = await stage({ clock });

  await send.pending(simulator, session.gid, clock.inHours(1));

  expect(simulator.mutations()).toEqual([
    {
      at: clock.now(),
      shop: SHOP.domain,
      mutation: "paymentSessionPending",
      sessionId: session.id,
      variables: {
        id: session.gid,
        pendingExpiresAt: clock.inHours(1).toISOString(),
        reason: "BUYER_ACTION_REQUIRED",
      },
      outcome: "accepted",
      fault: null,
      userErrors: [],
    },
  ]);
});

test("refuses and counts every call to the Admin API", async () => {
  const { simulator } = await stage();
  const url = `${simulator.origin}/shops/${SHOP.domain}/admin/api/2026-10`;

  const statuses = [
    await fetch(`${url}/graphql.json`, { method: "POST", body: "{}" }),
    await fetch(`${url}/shop.json`),
  ].map((answer) => answer.status);

  expect(statuses).toEqual([403, 403]);
  expect(simulator.adminApiCalls()).toBe(2);
});

test("does not start in production", async () => {
  await expect(startSimulator({ nodeEnv: "production" })).rejects.toThrow("production");
});

test("a shop added while it runs is served", async () => {
  const { simulator } = await stage();
  const shop = {
    domain: "nueva.myshopify.com",
    accessToken: "shpat_nueva",
    name: "Nueva",
    currency: "PEN",
  } as const;
  simulator.addShop(shop);
  const session = simulator.newSession({ shop: shop.domain });

  const answer = await send.resolve(simulator, session.gid, { shop: shop.domain, token: shop.accessToken });

  expect(payloadOf(await answer.json()).userErrors).toEqual([]);
});
