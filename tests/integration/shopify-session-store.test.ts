import { randomBytes } from "node:crypto";
import { Session } from "@shopify/shopify-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase, type Database } from "#app/lib/database.server.ts";
import { Secret } from "#app/lib/secret.ts";
import { openVault } from "#app/lib/vault.server.ts";
import { currentCredentials, noticeKeys } from "#app/merchants/credential-queries.server.ts";
import { saveShop, type NewCredentials } from "#app/merchants/merchant-store.server.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import { parseShopDomain } from "#app/shopify/shop-domain.ts";
import { shopifySessionStore } from "#app/shopify/shopify-session-store.server.ts";
import { cloneDatabase, type TestDatabase } from "../setup/database.ts";

const vault = openVault(new Secret(`test:${randomBytes(32).toString("base64")}`));
const clock = { now: () => new Date("2026-11-22T15:00:00Z") };
let clone: TestDatabase;
let database: Database;

beforeAll(async () => {
  clone = await cloneDatabase("secrets_at_rest");
  database = openDatabase({ url: new Secret(clone.url), poolSize: 4, onIdleError: () => undefined });
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});

function shopNamed(name: string): ShopDomain {
  const domain = parseShopDomain(`${name}.myshopify.com`);
  if (!domain) throw new Error(`${name} is no shop's name`);
  return domain;
}

/** Every row of a table as text, as a thief of a backup would read it. */
async function wholeTable(table: string): Promise<string> {
  const { rows } = await database.pool.query<{ row: string }>(`select t::text as row from ${table} t`);
  return rows.map(({ row }) => row).join("\n");
}

describe("sessions of Shopify", () => {
  const store = () => shopifySessionStore({ prisma: database.prisma, vault });
  const session = (id: string, shop: ShopDomain, expires?: Date) =>
    new Session({
      id,
      shop,
      state: "state",
      isOnline: false,
      scope: "write_payment_sessions",
      accessToken: `canary-token-of-${id}`,
      ...(expires && { expires }),
    });

  it("are found again whole by their id", async () => {
    const shop = shopNamed("uno");
    const stored = session("offline_uno", shop, new Date("2026-12-01T00:00:00Z"));

    await store().storeSession(stored);

    const loaded = await store().loadSession("offline_uno");
    expect(loaded?.toPropertyArray(true)).toEqual(stored.toPropertyArray(true));
    expect(await store().loadSession("offline_nobody")).toBeUndefined();
  });

  it("keep the token of the last store", async () => {
    const shop = shopNamed("dos");
    await store().storeSession(session(`offline_${shop}`, shop));
    const renewed = session(`offline_${shop}`, shop);
    renewed.accessToken = "canary-renewed";

    await store().storeSession(renewed);

    expect((await store().loadSession(`offline_${shop}`))?.accessToken).toBe("canary-renewed");
  });

  it("are found by their shop, the one without an end first, and only its own", async () => {
    const shop = shopNamed("tres");
    await store().storeSession(session("a", shop, new Date("2026-12-01T00:00:00Z")));
    await store().storeSession(session("b", shop, new Date("2026-12-03T00:00:00Z")));
    await store().storeSession(session("c", shop));
    await store().storeSession(session("d", shopNamed("cuatro")));

    const found = await store().findSessionsByShop(shop);

    expect(found.map(({ id }) => id)).toEqual(["c", "b", "a"]);
  });

  it("are gone when they were deleted, one or several", async () => {
    const shop = shopNamed("cinco");
    for (const id of ["e", "f", "g"]) await store().storeSession(session(id, shop));

    await store().deleteSession("e");
    await store().deleteSessions(["f", "nobody"]);

    expect((await store().findSessionsByShop(shop)).map(({ id }) => id)).toEqual(["g"]);
  });

  it("stand in the table without any token in clear", async () => {
    await store().storeSession(session("canary", shopNamed("seis")));

    const table = await wholeTable("shopify_sessions");

    expect(table).toContain("seis.myshopify.com");
    expect(table).not.toContain("canary-token");
  });

  it("do not open in another shop's row", async () => {
    const [mine, other] = [shopNamed("siete"), shopNamed("ocho")];
    await store().storeSession(session("mine", mine));
    await store().storeSession(session("other", other));

    await database.pool.query(
      "update shopify_sessions set sealed = (select sealed from shopify_sessions where id = 'mine') where id = 'other'",
    );

    await expect(store().loadSession("other")).rejects.toThrow();
  });
});

describe("a shop's PagoEfectivo keys", () => {
  const deps = () => ({ prisma: database.prisma, vault, clock });
  const keys = (name: string, more: Partial<NewCredentials> = {}): NewCredentials => ({
    mode: "live",
    serviceId: 1001,
    accessKey: new Secret(`canary-access-${name}`),
    secretKey: new Secret(`canary-secret-${name}`),
    currencies: ["PEN", "USD"],
    ...more,
  });
  const save = (shop: ShopDomain, ...credentials: NewCredentials[]) =>
    saveShop(deps(), { shop, displayName: "Tienda", credentials });
  const current = async (shop: ShopDomain, currency = "PEN") => {
    const { id } = await database.prisma.shop.findUniqueOrThrow({ where: { domain: shop } });
    return currentCredentials(database.pool, vault, { shopId: id, mode: "live", currency });
  };

  it("stand in the table sealed", async () => {
    await save(shopNamed("nueve"), keys("nueve"));

    const table = await wholeTable("credential_versions");

    expect(table).not.toContain("canary-");
    expect((await current(shopNamed("nueve")))?.secretKey.reveal()).toBe("canary-secret-nueve");
  });

  it("are retired by the next ones, and both verify notices at the same address", async () => {
    const shop = shopNamed("diez");
    const [first] = await save(shop, keys("old"));

    const [second] = await save(shop, keys("new"));

    expect(second?.noticeToken).toBe(first?.noticeToken);
    expect((await current(shop))?.accessKey.reveal()).toBe("canary-access-new");
    const known = await noticeKeys(database.pool, vault, first?.noticeToken ?? "");
    expect(known?.versions.map(({ secretKey }) => secretKey.reveal())).toEqual([
      "canary-secret-new",
      "canary-secret-old",
    ]);
  });

  it("of two currencies are two sets with two notice addresses", async () => {
    const shop = shopNamed("once");

    const sets = await save(
      shop,
      keys("soles", { currencies: ["PEN"] }),
      keys("dollars", { currencies: ["USD"], serviceId: 1002 }),
    );

    expect(new Set(sets.map(({ noticeToken }) => noticeToken)).size).toBe(2);
    expect((await current(shop, "USD"))?.serviceId).toBe(1002);
    expect((await current(shop, "PEN"))?.serviceId).toBe(1001);
  });

  it("are all saved or none", async () => {
    const shop = shopNamed("doce");

    const saving = save(shop, keys("good"), keys("bad", { mode: "live", serviceId: 2 ** 40 }));

    await expect(saving).rejects.toThrow();
    expect(await database.prisma.shop.findUnique({ where: { domain: shop } })).toBeNull();
  });

  it("verify nothing at an address that no shop has", async () => {
    expect(await noticeKeys(database.pool, vault, "nobody")).toBeNull();
  });
});
