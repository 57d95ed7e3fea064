import type { Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { pendingPayment, waitingPayment } from "./payments-in-states.ts";
import { seeAsEverybody, seeWithoutScripts } from "./seen-by-everybody.ts";
import { STATES } from "./states-of-the-page.ts";
import { expect, test } from "./story.ts";

const LANGUAGES = ["es", "en"] as const;

for (const [state, { make, end, ...wanted }] of Object.entries(STATES)) {
  test(`the page is fit for everybody: ${state}`, async ({ browser, page, voucher, world }) => {
    let url: string | null = null;
    for (const language of LANGUAGES) {
      // What is held back is awaited for half a minute only: each language then gets its own.
      url = end || url === null ? (await make(world)).url : url;
      const address = inLanguage(url, language);
      try {
        await page.goto(address);
        await expect(voucher.heading).toHaveText(wanted[language]);
        await seeAsEverybody(page, language === "es" ? state : null);
        await seeWithoutScripts(browser, address, { ...wanted, heading: wanted[language], language });
      } finally {
        await end?.(world);
      }
    }
  });
}

const WRONG_LINKS = {
  "wrong-link": { path: "/v/nowhere", es: "No encontramos este código", en: "We could not find this code" },
  "no-page": { path: "/nowhere", es: "No encontramos esta página", en: "We could not find this page" },
};

for (const [name, { path, ...headings }] of Object.entries(WRONG_LINKS)) {
  test(`the page is fit for everybody: ${name}`, async ({ page, voucher, watch, world }) => {
    watch.expectConsole(/status of 404/);
    for (const language of LANGUAGES) {
      await page.goto(`${world.webOrigin}${path}?lang=${language}`);

      await expect(voucher.heading).toHaveText(headings[language]);
      await seeAsEverybody(page, language === "es" && name === "wrong-link" ? name : null);
    }
  });
}

test("the page is fit for everybody: offline", async ({ context, page, voucher, watch, world }) => {
  const { url } = await pendingPayment(world);
  await page.goto(url);
  await expect(voucher.copy).toBeVisible();
  watch.expectConsole(/ERR_INTERNET_DISCONNECTED/);

  await context.setOffline(true);

  await expect(voucher.offlineNotice).toBeVisible();
  await seeAsEverybody(page, "offline");
});

// axe needs scripts to run at all, so the page's own is kept from loading instead.
test("the page is fit for everybody: waiting, its script never loaded", async ({
  page,
  voucher,
  watch,
  world,
}) => {
  const { url } = await waitingPayment(world);
  watch.expectConsole(/ERR_FAILED/);
  await page.route("**/voucher.js*", (route) => route.abort());

  await page.goto(url);

  await expect(voucher.copy).toHaveCount(0);
  await withEveryStep(page);
  await expectAccessible(page, "with all steps unfolded");
});

async function withEveryStep(page: Page): Promise<void> {
  for (const summary of await page.locator("summary").all()) {
    const steps = summary.locator("xpath=..");
    if ((await steps.getAttribute("open")) === null) await summary.press("Enter");
    await expect(steps).toHaveAttribute("open");
  }
}

function inLanguage(url: string, language: string): string {
  const address = new URL(url);
  if (language !== "es") address.searchParams.set("lang", language);
  return address.href;
}
