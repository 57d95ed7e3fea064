import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import { toldPending } from "../builders/payment.ts";
import { emailOf, facts, newPerson, paidBy, shopIdOf } from "../builders/person.ts";
import { connectNewShop } from "../builders/shop.ts";
import { ask, deliver, payloadOf, requestOf, tablesWith } from "../builders/shopify-webhook.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("shop_redact", { tls: "off" });

describe("shop/redact", () => {
  const TEXTS = {
    support_email: "tienda.canaria@example.com",
    support_phone: "+51900111222",
    support_whatsapp: "+51900111333",
    account_note: "nota canaria",
    help_url: "https://canaria.example/ayuda",
  };

  async function withTexts(shop: ShopDomain): Promise<void> {
    const shopId = await shopIdOf(world(), shop);
    const [names, values] = [Object.keys(TEXTS), Object.values(TEXTS)];
    const sets = names.map((name, index) => `${name} = $${index + 2}`).join(", ");
    await world().rows(`update shops set ${sets} where id = $1`, [shopId, ...values]);
    await world().rows(
      "insert into merchant_users (shop_id, user_id, name, email, last_seen_at) values ($1, '7', 'Persona Canaria', 'p@canaria.pe', now())",
      [shopId],
    );
    await world().rows(
      "insert into audit_log (shop_id, at, user_id, action, after) values ($1, now(), '7', 'page-saved', $2)",
      [shopId, JSON.stringify(TEXTS)],
    );
    await world().rows(
      `with noted as (
         insert into cases (id, shop_id, kind, merge_key, opened_at, last_seen_at, state, closed_at, closed_by, resolution, reason)
         select $2::uuid, $1, 'notice-not-ours', $2::uuid::text, now(), now(), 'closed', now(), '7', 'nothing-to-do', $3 returning id
       )
       insert into case_lines (case_id, at, user_id, kind, text) select id, now(), '7', 'noted', $3 from noted`,
      [shopId, randomUUID(), TEXTS.account_note],
    );
    await world().rows(
      `insert into desk_settings (shop_id, alert_emails, webhook_url) values ($1, array['p@canaria.pe'], $2)`,
      [shopId, TEXTS.help_url],
    );
    await world().rows(
      "insert into connection_checks (id, shop_id, mode, at, user_id, ok) values ($1, $2, 'live', now(), '7', true)",
      [randomUUID(), shopId],
    );
  }

  async function leave(shop: ShopDomain): Promise<void> {
    await deliver(world(), { topic: "app/uninstalled", shop, payload: payloadOf("app/uninstalled", shop) });
    await world().until("the shop to have left", async () => {
      const [row] = await world().rows("select uninstalled_at from shops where domain = $1", [shop]);
      return row?.["uninstalled_at"] !== null;
    });
  }

  const canaries = [...Object.values(TEXTS), "Persona Canaria", "p@canaria.pe"];

  it("keeps the financial facts and wipes the merchant, their people, their shoppers and their keys", async () => {
    const { domain: shop } = await connectNewShop(world());
    const [one, two] = [newPerson(), newPerson()];
    const payments = [await paidBy(world(), shop, one), await paidBy(world(), shop, two)];
    await withTexts(shop);
    await leave(shop);
    await world().rows(
      "update codes set paid_at = now() - interval '9 days', ended_at = now() - interval '9 days', expires_at = now() - interval '9 days' where shop_id = $1",
      [await shopIdOf(world(), shop)],
    );
    const before = await Promise.all(payments.map((payment) => facts(world(), payment)));

    const request = await ask(world(), "shop/redact", shop);

    expect(request).toMatchObject({ outcome: "done", payments_found: 2 });
    expect(await tablesWith(world(), [...canaries, ...one.canaries, ...two.canaries])).toEqual([]);
    expect(await Promise.all(payments.map((payment) => facts(world(), payment)))).toEqual(before);
    const keys = await world().rows(
      `select sealed_access_key, sealed_secret_key from credential_versions v join credential_sets k on k.id = v.set_id
       where k.shop_id = $1`,
      [await shopIdOf(world(), shop)],
    );
    expect(keys).toEqual([{ sealed_access_key: null, sealed_secret_key: null }]);
    expect(await world().rows("select 1 from shopify_sessions where shop = $1", [shop])).toEqual([]);
    const lines = await world().rows("select user_id, action, after from audit_log where shop_id = $1", [
      await shopIdOf(world(), shop),
    ]);
    expect(lines).toEqual([{ user_id: "7", action: "page-saved", after: null }]);
  });

  it("keeps keys that a code may still need", async () => {
    const { domain: shop } = await connectNewShop(world());
    await paidBy(world(), shop, newPerson());
    await leave(shop);

    await ask(world(), "shop/redact", shop);

    const [keys] = await world().rows<{ kept: boolean; retired: boolean }>(
      `select sealed_secret_key is not null as kept, retired_at is not null as retired
       from credential_versions v join credential_sets k on k.id = v.set_id where k.shop_id = $1`,
      [await shopIdOf(world(), shop)],
    );
    expect(keys).toEqual({ kept: true, retired: true });
  });

  it("leaves a shop alone that has installed the app again", async () => {
    const { domain: shop } = await connectNewShop(world());
    const person = newPerson();
    const payment = await paidBy(world(), shop, person);
    const triggeredAt = world().clock.now();
    await world().rows("update shops set installed_at = now() + interval '1 second' where domain = $1", [
      shop,
    ]);

    await deliver(world(), {
      topic: "shop/redact",
      shop,
      payload: payloadOf("shop/redact", shop),
      triggeredAt,
    });

    expect(await requestOf(world(), "shop/redact", shop)).toMatchObject({ outcome: "shop-returned" });
    expect(await emailOf(world(), payment)).toBe(person.session.email);
  });

  it("waits for payments that are not final, and then touches no other shop", async () => {
    const [{ domain: shop }, { domain: other }] = [
      await connectNewShop(world()),
      await connectNewShop(world()),
    ];
    const person = newPerson();
    const waiting = await toldPending(world(), { shop, customer: person.session });
    const elsewhere = await paidBy(world(), other, person);
    await withTexts(other);
    await leave(shop);

    const { id, outcome } = await ask(world(), "shop/redact", shop);
    const name = () =>
      world().rows("select 1 from shops where domain = $1 and display_name like 'Tienda%'", [shop]);
    expect([outcome, await emailOf(world(), waiting)]).toEqual([null, person.session.email]);
    expect(await name()).toHaveLength(1);
    await world().rows("update privacy_requests set due_at = now() where id = $1", [id]);
    await world().run("work-privacy-request", { requestId: id });

    expect(await emailOf(world(), waiting)).toBeNull();
    expect(await name()).toEqual([]);
    expect(await emailOf(world(), elsewhere)).toBe(person.session.email);
    expect(await tablesWith(world(), ["Persona Canaria"])).toEqual(["public.merchant_users"]);
  });
});

describe("the audit", () => {
  it("lets go of what stood before and after, and of nothing else", async () => {
    const { domain: shop } = await connectNewShop(world());
    const shopId = await shopIdOf(world(), shop);
    await world().rows(
      "insert into audit_log (shop_id, at, user_id, action, after) values ($1, now(), '7', 'page-saved', '{}')",
      [shopId],
    );
    const change = (set: string) =>
      world().rows(`update audit_log set ${set} where shop_id = $1`, [shopId]);

    await expect(change("user_id = '8', after = null")).rejects.toThrow(/never changes/);
    await expect(change(`after = '{"other": true}'`)).rejects.toThrow(/never changes/);
    await expect(world().rows("delete from audit_log where shop_id = $1", [shopId])).rejects.toThrow(
      /never changes/,
    );
    await change("after = null");
  });
});
