import { mailText, startMailServer, type MailServer } from "../builders/alert-receivers.ts";
import { expectAccessible, expectNoSidewaysScrolling } from "./accessibility.ts";
import { codeOn, waitingPayment } from "./payments-in-states.ts";
import { expect, test as base } from "./story.ts";
import { startStoryWorld, type StoryWorld } from "./story-world.ts";

/** A world that can send e-mail. */
const test = base.extend<object, { mail: MailServer; world: StoryWorld }>({
  mail: [
    async ({}, use) => {
      const mail = await startMailServer();
      await use(mail);
      await mail.close();
    },
    { scope: "worker" },
  ],
  world: [
    async ({ mail }, use) => {
      const world = await startStoryWorld({ smtpUrl: mail.url });
      await use(world);
      await world.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a shopper who has lost the page gets back to their code by e-mail", async ({
      mail,
      page,
      voucher,
      watch,
      world,
    }) => {
      mail.mails.length = 0;
      const { url } = await waitingPayment(world, { locale: "es-PE" });
      const cip = await codeOn(url);
      watch.expectConsole(/status of (404|422)/);
      await page.goto(`${world.webOrigin}/v/lost`);

      await page.getByRole("link", { name: "¿Perdiste tu código? Pide el enlace por correo" }).click();
      await page.getByRole("textbox", { name: "Correo que usaste en tu compra" }).fill("ann@example.com");
      await page.getByRole("button", { name: "Enviarme el enlace" }).click();
      await expect(page.getByText("Escribe el monto exacto")).toBeVisible();
      await page.getByRole("textbox", { name: /últimos 4 dígitos/ }).fill(cip.slice(-4));
      await page.getByRole("button", { name: "Enviarme el enlace" }).click();

      await expect(voucher.heading).toHaveText("Revisa tu correo");
      expect(await page.content()).not.toContain(cip);
      await expect.poll(() => mail.mails.length).toBe(1);
      const [link = ""] = /http\S+\/v\/\S+/.exec(mail.mails.map(mailText).join("")) ?? [];
      expect(link).toBe(url);
      await page.goto(link);
      expect(await voucher.readCode()).toBe(cip);
    });
  });
}

test("the search is accessible, on a narrow screen and in English too", async ({ page, world }) => {
  await page.setViewportSize({ width: 320, height: 640 });

  for (const path of ["/find", "/find?lang=en", "/find?asked=yes", "/find?asked=yes&lang=en"]) {
    await page.goto(`${world.webOrigin}${path}`);
    await expectAccessible(page, path);
    await expectNoSidewaysScrolling(page, path);
  }
});
