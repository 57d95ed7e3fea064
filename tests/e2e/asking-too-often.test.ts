import { expectAccessible, expectNoSidewaysScrolling } from "./accessibility.ts";
import { waitingPayment } from "./payments-in-states.ts";
import { expect, test } from "./story.ts";

// Fifty at once, then one in half a minute: however slow the machine is, it asks faster.
test.use({ variables: { FLOOD_PAGES_PER_CODE: "50/2" } });

test("a shopper who opens the page again and again is asked to wait, and then sees it", async ({
  page,
  voucher,
  watch,
  world,
}) => {
  const { url } = await waitingPayment(world);
  watch.expectConsole(/status of 429/);
  const codes = new Set<number>();
  while (!codes.has(429)) codes.add((await fetch(url)).status);

  await page.goto(`${url}?lang=en`);

  await expect(voucher.heading).toHaveText("Wait half a minute");
  await expect(page.getByRole("heading", { name: "Espera medio minuto" })).toBeVisible();
  for (const width of [320, 360, 1280]) {
    await page.setViewportSize({ width, height: 740 });
    await expectAccessible(page, `${width} px`);
    await expectNoSidewaysScrolling(page, `${width} px`);
  }
  world.clock.shift(30_000);
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(voucher.heading).toHaveText("Pay for your order at Tienda Demo");
  await expect(voucher.code).toBeVisible();
});
