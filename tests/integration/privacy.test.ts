import { describe, expect, it } from "vitest";
import { fetchPrivacyExport } from "#app/privacy/fetch-privacy-export.server.ts";
import { listPrivacyRequests } from "#app/privacy/privacy-queries.server.ts";
import { settledNotice } from "../builders/notice.ts";
import { reportsOf, toldPending } from "../builders/payment.ts";
import { emailOf, facts, newPerson, paidBy, shopIdOf } from "../builders/person.ts";
import { connectNewShop } from "../builders/shop.ts";
import { ask, requestOf, tablesWith } from "../builders/shopify-webhook.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("privacy", { tls: "off" });

const DAY_MS = 86_400_000;

describe("customers/data_request", () => {
  it("gives the merchant all that is kept about the person in their shop, and writes down who fetched it", async () => {
    const { domain: shop } = await connectNewShop(world());
    const { domain: otherShop } = await connectNewShop(world());
    const person = newPerson();
    const payment = await paidBy(world(), shop, person);
    await paidBy(world(), otherShop, person);
    await paidBy(world(), shop, newPerson());

    const request = await ask(world(), "customers/data_request", shop, { email: person.email });
    const shopId = await shopIdOf(world(), shop);
    const { deps } = world().system;
    const text = await fetchPrivacyExport(deps, { shopId, userId: "42", requestId: request.id });

    const { payments } = JSON.parse(text ?? "null") as { payments: unknown[] };
    expect(payments).toMatchObject([
      {
        shopifyPaymentId: payment.sessionId,
        amount: "125.00",
        currency: "PEN",
        email: person.session.email,
        told: "resolved",
        codes: [{ cip: payment.cip, state: "paid" }],
        reports: [{ kind: "pending" }, { kind: "resolve" }],
        notes: [{ text: `Llamar a ${person.email}` }],
      },
    ]);
    expect(payments).toHaveLength(1);
    expect(await listPrivacyRequests(deps.db, shopId)).toMatchObject([
      { topic: "customers/data_request", outcome: "done", payments: 1, hasExport: true },
    ]);
    const audit = await world().rows("select user_id, action from audit_log where shop_id = $1", [shopId]);
    expect(audit).toEqual([{ user_id: "42", action: "privacy-export-fetched" }]);
  });

  it("keeps the export sealed, gives it to no other shop, and drops it after sixty days", async () => {
    const [{ domain: shop }, { domain: other }] = [
      await connectNewShop(world()),
      await connectNewShop(world()),
    ];
    const person = newPerson();
    await paidBy(world(), shop, person);

    const { id, sealed_export, sealed_subject } = await ask(
      world(),
      "customers/data_request",
      shop,
      person,
    );
    const { deps } = world().system;
    const stolen = await fetchPrivacyExport(deps, {
      shopId: await shopIdOf(world(), other),
      userId: "1",
      requestId: id,
    });
    world().clock.shift(61 * DAY_MS);
    await world().run("work-privacy-request", { requestId: id });

    expect(stolen).toBeNull();
    expect(sealed_export).not.toContain(person.email);
    expect(sealed_subject).toBeNull();
    expect((await requestOf(world(), "customers/data_request", shop)).sealed_export).toBeNull();
  });
});

describe("customers/redact", () => {
  it("leaves every amount, id and date, and not one letter of the person", async () => {
    const { domain: shop } = await connectNewShop(world());
    const person = newPerson();
    const payment = await paidBy(world(), shop, person);
    await ask(world(), "customers/data_request", shop, { email: person.email });
    const before = await facts(world(), payment);
    expect(await tablesWith(world(), person.canaries)).toEqual(
      expect.arrayContaining([
        "public.case_lines",
        "public.cases",
        "public.notices",
        "public.payment_notes",
        "public.payments",
      ]),
    );

    const request = await ask(world(), "customers/redact", shop, { email: person.email.toUpperCase() });

    expect(request).toMatchObject({ outcome: "done", payments_found: 1, sealed_subject: null });
    expect(await tablesWith(world(), person.canaries)).toEqual([]);
    expect((await requestOf(world(), "customers/data_request", shop)).sealed_export).toBeNull();
    expect(await facts(world(), payment)).toEqual(before);
    expect(world().logged().join("\n")).not.toContain(person.email);
  });

  it.each(["%s", "+51%s", "0051 %s", "51%s", "0%s"])(
    "finds the person by a phone written as %s",
    async (form) => {
      const { domain: shop } = await connectNewShop(world());
      const person = newPerson();
      const payment = await paidBy(world(), shop, person);

      await ask(world(), "customers/redact", shop, {
        email: null,
        phone: form.replace("%s", person.phone),
      });

      expect(await emailOf(world(), payment)).toBeNull();
    },
  );

  it("touches nobody else: not another person, not the same person in another shop", async () => {
    const [{ domain: shop }, { domain: other }] = [
      await connectNewShop(world()),
      await connectNewShop(world()),
    ];
    const [person, neighbour] = [newPerson(), newPerson()];
    const [elsewhere, beside] = [
      await paidBy(world(), other, person),
      await paidBy(world(), shop, neighbour),
    ];

    const request = await ask(world(), "customers/redact", shop, { email: person.email });
    await ask(world(), "customers/redact", shop, { email: null, phone: null });

    expect(request).toMatchObject({ outcome: "done", payments_found: 0 });
    expect(await emailOf(world(), elsewhere)).toBe(person.session.email);
    expect(await emailOf(world(), beside)).toBe(neighbour.session.email);
  });

  it("waits for a payment that is not final, and asks again each day", async () => {
    const { domain: shop } = await connectNewShop(world());
    const person = newPerson();
    const done = await paidBy(world(), shop, person);
    const waiting = await toldPending(world(), { shop, customer: person.session });

    const first = await ask(world(), "customers/redact", shop, { email: person.email });
    expect(first).toMatchObject({ outcome: null, payments_found: 1 });
    expect([await emailOf(world(), done), await emailOf(world(), waiting)]).toEqual([
      null,
      person.session.email,
    ]);
    const [job] = await world().rows<{ run_at: Date }>(
      "select run_at from graphile_worker.jobs where key = $1",
      [`privacy:${first.id}`],
    );
    expect(job?.run_at.getTime()).toBeGreaterThan(Date.now() + DAY_MS - 3_600_000);

    await world().pagoefectivo.pay(waiting.cip);
    await world().until("Shopify to be told", async () =>
      (await reportsOf(world(), waiting)).some(
        ({ kind, state }) => kind === "resolve" && state === "acknowledged",
      ),
    );
    await settledNotice(world(), waiting.cip);
    await world().run("work-privacy-request", { requestId: first.id });

    expect(await requestOf(world(), "customers/redact", shop)).toMatchObject({
      outcome: "done",
      payments_found: 2,
    });
    expect(await tablesWith(world(), person.canaries)).toEqual([]);
  });

  it("waits for nothing once the thirty days are nearly over", async () => {
    const { domain: shop } = await connectNewShop(world());
    const person = newPerson();
    const waiting = await toldPending(world(), { shop, customer: person.session });
    const { id } = await ask(world(), "customers/redact", shop, { email: person.email });

    await world().rows("update privacy_requests set due_at = now() where id = $1", [id]);
    await world().run("work-privacy-request", { requestId: id });

    expect(await emailOf(world(), waiting)).toBeNull();
    expect(await requestOf(world(), "customers/redact", shop)).toMatchObject({ outcome: "done" });
  });
});
