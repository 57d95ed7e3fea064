import { describe, expect, it } from "vitest";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import { newShopAtShopify, signInTo } from "../builders/merchant-browser.ts";
import {
  arrive,
  casesOf,
  codesOf,
  paymentRow,
  reportsOf,
  toldPending,
  withCode,
} from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { deliver, payloadOf } from "../builders/shopify-webhook.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("uninstall");

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function uninstall(shop: ShopDomain, triggeredAt?: Date | null): Promise<number> {
  return deliver(world(), {
    topic: "app/uninstalled",
    shop,
    payload: payloadOf("app/uninstalled", shop),
    ...(triggeredAt !== undefined && { triggeredAt }),
  });
}

async function isAway(shop: ShopDomain): Promise<boolean> {
  const rows = await world().rows("select 1 from shops where domain = $1 and uninstalled_at is not null", [
    shop,
  ]);
  return rows.length === 1;
}

async function left(shop: ShopDomain): Promise<void> {
  expect(await uninstall(shop)).toBe(200);
  await world().until("the shop to have left", () => isAway(shop));
}

async function sessionsOf(shop: ShopDomain): Promise<number> {
  return (await world().rows("select 1 from shopify_sessions where shop = $1", [shop])).length;
}

async function outcomeOf(webhook: { shop: ShopDomain }): Promise<string> {
  return world().until("the delivery to be acted upon", async () => {
    const [row] = await world().rows<{ outcome: string }>(
      "select outcome from shopify_webhooks where shop = $1 order by received_at desc limit 1",
      [webhook.shop],
    );
    return row?.outcome !== "received" && row?.outcome;
  });
}

describe("a shop that removes the app", () => {
  it("sends no more payments from then on, and its sessions at Shopify are gone", async () => {
    const { domain: shop } = await connectNewShop(world());

    await left(shop);

    expect(await sessionsOf(shop)).toBe(0);
    const session = world().shopify.newSession({ shop });
    expect((await world().shopify.sendSession(session.id, { retries: 0 })).status).toBe(404);
  });

  it("gets no new code, also for a payment that it was asked for before", async () => {
    const { domain: shop } = await connectNewShop(world());
    const payment = await arrive(world(), { shop, customer: null });
    await left(shop);

    await fetch(`${payment.url}/email`, {
      method: "POST",
      body: new URLSearchParams({ email: "rosa@example.com" }),
      redirect: "manual",
    });

    await world().until("the end", async () => (await paymentRow(world(), payment)).told === "released");
    expect(await codesOf(world(), payment)).toEqual([]);
  });

  it("is heard when a person removes the app in Shopify's admin", async () => {
    const shop = newShopAtShopify(world());
    await signInTo(world(), shop);

    const answer = await world().shopify.uninstallApp(shop);
    const again = await world().shopify.sendWebhook({
      shop,
      topic: "shop/redact",
      overrides: { repeat: 3 },
    });

    expect([answer?.status, again.status]).toEqual([200, 200]);
    await world().until("the shop to have left", () => isAway(shop));
    const requests = await world().rows("select 1 from privacy_requests where shop = $1", [shop]);
    expect(requests).toHaveLength(1);
  });

  it("is heard although its token died long ago", async () => {
    const shop = newShopAtShopify(world());
    await signInTo(world(), shop);
    await world().rows(
      "update shopify_sessions set expires = now() - interval '100 days' where shop = $1",
      [shop],
    );

    await left(shop);

    expect(await sessionsOf(shop)).toBe(0);
    expect(
      world()
        .shopify.issuedTokens()
        .filter((token) => token.grant === "refresh-token"),
    ).toEqual([]);
  });

  it("keeps its codes for an hour, then they are voided", async () => {
    const { domain: shop } = await connectNewShop(world());
    const payment = await withCode(world(), { shop });
    await left(shop);
    const state = async () => (await codesOf(world(), payment))[0]?.state;

    world().clock.shift(59 * MINUTE_MS);
    await world().until("nothing to be due", async () => (await state()) === "live");
    world().clock.shift(61 * MINUTE_MS);
    await world().until("the code to be voided", async () => (await state()) === "voided");

    expect((await paymentRow(world(), payment)).told).toBe("released");
  });

  it("leaves money that Shopify cannot be told of to a person, until it is back", async () => {
    const { domain: shop } = await connectNewShop(world());
    const payment = await toldPending(world(), { shop });
    await left(shop);
    await world().pagoefectivo.pay(payment.cip);
    await world().until("the resolve to be held", async () =>
      (await reportsOf(world(), payment)).some(({ kind }) => kind === "resolve"),
    );

    world().clock.shift(61 * MINUTE_MS);
    const opened = await world().until("a case", async () => (await casesOf(world(), payment))[0]);
    await world().run("shop-still-away", { shopId: await idOf(shop) });
    world().clock.shift(26 * HOUR_MS);
    await world().run("shop-still-away", { shopId: await idOf(shop) });

    expect(opened).toMatchObject({ kind: "paid-shop-away", state: "open", held_centimos: 12_500 });
    expect(await casesOf(world(), payment)).toHaveLength(1);
    expect(
      world()
        .logged()
        .some((line) => line.includes("paid-shop-away") && line.includes('"alert":true')),
    ).toBe(true);

    // Shopify's library knows one clock only, and signs in by it.
    world().clock.shift(0);
    await signInTo(world(), shop);
    const closed = await world().until("the case to close", async () => {
      const [first] = await casesOf(world(), payment);
      return first?.state === "closed" && first;
    });
    expect(closed.resolution).toBe("resolved-at-shopify");
  });

  it("is still swept: money that no notice told of is found, and reported once it is back", async () => {
    const { domain: shop } = await connectNewShop(world());
    const payment = await toldPending(world(), { shop });
    await left(shop);
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await world().pagoefectivo.pay(payment.cip);
    world().clock.shift(6 * MINUTE_MS);

    await world().run("sweep-codes", {});

    expect((await codesOf(world(), payment))[0]?.state).toBe("paid");
    const resolve = async () => (await reportsOf(world(), payment)).find(({ kind }) => kind === "resolve");
    expect(await resolve()).toMatchObject({ state: "due", attempts: 0 });
    world().clock.shift(0);
    await signInTo(world(), shop);
    await world().until("the resolve", async () => (await resolve())?.state === "acknowledged");
  });

  it("and comes back within the hour finds its codes alive", async () => {
    const { domain: shop } = await connectNewShop(world());
    const payment = await withCode(world(), { shop });
    await left(shop);
    await signInTo(world(), shop);

    world().clock.shift(2 * HOUR_MS);
    await world().run("shop-still-away", { shopId: await idOf(shop) });

    expect((await codesOf(world(), payment))[0]?.state).toBe("live");
  });
});

describe("a delivery", () => {
  it("that was triggered before the shop's last install changes nothing", async () => {
    const { domain: shop } = await connectNewShop(world());
    const triggeredAt = world().clock.now();
    world().clock.shift(MINUTE_MS);
    await signInTo(world(), shop);
    const before = await sessionsOf(shop);

    expect(await uninstall(shop, triggeredAt)).toBe(200);

    expect(await outcomeOf({ shop })).toBe("older-than-install");
    expect(await isAway(shop)).toBe(false);
    expect(await sessionsOf(shop)).toBe(before);
  });

  it("that does not say when is taken for as old as its arrival", async () => {
    const { domain: shop } = await connectNewShop(world());

    await uninstall(shop, null);

    expect(await outcomeOf({ shop })).toBe("left");
  });

  it("that comes again after the shop has returned does not throw it out", async () => {
    const { domain: shop } = await connectNewShop(world());
    const webhook = {
      topic: "app/uninstalled",
      shop,
      payload: payloadOf("app/uninstalled", shop),
      webhookId: "repeated-after-return",
    };
    await deliver(world(), webhook);
    await world().until("the shop to have left", () => isAway(shop));
    world().clock.shift(MINUTE_MS);
    await signInTo(world(), shop);

    expect(await deliver(world(), webhook)).toBe(200);
    await world().run("shop-left", { webhookId: webhook.webhookId });

    expect(await isAway(shop)).toBe(false);
  });
});

async function idOf(shop: ShopDomain): Promise<string> {
  const [row] = await world().rows<{ id: string }>("select id from shops where domain = $1", [shop]);
  return row?.id ?? "";
}
