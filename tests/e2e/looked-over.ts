/** What every page of the admin, and some of the shopper's, are looked over for: WCAG, sideways scrolling, and a picture for the documentation. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright/test";
import { expectAccessible, expectNoSidewaysScrolling } from "./accessibility.ts";

const SCREENS = fileURLToPath(new URL("../../docs/screens/", import.meta.url));
/** Pictures hold the time of day: they are taken when asked for (`npm run screens`), not at every run. */
export const TAKES_PICTURES = process.env["SCREENS"] === "1";

const HEIGHTS: Record<number, number> = { 360: 740, 1280: 900 };

/** Leaves the page at the last of the widths. */
export async function lookOver(
  page: Page,
  what: { name: string; widths: readonly number[]; picture: boolean; surface?: "admin" | "shopper" },
): Promise<void> {
  for (const width of what.widths) {
    await page.setViewportSize({ width, height: HEIGHTS[width] ?? 900 });
    await expectAccessible(page, `${what.name} at ${width} px`);
    await expectNoSidewaysScrolling(page, `${what.name} at ${width} px`);
    if (what.picture) await takePicture(page, `${what.surface ?? "admin"}-${what.name}-${width}`);
  }
}

export async function takePicture(page: Page, name: string): Promise<void> {
  if (!TAKES_PICTURES) return;
  const file = path.join(SCREENS, `${name}.png`);
  // A bar that sticks to the window would stand in the middle of the page.
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: file, fullPage: true, animations: "disabled" });
}
