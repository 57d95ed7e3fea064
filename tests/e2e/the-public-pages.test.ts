/** What anybody may read without a code: privacy, terms, help. */
import { lookOver } from "./looked-over.ts";
import { waitingPayment } from "./payments-in-states.ts";
import { expect, test } from "./story.ts";

const TITLES = {
  privacy: { es: "Privacidad", en: "Your privacy" },
  terms: { es: "Términos de uso", en: "Terms of use" },
  support: { es: "¿En qué te ayudamos?", en: "How can we help?" },
} as const;

test.use({
  variables: {
    OPERATOR_NAME: "Ejemplo S.A.C.",
    OPERATOR_ADDRESS: "Av. Arequipa 100, Lima, Perú",
    OPERATOR_EMAIL: "hola@example.pe",
    OPERATOR_DATA_PLACE: "Lima, Perú, máquinas de Ejemplo S.A.C.",
    OPERATOR_INCIDENT_CONTACT: "guardia@example.pe, +51 1 555 0100",
  },
});

for (const page of ["privacy", "terms", "support"] as const) {
  for (const language of ["es", "en"] as const) {
    test(`the page ${page} is fit for everybody in ${language}: public`, async ({ page: tab, world }) => {
      await tab.goto(`${world.webOrigin}/${page}?lang=${language}`);

      await expect(tab.getByRole("heading", { level: 1 })).toHaveText(TITLES[page][language]);
      await lookOver(tab, {
        ...{ name: page, widths: [360, 1280], surface: "shopper" },
        picture: language === "es",
      });
    });
  }

  test.describe("without JavaScript", () => {
    test.use({ javaScriptEnabled: false });

    for (const width of [360, 1280]) {
      test(`the page ${page} reads the same, ${width} px wide, and leads to its neighbours`, async ({
        page: tab,
        world,
      }) => {
        await tab.setViewportSize({ width, height: 740 });
        await tab.goto(`${world.webOrigin}/${page}`);

        await expect(tab.getByRole("heading", { level: 1 })).toHaveText(TITLES[page].es);
        await tab.getByRole("link", { name: "English" }).click();
        await expect(tab.getByRole("heading", { level: 1 })).toHaveText(TITLES[page].en);
        await tab.getByRole("contentinfo").getByRole("link", { name: "Privacy" }).click();
        await expect(tab.getByRole("heading", { level: 1 })).toHaveText(TITLES.privacy.en);
        await expect(tab.getByText("Law 29733")).toBeVisible();
      });
    }
  });
}

test("a shopper reads about their data in a tab beside the code, which stays where it is", async ({
  context,
  page,
  voucher,
  world,
}) => {
  const { url } = await waitingPayment(world);
  await page.goto(url);
  const cip = await voucher.readCode();

  const opened = context.waitForEvent("page");
  await page
    .getByRole("contentinfo")
    .getByRole("link", { name: /^Privacidad/ })
    .click();
  const beside = await opened;

  await expect(beside.getByRole("heading", { level: 1 })).toHaveText(TITLES.privacy.es);
  expect(await voucher.readCode()).toBe(cip);
});
