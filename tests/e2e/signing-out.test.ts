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
    const [store = ""] = merchant.shop.split(".");
    const storeMenu = page.getByRole("button").filter({ has: page.getByRole("img", { name: store }) });

    const signOut = page.getByText(admin.say("shell.nav.signOut"), { exact: true });
    // A press before the page's script has begun opens nothing.
    const openMenu = () =>
      expect(async () => {
        if (!(await signOut.isVisible())) await storeMenu.click();
        await expect(signOut).toBeVisible({ timeout: 2_000 });
      }).toPass({ timeout: 30_000 });

    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
      await openMenu();
      // Without a picture: to take one of the whole page shuts the menu.
      await lookOver(page, { name: "sign-out", widths: [width], picture: false });
    }
    // What the browser says of the page that follows: nobody is signed in there.
    watch.expectConsole(/status of 401/);
    await openMenu();
    await signOut.click();

    await expect(page.getByRole("heading", { level: 1 })).toHaveText(admin.say("shell.signedOff.title"));
    await expect(page.getByText(admin.say("shell.signedOff.body"))).toBeVisible();
    await lookOver(page, { name: "signed-off", widths: [360, 1280], picture });
    const cookies = await page.context().cookies(world.webOrigin);
    expect(
      cookies.map(({ name }) => name).filter((name) => name.startsWith("shopify_app_session")),
    ).toEqual([]);
    // Nobody is known any more: the page speaks the browser's language.
    const toStrangers = new Admin(page, { shell: "standalone", world, language: "es" });
    await page.goto(`${world.webOrigin}/app`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      toStrangers.say("shell.signedOut.title"),
    );
  });
}
