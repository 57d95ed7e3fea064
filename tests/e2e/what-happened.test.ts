/** A merchant is asked about a payment: they paste what the shopper gave, read what happened, and send a true answer. By keyboard. */
import { expect } from "playwright/test";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { lookOver } from "./looked-over.ts";
import { Admin, merchantTest } from "./merchant-story.ts";
import { codeOn, openPayment, pendingPayment } from "./payments-in-states.ts";
import type { StoryWorld } from "./story-world.ts";

/** Those that the documentation shows. */
const PICTURES: readonly string[] = ["search", "search-story"];

async function auditedLooks(world: StoryWorld, sessionId: string): Promise<number> {
  const { rows } = await world.system.deps.database.pool.query(
    `select 1 from audit_log a join payments p on p.id = a.payment_id
     where p.session_id = $1 and a.action = 'payment-contact-shown'`,
    [sessionId],
  );
  return rows.length;
}

async function ask(admin: Admin, text: string): Promise<void> {
  const box = admin.content.getByLabel(admin.say("story.search.label"), { exact: true });
  await box.fill(text);
  await box.press("Enter");
}

for (const shell of ["standalone", "embedded"] as const) {
  const test = merchantTest(shell);

  test(`a merchant finds out what happened with a payment: ${shell}`, async ({ page, world }) => {
    test.setTimeout(240_000);
    const admin = new Admin(page, { shell, world, language: "es" });
    const { content } = admin;
    const look = (name: string) =>
      lookOver(page, {
        ...{ name, widths: [360, 1280] },
        picture: shell === "standalone" && PICTURES.includes(name),
      });
    await page.setViewportSize({ width: 1280, height: 900 });
    const { sessionId, url } = await pendingPayment(world);
    const cip = await codeOn(url);
    await openPayment(world, { amount: "777.10" });
    await openPayment(world, { amount: "777.10" });

    await admin.open(DEMO_SHOP);
    await admin.open(DEMO_SHOP, "/app/search");
    await ask(admin, "hola, ¿qué pasó con mi pago?");
    await expect(content.getByText(admin.say("story.none.unread"))).toBeVisible();
    await ask(admin, "S/ 777.10 soles");
    await expect(content.getByRole("link", { name: /777\.10/ })).toHaveCount(2);
    await look("search");
    await content
      .getByRole("link", { name: /777\.10/ })
      .first()
      .press("Enter");
    await expect(content.getByText(admin.say("story.back"))).toBeVisible();

    await ask(admin, `  Código CIP: ${cip.slice(0, 3)} ${cip.slice(3)} `);
    await expect(content.getByText(admin.say("story.next.waiting"))).toBeVisible();
    await look("search-story");
    const message = content.getByLabel(admin.say("story.answer.label"), { exact: true });
    await expect(message).toHaveValue(/todavía no vemos tu pago/);
    await expect(message).toHaveValue(new RegExp(sessionId));
    await content.getByRole("link", { name: admin.say("story.answer.in.en") }).press("Enter");
    await expect(message).toHaveValue(/we do not see your payment yet/);

    const whatsapp = content.getByRole("link", { name: admin.say("story.answer.whatsapp") });
    expect(await whatsapp.getAttribute("href")).toMatch(/^https:\/\/wa\.me\/\?text=/);
    expect(await auditedLooks(world, sessionId)).toBe(0);
    await admin.button(admin.say("story.answer.show")).press("Enter");
    await expect(content.getByRole("link", { name: admin.say("story.answer.email") })).toHaveAttribute(
      "href",
      /^mailto:[^?]+@/,
    );
    expect(await auditedLooks(world, sessionId)).toBe(1);

    await world.pagoefectivo.pay(cip);
    await expect.poll(() => world.shopify.session(sessionId)?.state, { timeout: 20_000 }).toBe("resolved");
    await expect
      .poll(async () => {
        await admin.open(DEMO_SHOP, `/app/search?q=${sessionId}`);
        return content.getByText(admin.say("story.todo.paid")).isVisible();
      })
      .toBe(true);
    await expect(message).toHaveValue(/tu pedido está confirmado/);
    await content.getByRole("link", { name: admin.say("story.detail") }).press("Enter");
    await expect(content.getByText(admin.say("detail.timeline.title"))).toBeVisible();
  });
}
