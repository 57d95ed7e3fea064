/** A merchant at a machine that others use too leaves the admin, and nothing of it is left to be seen. */
import { expect } from "playwright/test";
import { MERCHANT_LANGUAGES } from "#app/merchants/merchant-login.ts";
import { lookOver } from "./looked-over.ts";
import { Admin, merchantTest, newMerchant } from "./merchant-story.ts";

const test = merchantTest("standalone");

for (const language of MERCHANT_LANGUAGES) {
  test(`a merchant signs out, and the admin is shut: ${language}`, async ({ page, world, watch }) => {
    test.setTimeout(120_000);
    const merchant = newMerchant(world, language);
    const admin = new Admin(page, { shell: "standalone", world, language });
    const picture = language === "es";
    await page.setViewportSize({ width: 1280, height: 900 });
    await admin.open(merchant.shop);
    const storeMenu = page.getByRole("banner").getByRole("button", { expanded: false }).last();

    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await storeMenu.click();
      await expect(page.getByRole("button", { name: admin.say("shell.nav.signOut") })).toBeVisible();
      await lookOver(page, { name: "sign-out", widths: [width], picture });
      await page.keyboard.press("Escape");
    }
    // What the browser says of the page that follows: nobody is signed in there.
    watch.expectConsole(/status of 401/);
    await storeMenu.click();
    await page.getByRole("button", { name: admin.say("shell.nav.signOut") }).click();

    await expect(page.getByRole("heading", { level: 1 })).toHaveText(admin.say("shell.signedOff.title"));
    await expect(page.getByText(admin.say("shell.signedOff.body"))).toBeVisible();
    await lookOver(page, { name: "signed-off", widths: [360, 1280], picture });
    const cookies = await page.context().cookies(world.webOrigin);
    expect(
      cookies.map(({ name }) => name).filter((name) => name.startsWith("shopify_app_session")),
    ).toEqual([]);
    await page.goto(`${world.webOrigin}/app`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(admin.say("shell.signedOut.title"));
  });
}
