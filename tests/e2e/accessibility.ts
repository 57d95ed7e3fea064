import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "playwright/test";

const WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Fails with the rule and the element of every WCAG 2.2 AA violation that axe finds. Takes a page whose scripts may run. */
export async function expectAccessible(page: Page, when: string): Promise<void> {
  await settle(page);
  const { violations } = await new AxeBuilder({ page })
    // Without it axe opens a page of its own each time to put the findings of several frames together.
    .setLegacyMode(page.frames().length === 1)
    .options({ resultTypes: ["violations"] })
    .withTags(WCAG_22_AA)
    .analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")}`),
  );
  expect(found, `axe, ${when}`).toEqual([]);
}

/** Fails when the page must be scrolled sideways at its present width (WCAG 1.4.10). */
export async function expectNoSidewaysScrolling(page: Page, when: string): Promise<void> {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(excess, `pixels too wide, ${when}`).toBeLessThanOrEqual(0);
}

/** A part that is still fading in has less contrast than it will have. */
async function settle(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    await frame.waitForFunction(
      () =>
        document
          .getAnimations()
          .every(
            (each) => each.playState !== "running" || each.effect?.getTiming().iterations === Infinity,
          ),
      undefined,
      // A frame out of sight draws nothing, and would never be asked between two drawings.
      { polling: 100, timeout: 10_000 },
    );
  }
}
