/**
 * A merchant finds out from the log alone why PagoEfectivo's notices are refused: the address of one environment stands in the other.
 * In both shells; every page looked over on a phone and on a desk. Mostly by keyboard.
 */
import { expect } from "playwright/test";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { lookOver } from "./looked-over.ts";
import { Admin, merchantTest } from "./merchant-story.ts";
import { codeOn, pendingPayment } from "./payments-in-states.ts";

/** The demo shop's service at PagoEfectivo's test environment. */
const SANDBOX_SERVICE = 1201;
/** Those that the documentation shows. */
const PICTURES: readonly string[] = ["log", "log-entry"];

for (const shell of ["standalone", "embedded"] as const) {
  const test = merchantTest(shell);

  test(`a merchant finds and understands a bad signature: ${shell}`, async ({ page, world }) => {
    test.setTimeout(300_000);
    const admin = new Admin(page, { shell, world, language: "es" });
    const { content } = admin;
    const look = async (name: string) => {
      const picture = shell === "standalone" && PICTURES.includes(name);
      await lookOver(page, { name, widths: [360, 1280], picture });
    };
    await page.setViewportSize({ width: 1280, height: 900 });
    await admin.open(DEMO_SHOP);
    const { url, sessionId } = await pendingPayment(world);
    const cip = await codeOn(url);
    world.pagoefectivo.setNotifyUrl(SANDBOX_SERVICE, world.noticeUrl);
    const refused = await world.pagoefectivo.deliverNotice({ cip, serviceId: SANDBOX_SERVICE });
    expect(refused.status).toBe(401);

    const badSignature = content.getByText(admin.say("log.verdict.bad-signature"), { exact: true });
    const rows = content.locator(".desk-list > li");
    /** Entries are written a moment after the answer. */
    const openUntil = (query: string, text: string) =>
      expect
        .poll(
          async () => {
            await admin.open(DEMO_SHOP, `/app/log?payment=${sessionId}${query}`);
            return rows.filter({ hasText: text }).count();
          },
          { timeout: 20_000 },
        )
        .toBeGreaterThan(0);
    await openUntil("", admin.say("log.verdict.bad-signature"));
    await admin.open(DEMO_SHOP, "/app/log");
    await look("log");
    await content
      .getByLabel(admin.say("log.filter.verdict"), { exact: true })
      .selectOption("bad-signature");
    await admin.button(admin.say("log.filter.apply")).press("Enter");
    await expect(rows).toHaveCount(1);
    await rows.getByRole("link").press("Enter");

    await expect(badSignature.first()).toBeVisible();
    await expect(content.getByText(admin.say("log.cause.other-environment.why"))).toBeVisible();
    await expect(content.getByText(admin.say("log.cause.other-environment.fix"))).toBeVisible();
    const keys = { serviceId: String(SANDBOX_SERVICE), mode: admin.say("status.mode.test") };
    await expect(content.getByText(merchantMessage("log.cause.keys", keys, "es"))).toBeVisible();
    await expect(content.getByRole("link", { name: sessionId })).toBeVisible();
    await look("log-entry");
    await admin.button(admin.say("log.again.action")).press("Enter");
    await expect(content.getByText(admin.say("detail.found.stillPayable"))).toBeVisible();
    await look("log-again");

    await world.pagoefectivo.pay(cip);
    await expect.poll(() => world.shopify.session(sessionId)?.state, { timeout: 20_000 }).toBe("resolved");
    await openUntil("", admin.say("log.verdict.accepted"));
    await openUntil("&direction=to-shopify", admin.say("log.kind.resolve"));
    await look("log-to-shopify");
    await openUntil("&direction=to-pagoefectivo", admin.say("log.kind.create-cip"));
  });
}
