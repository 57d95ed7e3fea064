/** A merchant looks something up, and takes the sheet for their counter. */
import { readFile } from "node:fs/promises";
import { expect } from "playwright/test";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { lookOver } from "./looked-over.ts";
import { Admin, merchantTest } from "./merchant-story.ts";

for (const shell of ["standalone", "embedded"] as const) {
  const test = merchantTest(shell);

  test(`a merchant looks something up in the help: ${shell}`, async ({ page, world }) => {
    test.setTimeout(180_000);
    const admin = new Admin(page, { shell, world, language: "es" });
    const { content } = admin;
    const look = (name: string) =>
      lookOver(page, { name, widths: [360, 1280], picture: shell === "standalone" });
    await page.setViewportSize({ width: 1280, height: 900 });

    await admin.open(DEMO_SHOP);
    await admin.open(DEMO_SHOP, "/app/help");
    await expect(content.getByText("¿Cómo paga mi comprador?")).toBeVisible();
    await look("help");
    const question = content.locator("summary", { hasText: "Un código venció. ¿Qué pasa ahora?" });
    await question.press("Enter");
    await expect(content.getByText(/Su stock sigue reservado/)).toBeVisible();

    const box = content.getByLabel(admin.say("help.search.label"), { exact: true });
    await box.fill("RUC documentos");
    await box.press("Enter");
    await expect(content.getByText(merchantMessage("help.found", { count: 1 }, "es"))).toBeVisible();
    await expect(content.getByText(/vigencia de poder/i)).toBeVisible();
    await look("help-found");

    const downloading = page.waitForEvent("download");
    const label = admin.say("help.sheet.en");
    const sheet = shell === "embedded" ? admin.button(label) : content.getByRole("link", { name: label });
    await sheet.click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe("pagoefectivo-en.pdf");
    expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe("%PDF-");

    await admin.open(DEMO_SHOP, "/app/help?about=paid-late");
    await expect(content.getByText(/Nada se pierde: se abre un caso/)).toBeVisible();
  });
}

const scriptless = merchantTest("standalone");

scriptless("the help answers without scripts", async ({ browser, page, world }) => {
  const admin = new Admin(page, { shell: "standalone", world, language: "es" });
  await admin.open(DEMO_SHOP);
  const state = await page.context().storageState();
  const context = await browser.newContext({
    ...{ javaScriptEnabled: false, storageState: state },
    userAgent: await page.evaluate(() => navigator.userAgent),
  });
  const plain = await context.newPage();

  await plain.goto(`${world.webOrigin}/app/help`);
  await plain.getByLabel(admin.say("help.search.label"), { exact: true }).fill("extorno");
  await plain.getByRole("button", { name: admin.say("help.search.action") }).click();

  await expect(plain.getByText(/El cobrador deshace un cobro/)).toBeVisible();
  await plain.goto(`${world.webOrigin}/app/search`);
  await plain.getByLabel(admin.say("story.search.label"), { exact: true }).fill("¿nada?");
  await plain.getByRole("button", { name: admin.say("story.search.action") }).click();
  await expect(plain.getByText(admin.say("story.none.unread"))).toBeVisible();
  await context.close();
});
