import { Session } from "@shopify/shopify-api";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "#app/lib/config.server.ts";
import { ExternalCallError } from "#app/lib/external-call-error.ts";
import { invariant } from "#app/lib/invariant.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { createOutboundHttp } from "#app/lib/outbound-http.server.ts";
import { giveUpToken } from "#app/merchants/shop-token.server.ts";
import { createOfflineTokens, type OfflineTokens } from "#app/shopify/offline-token.server.ts";
import { parseShopDomain, type ShopDomain } from "#app/shopify/shop-domain.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { buildDependencies, type Dependencies } from "../../server/dependencies.ts";
import { newShopAtShopify, signInTo } from "../builders/merchant-browser.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("offline_token");

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Another process on the same database. */
let otherProcess: Dependencies;
beforeAll(() => {
  const config = readConfig(world().environment);
  const log = createLogger("silent");
  otherProcess = buildDependencies(config, log, world().clock);
});
afterAll(() => otherProcess.close());

/** A shop that installed the app through Shopify, so that its token expires and can be refreshed. */
async function installedShop(): Promise<ShopDomain> {
  const shop = newShopAtShopify(world());
  await signInTo(world(), shop);
  return shop;
}

function refreshes(shop: ShopDomain): number {
  const issued = world().shopify.issuedTokens();
  return issued.filter((token) => token.shop === shop && token.grant === "refresh-token").length;
}

async function token(
  shop: ShopDomain,
  tokens: OfflineTokens = world().system.deps.sessions,
): Promise<string> {
  return (await tokens.freshToken(shop))?.reveal() ?? "none";
}

async function isReady(shop: ShopDomain): Promise<boolean | undefined> {
  const [row] = await world().rows<{ ready: boolean }>("select ready from shops where domain = $1", [shop]);
  return row?.ready;
}

/** The tokens of a process that reaches Shopify as `reach` lets it. */
function tokensReaching(reach: (send: () => Promise<unknown>) => Promise<never>): OfflineTokens {
  const { deps } = world().system;
  const http = createOutboundHttp({ isAllowedHost: deps.shopifyApp.addresses.isAllowedHost });
  return createOfflineTokens({
    ...deps,
    http: { close: () => http.close(), request: (input) => reach(() => http.request(input)) },
    addresses: deps.shopifyApp.addresses,
    app: deps.config.shopifyApp,
    onTokenLost: (shop) => giveUpToken(deps, shop),
  });
}

/** Shopify acts, and its answer never arrives. */
const answersLost = () =>
  tokensReaching(async (send) => {
    await send();
    throw new ExternalCallError({
      service: "shopify",
      operation: "refresh-token",
      outcome: "unknown",
      reason: "timeout",
    });
  });

const unreachable = () =>
  tokensReaching(async () => {
    throw new ExternalCallError({
      service: "shopify",
      operation: "refresh-token",
      outcome: "not-done",
      reason: "connection-refused",
    });
  });

afterEach(() => {
  const log = world().logged().join("");
  expect(log).not.toMatch(/shp(at|ua|rt|ss)_|eyJ/);
});

describe("a shop's token", () => {
  it("is used as it is until five minutes before its end, and then refreshed once", async () => {
    const shop = await installedShop();
    const first = await token(shop);
    world().clock.shift(54 * MINUTE_MS);
    const stillFirst = await token(shop);

    world().clock.shift(56 * MINUTE_MS);
    const second = await token(shop);
    const stillSecond = await token(shop);

    expect(stillFirst).toBe(first);
    expect(second).not.toBe(first);
    expect(stillSecond).toBe(second);
    expect(refreshes(shop)).toBe(1);
  });

  it("is refreshed once when twenty ask for it at the same time in two processes", async () => {
    const shop = await installedShop();
    world().clock.shift(58 * MINUTE_MS);

    const asked = Array.from({ length: 20 }, (_, index) =>
      token(shop, index % 2 === 0 ? world().system.deps.sessions : otherProcess.sessions),
    );

    expect(new Set(await Promise.all(asked)).size).toBe(1);
    expect(refreshes(shop)).toBe(1);
  });

  it("that was connected by a script does not expire and stays", async () => {
    const demo = parseShopDomain(DEMO_SHOP);
    invariant(demo, "the demo's shop has a shop's domain");
    world().clock.shift(100 * DAY_MS);

    const before = await token(demo);
    await world().system.deps.sessions.doubtToken(
      demo,
      (await world().system.deps.sessions.freshToken(demo)) ?? expect.fail(),
    );

    expect(before).toMatch(/^shpat_/);
    expect(await token(demo)).toBe(before);
    expect(refreshes(demo)).toBe(0);
  });

  it("that Shopify refused before its time is refreshed by the next who asks, and only that one", async () => {
    const shop = await installedShop();
    const { sessions } = world().system.deps;
    const refused = await sessions.freshToken(shop);
    invariant(refused, "the shop has a token");

    await sessions.doubtToken(shop, refused);
    const next = await token(shop);
    await sessions.doubtToken(shop, refused);

    expect(next).not.toBe(refused.reveal());
    expect(await token(shop)).toBe(next);
    expect(refreshes(shop)).toBe(1);
  });

  it("is still used while it lasts when Shopify cannot be reached, and refreshed afterwards", async () => {
    const shop = await installedShop();
    const first = await token(shop);

    world().clock.shift(57 * MINUTE_MS);
    const meanwhile = await token(shop, unreachable());
    world().clock.shift(61 * MINUTE_MS);
    const over = await token(shop, unreachable());
    const afterwards = await token(shop);

    expect([meanwhile, over]).toEqual([first, "none"]);
    expect(afterwards).toMatch(/^shpat_/);
    expect(await isReady(shop)).toBe(false);
    expect(refreshes(shop)).toBe(1);
  });

  it("of a new sign-in is never replaced by an older refresh that comes back late", async () => {
    const shop = await installedShop();
    world().clock.shift(58 * MINUTE_MS);
    const late = tokensReaching(async (send) => {
      const answer = await send();
      // Meanwhile the merchant opens the app.
      await world().system.deps.sessions.storeSession(
        new Session({
          id: `offline_${shop}`,
          shop,
          state: "",
          isOnline: false,
          accessToken: "shpat_of_the_sign_in",
          expires: new Date(world().clock.now().getTime() + 60 * MINUTE_MS),
          refreshToken: "shprt_of_the_sign_in",
        }),
      );
      return answer as never;
    });

    const got = await token(shop, late);

    expect(got).toBe("shpat_of_the_sign_in");
    expect(await token(shop)).toBe("shpat_of_the_sign_in");
  });
});

describe("a refresh whose answer is lost", () => {
  it("ends the shop's readiness when Shopify does not take the old refresh token again, until somebody signs in", async () => {
    const shop = await installedShop();
    await world().rows("update shops set ready = true where domain = $1", [shop]);
    world().clock.shift(61 * MINUTE_MS);

    expect(await token(shop, answersLost())).toBe("none");
    expect(await isReady(shop)).toBe(true);
    expect(await token(shop)).toBe("none");

    expect(await isReady(shop)).toBe(false);
    expect(
      world()
        .logged()
        .some((line) => line.includes('"alert":true') && line.includes(shop)),
    ).toBe(true);
    world().clock.shift(0);
    await signInTo(world(), shop);
    expect(await isReady(shop)).toBe(true);
    expect(await token(shop)).toMatch(/^shpat_/);
  });

  it("is repeated when Shopify still takes the old refresh token", async () => {
    world().shopify.switches.usedRefreshToken = "until-replacement-is-used";
    const shop = await installedShop();
    await world().rows("update shops set ready = true where domain = $1", [shop]);
    world().clock.shift(61 * MINUTE_MS);

    await token(shop, answersLost());

    expect(await token(shop)).toMatch(/^shpat_/);
    expect(await isReady(shop)).toBe(true);
  });
});

describe("the daily job", () => {
  it("refreshes shops that nothing has happened in for days, and leaves those that have removed the app", async () => {
    const [quiet, gone] = [await installedShop(), await installedShop()];
    await world().rows("update shops set uninstalled_at = now() where domain = $1", [gone]);

    world().clock.shift(4 * DAY_MS);
    await world().run("refresh-tokens", {});
    expect(refreshes(quiet)).toBe(0);
    world().clock.shift(6 * DAY_MS);
    await world().run("refresh-tokens", {});

    expect([refreshes(quiet), refreshes(gone)]).toEqual([1, 0]);
  });

  it("switches off a shop whose token a killed process had found dead", async () => {
    const shop = await installedShop();
    await world().rows("update shops set ready = true where domain = $1", [shop]);
    await world().rows("update shopify_sessions set refresh_lost_at = now() where id = $1", [
      `offline_${shop}`,
    ]);

    await world().run("refresh-tokens", {});

    expect(await isReady(shop)).toBe(false);
  });
});
