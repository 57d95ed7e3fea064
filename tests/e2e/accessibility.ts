import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import { expect, type Frame, type Page } from "playwright/test";

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const NOTHING_TAKES_TIME = `*, ::before, ::after {
  transition-duration: 0s !important;
  transition-delay: 0s !important;
  animation-duration: 0s !important;
  animation-delay: 0s !important;
}`;
const WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * Fails with the rule and the element of every WCAG 2.2 AA violation that axe finds in the page or in a frame of it. Takes a page whose scripts
 * may run. A part that is still fading in has less contrast than it will have: it is judged as it will be.
 */
export async function expectAccessible(page: Page, when: string): Promise<void> {
  await twoDrawings(page);
  const found: string[] = [];
  for (const frame of page.frames()) found.push(...(await violationsIn(frame)));
  expect(found, `axe, ${when}`).toEqual([]);
}

/** What a new width moves begins with the next drawing. The page's own: a frame out of sight draws nothing. */
async function twoDrawings(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const drawn = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await drawn().then(drawn);
  });
}

/**
 * Frame by frame: axe's own way puts the findings of frames together in a page that it opens each time, and passes over a frame that did not
 * answer.
 */
async function violationsIn(frame: Frame): Promise<string[]> {
  if (!(await frame.evaluate(() => "axe" in window))) await frame.evaluate(AXE);
  return frame.evaluate(
    async ({ tags, css }) => {
      if (window.axe === undefined) throw new Error("axe is not in this frame");
      // A toast comes at a moment of its own, also while axe looks. A sheet made by a script needs no leave from the page's policy.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets.push(sheet);
      // What began before is brought to its end: a browser that draws nothing for a while would never let it come there.
      for (const each of document.getAnimations()) {
        const isEndless = each.effect?.getTiming().iterations === Infinity;
        if (each.playState === "running" && !isEndless) each.finish();
      }
      try {
        const { violations } = await window.axe.run(document, {
          runOnly: { type: "tag", values: tags },
          resultTypes: ["violations"],
          iframes: false,
        });
        return violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target }) => `${id}: ${target.join(" ")}`),
        );
      } finally {
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
      }
    },
    { tags: WCAG_22_AA, css: NOTHING_TAKES_TIME },
  );
}

/** Fails when the page must be scrolled sideways at its present width (WCAG 1.4.10). */
export async function expectNoSidewaysScrolling(page: Page, when: string): Promise<void> {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(excess, `pixels too wide, ${when}`).toBeLessThanOrEqual(0);
}
