import { afterEach, describe, expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { activateShop, deactivateShop, readActivation } from "#app/merchants/activate-shop.server.ts";
import { removeConnection } from "#app/merchants/save-connection.server.ts";
import type { Actor } from "#app/merchants/test-connection.server.ts";
import {
  changeKeysAtPagoEfectivo,
  connectedMerchant,
  connectionOf,
  save,
  setOf,
} from "../builders/merchant-connection.ts";
import { withCode } from "../builders/payment.ts";
import type { Shop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("readiness");
const MINUTE_MS = 60_000;

interface ShopRow {
  ready: boolean;
  switched_off_reason: string | null;
  configured_ready: boolean | null;
  configured_problem: string | null;
}

async function shopRow(actor: Actor): Promise<ShopRow> {
  const [row] = await world().rows<ShopRow>(
    "select ready, switched_off_reason, configured_ready, configured_problem from shops where id = $1",
    [actor.shop.id],
  );
  invariant(row, "the shop is stored");
  return row;
}

/** What Shopify was told of this shop, oldest first. */
function toldOf(shop: Shop): unknown[] {
  return world()
    .shopify.mutations()
    .filter((mutation) => mutation.mutation === "paymentsAppConfigure" && mutation.shop === shop.domain)
    .map((mutation) => mutation.variables);
}

async function activated() {
  const merchant = await connectedMerchant(world());
  const answer = await activateShop(world().system.deps, merchant.actor);
  expect(answer).toEqual({ kind: "activated" });
  return merchant;
}

describe("activating", () => {
  it("tells Shopify that the shop is ready, under a name that its merchant knows", async () => {
    const { actor, shop } = await activated();

    expect(toldOf(shop)).toEqual([{ ready: true, externalHandle: `PagoEfectivo ${shop.serviceId}` }]);
    expect(await shopRow(actor)).toMatchObject({
      ready: true,
      configured_ready: true,
      configured_problem: null,
    });
    const view = await readActivation(world().system.deps, actor.shop.id);
    expect(view).toMatchObject({ ready: true, told: { ready: true, problem: null }, missing: [] });
    expect(view.settingsUrl).toContain(`/shops/${shop.domain}/services/payments_partners/gateways/`);
  });

  it("is refused without an account, and says what is missing", async () => {
    const { actor, shop } = await connectedMerchant(world());
    await removeAll(actor, shop);

    expect(await activateShop(world().system.deps, actor)).toEqual({
      kind: "missing",
      missing: ["connected"],
    });
    expect((await shopRow(actor)).ready).toBe(false);
  });

  it("says so when Shopify has no extension for the shop, and counts on our side", async () => {
    const { actor } = await connectedMerchant(world());
    world().shopify.switches.paymentsExtensionReleased = false;

    const answer = await activateShop(world().system.deps, actor);

    expect(answer).toEqual({ kind: "not-told", problem: "not-installed", willRetry: false });
    expect(await shopRow(actor)).toMatchObject({ ready: true, configured_problem: "not-installed" });
    world().shopify.switches.paymentsExtensionReleased = true;
    await world().run("tell-all-readiness", {});
    expect(await shopRow(actor)).toMatchObject({ configured_ready: true, configured_problem: null });
  });

  it("is told again by itself when Shopify could not be reached", async () => {
    const { actor } = await connectedMerchant(world());
    world().shopify.switches.nextFaults.push({ fault: "http-500", mutation: "paymentsAppConfigure" });
    const answer = await activateShop(world().system.deps, actor);
    expect(answer).toEqual({ kind: "not-told", problem: "unreachable", willRetry: true });

    world().clock.shift(11_000);

    await world().until("Shopify to know", async () => (await shopRow(actor)).configured_ready === true);
  });

  it("can be taken back", async () => {
    const { actor, shop } = await activated();

    expect(await deactivateShop(world().system.deps, actor)).toEqual({ kind: "deactivated" });

    expect(toldOf(shop).at(-1)).toMatchObject({ ready: false });
    expect(await shopRow(actor)).toMatchObject({ ready: false, configured_ready: false });
    const acts = await world().rows<{ action: string; user_id: string }>(
      "select action, user_id from audit_log where shop_id = $1 order by id",
      [actor.shop.id],
    );
    expect(acts).toEqual([
      { action: "activated", user_id: "42" },
      { action: "deactivated", user_id: "42" },
    ]);
  });
});

describe("disconnecting the last live account", () => {
  it("switches the shop off and tells Shopify", async () => {
    const { actor, shop } = await activated();

    await removeAll(actor, shop);

    await world().until("Shopify to know", async () => (await shopRow(actor)).configured_ready === false);
    expect((await shopRow(actor)).ready).toBe(false);
  });
});

describe("live keys that PagoEfectivo refuses", () => {
  afterEach(forgetRefusals);

  it("switch the shop off after a second refusal five minutes later, and Shopify is told", async () => {
    const { actor, shop } = await activated();
    changeKeysAtPagoEfectivo(world(), shop);
    await refuseOnce(shop);
    await world().run("check-refused-keys", {});
    expect((await shopRow(actor)).ready).toBe(true);

    await refuseAgainLater([actor]);
    await world().run("check-refused-keys", {});

    expect(await shopRow(actor)).toMatchObject({
      ready: false,
      switched_off_reason: "credentials-refused",
    });
    await world().until("Shopify to know", async () => (await shopRow(actor)).configured_ready === false);
    expect(toldOf(shop).at(-1)).toMatchObject({ ready: false });
  });

  it("bring the shop back by themselves once PagoEfectivo accepts them", async () => {
    const { actor, shop } = await activated();
    await switchedOff(actor, shop);
    world().pagoefectivo.register({
      serviceId: shop.serviceId,
      environment: "live",
      codeService: "TDX",
      notifyUrl: shop.noticeUrl,
      accessKey: shop.accessKey,
      secretKey: shop.secretKey,
    });

    await world().run("check-refused-keys", {});

    expect(await shopRow(actor)).toMatchObject({ ready: true, switched_off_reason: null });
    await world().until("Shopify to know", async () => (await shopRow(actor)).configured_ready === true);
  });

  it("bring it back when the merchant saves the new ones", async () => {
    const { actor, shop } = await activated();
    await switchedOff(actor, shop);
    const keys = changeKeysAtPagoEfectivo(world(), shop);
    const { id } = await setOf(world(), actor);

    await save(world(), actor, { serviceId: String(shop.serviceId), ...keys }, { setId: id });

    expect(await shopRow(actor)).toMatchObject({ ready: true, switched_off_reason: null });
    expect((await setOf(world(), actor)).refusedSince).toBeNull();
  });

  it("switch nobody off when three merchants are refused together: somebody is told instead", async () => {
    const merchants = [await activated(), await activated(), await activated()];
    for (const { shop } of merchants) changeKeysAtPagoEfectivo(world(), shop);
    for (const { shop } of merchants) await refuseOnce(shop);

    await refuseAgainLater(merchants.map(({ actor }) => actor));
    await world().run("check-refused-keys", {});

    for (const { actor } of merchants) expect((await shopRow(actor)).ready).toBe(true);
    expect(
      world()
        .logged()
        .some((line) => line.includes("several merchants") && line.includes('"alert":true')),
    ).toBe(true);
  });

  it("switch nobody off when another merchant's keys turn out to be refused too, who had not noticed yet", async () => {
    const noticed = await activated();
    const quiet = await activated();
    changeKeysAtPagoEfectivo(world(), noticed.shop);
    changeKeysAtPagoEfectivo(world(), quiet.shop);
    await refuseOnce(noticed.shop);

    await refuseAgainLater([noticed.actor]);
    await world().run("check-refused-keys", {});

    expect((await shopRow(noticed.actor)).ready).toBe(true);
    expect((await setOf(world(), quiet.actor)).refusedSince).not.toBeNull();
  });

  it("switch nobody off when our own clock is wrong", async () => {
    const { actor, shop } = await activated();
    changeKeysAtPagoEfectivo(world(), shop);
    await refuseOnce(shop);

    world().clock.shift(10 * MINUTE_MS);
    await world().run("check-refused-keys", {});

    expect((await shopRow(actor)).ready).toBe(true);
  });

  it("are nothing to a shop with retired ones: those may well be refused", async () => {
    const { actor, shop } = await activated();
    const payment = await withCode(world(), { shop: shop.domain });
    const keys = changeKeysAtPagoEfectivo(world(), shop);
    const { id } = await setOf(world(), actor);
    await save(world(), actor, { serviceId: String(shop.serviceId), ...keys }, { setId: id });
    world().pagoefectivo.revokeTokens();

    await world().run("look-up-code", { codeId: payment.codeId });

    expect((await setOf(world(), actor)).refusedSince).toBeNull();
  });
});

/** A shopper's code is refused for the keys: how it is noticed first. */
async function refuseOnce(shop: Shop): Promise<void> {
  world().pagoefectivo.revokeTokens();
  const session = world().shopify.newSession({ shop: shop.domain });
  await world().shopify.sendSession(session.id);
  await world().until("the refusal to be noted", async () => {
    const rows = await world().rows(
      "select 1 from credential_sets k join shops s on s.id = k.shop_id where s.domain = $1 and k.refused_at is not null",
      [shop.domain],
    );
    return rows.length > 0;
  });
}

/** Moves the first refusal six minutes back: the clock itself may not move, or it would be to blame. */
async function refuseAgainLater(actors: Actor[]): Promise<void> {
  await world().rows(
    "update credential_sets set refused_since = refused_since - interval '6 minutes' where shop_id = any($1)",
    [actors.map(({ shop }) => shop.id)],
  );
}

async function switchedOff(actor: Actor, shop: Shop): Promise<void> {
  changeKeysAtPagoEfectivo(world(), shop);
  await refuseOnce(shop);
  await refuseAgainLater([actor]);
  await world().run("check-refused-keys", {});
  expect((await shopRow(actor)).ready).toBe(false);
}

/** A shop whose keys stay refused would count as refused together with the next test's. */
async function forgetRefusals(): Promise<void> {
  await world().rows("update credential_sets set disconnected_at = now() where refused_at is not null");
}

async function removeAll(actor: Actor, shop: Shop): Promise<void> {
  const { version, sets } = await connectionOf(world(), actor);
  await removeConnection(world().system.deps, actor, {
    version,
    fields: { confirm: String(shop.serviceId) },
    setId: sets[0]?.id ?? null,
  });
}
