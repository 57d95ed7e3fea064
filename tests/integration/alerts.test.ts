import { describe, expect, it } from "vitest";
import { raiseAlerts } from "#app/cases/alert-store.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { closeCase, takeCase } from "#app/payments/case-desk.server.ts";
import { mailText } from "../builders/alert-receivers.ts";
import { newCase } from "../builders/case.ts";
import { alertsOf, minute, newsOf, toldShop, useReceivers, verified } from "../builders/told-shop.ts";
import { useWorld } from "../setup/world.ts";

const { mail, hook } = await useReceivers();
const world = useWorld("alerts", { tls: "off", smtpUrl: mail.url });

const HOUR_MS = 3_600_000;
const deps = () => world().system.deps;

describe("a case that opens", () => {
  it("is told by e-mail in the shop's language, and to its machine with a signature, with nothing of the shopper", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url });
    const one = await newCase(world(), shop.payment);

    await minute(world());

    const page = `${world().webOrigin}/app/cases/${one.caseId}?shop=${shop.domain}`;
    expect(verified(hook.hooks[0], shop.secret)).toEqual({
      type: "case.opened",
      timestamp: expect.any(String),
      data: {
        ...{ shop: shop.domain, url: page, case_id: one.caseId, kind: "paid-after-reject", test: false },
        ...{ held_amount: "125.00", held_currency: "PEN", shopify_payment_id: shop.payment.sessionId },
        opened_at: expect.any(String),
      },
    });
    const [received] = mail.mails;
    invariant(received, "the mail has arrived");
    expect(received.to).toEqual(["rosa@tienda.pe"]);
    const text = mailText(received);
    expect(text).toContain("Pagaron después de cerrado el pago");
    expect(text).toContain("S/\u00a0125.00 en espera");
    expect(text).toContain(page);
    const said = `${received.raw}${text}${hook.hooks.map(({ body }) => body).join("")}`;
    const [person] = await world().rows<{ email: string; phone: string }>(
      "select shopper_email as email, shopper_phone as phone from payments where id = $1",
      [shop.payment.paymentId],
    );
    for (const secret of [shop.payment.cip, person?.email ?? "?", person?.phone ?? "?", shop.secret])
      expect(said).not.toContain(secret);
  });

  it("is told once, however many minutes pass and however many workers have them", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url });
    const one = await newCase(world(), shop.payment);

    await Promise.all(Array.from({ length: 8 }, () => world().run("raise-alerts", {})));
    await Promise.all(
      Array.from({ length: 8 }, () => world().run("deliver-alerts", { shopId: shop.shopId })),
    );
    await minute(world());
    await minute(world());

    expect(hook.hooks).toHaveLength(1);
    expect(mail.mails).toHaveLength(1);
    expect(await alertsOf(world(), one)).toMatchObject([
      { channel: "email", state: "sent", attempts: 1 },
      { channel: "webhook", state: "sent", attempts: 1 },
    ]);
  });

  it("is told in one e-mail with the others of that minute", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url });
    for (const kind of ["paid-twice", "report-dead", "resolve-refused"] as const)
      await newCase(world(), shop.payment, { kind });

    await minute(world());

    expect(mail.mails).toHaveLength(1);
    expect(mailText(mail.mails[0] ?? { raw: "", to: [] })).toContain("Shopify no se enteró de un aviso");
    expect(hook.hooks).toHaveLength(3);
  });

  it("is no news where it closed before anybody was told", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url });
    const before = await newCase(world(), shop.payment, { kind: "report-dead" });
    await closeCase(deps(), { ...before, resolution: "nothing-to-do", reason: "" });
    const between = await newCase(world(), shop.payment, { kind: "report-dead" });
    await raiseAlerts(deps().db, { now: world().clock.now(), canMail: true });
    await closeCase(deps(), { ...between, resolution: "nothing-to-do", reason: "" });

    await minute(world());

    expect(await alertsOf(world(), before)).toEqual([]);
    expect(await alertsOf(world(), between)).toMatchObject([{ state: "dropped" }, { state: "dropped" }]);
    expect([...mail.mails, ...hook.hooks]).toEqual([]);
  });

  it("is told to its own shop only", async () => {
    const other = await toldShop(world(), { emails: "otro@tienda.pe", webhookUrl: `${hook.url}/other` });
    const shop = await toldShop(world(), { webhookUrl: hook.url });
    await newCase(world(), shop.payment);

    await minute(world());

    expect(mail.mails.map(({ to }) => to)).toEqual([["rosa@tienda.pe"]]);
    expect(hook.hooks.map(({ path }) => path)).toEqual(["/hook"]);
    expect(() => verified(hook.hooks[0], other.secret)).toThrow("signature");
  });
});

describe("a case that nobody looks at", () => {
  it("is told again when it has waited too long, once", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url });
    const one = await newCase(world(), shop.payment);
    await minute(world());
    world().clock.shift(23.9 * HOUR_MS);
    await minute(world());
    expect(newsOf(hook, one)).toEqual(["case.opened"]);

    world().clock.shift(24.1 * HOUR_MS);
    await minute(world());
    await minute(world());

    expect(newsOf(hook, one)).toEqual(["case.opened", "case.late"]);
    const late = mail.mails.map(mailText).filter((text) => text.includes(one.caseId));
    expect(late[1]).toContain("nadie lo ha tomado");
    expect(await alertsOf(world(), one)).toHaveLength(4);
  });

  it("is told once when somebody takes it in time", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url });
    const one = await newCase(world(), shop.payment);
    await minute(world());
    await takeCase(deps(), one);

    world().clock.shift(25 * HOUR_MS);
    await minute(world());

    expect(newsOf(hook, one)).toEqual(["case.opened"]);
  });
});
