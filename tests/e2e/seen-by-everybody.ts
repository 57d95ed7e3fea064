/** A page of the shopper's as different people meet it: by width, zoom, text size, colours, keyboard, and without scripts. */
import type { Browser, Page } from "playwright/test";
import { expectAccessible, expectNoSidewaysScrolling } from "./accessibility.ts";
import { TAKES_PICTURES, takePicture } from "./looked-over.ts";
import { VoucherPage } from "./pages/voucher-page.ts";
import { expect } from "./story.ts";

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };
const SIZES = [{ width: 320, height: 640 }, PHONE, { width: 768, height: 1024 }, DESK];
/** What a window of 1280 × 900 holds at 200 % zoom, in CSS pixels. */
const ZOOMED = { width: 640, height: 450 };
/** WCAG 2.2, 1.4.12: what a reader may set without losing anything. */
const SPACED = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }`;

/** `picture`: under which name the documentation shows it, in Spanish on a phone and on a desk. */
export async function seeAsEverybody(page: Page, picture: string | null): Promise<void> {
  if (TAKES_PICTURES) return takePictures(page, picture);
  await expect(page.locator("head title")).toHaveCount(1);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await expectAccessible(page, `${size.width} px`);
    await expectNoSidewaysScrolling(page, `${size.width} px`);
  }
  await page.setViewportSize(ZOOMED);
  await expectNoSidewaysScrolling(page, "1280 px at 200 % zoom");
  await page.setViewportSize(PHONE);
  await withLargeText(page);
  await withSpacedText(page);
  await inForcedColours(page);
  await walkByKeyboard(page);
}

async function takePictures(page: Page, picture: string | null): Promise<void> {
  if (picture === null) return;
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size);
    await takePicture(page, `shopper-${picture}-${size.width}`);
  }
  if (picture !== "waiting") return;
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ forcedColors: "active" });
  await takePicture(page, `shopper-${picture}-forced-colours-${PHONE.width}`);
}

/** A phone whose owner has doubled the size of all text. */
async function withLargeText(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  await expectNoSidewaysScrolling(page, "text at 200 %");
  await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
}

async function withSpacedText(page: Page): Promise<void> {
  // A style of the reader's own: the page's policy would refuse an element.
  await page.evaluate((rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [sheet];
  }, SPACED);
  await expectNoSidewaysScrolling(page, "spaced text");
  const cutOff = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("main *:not(.spoken)")]
      .filter(({ scrollHeight, clientHeight, clientWidth, scrollWidth }) => {
        const isBox = clientHeight > 0 && clientWidth > 0;
        return isBox && (scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1);
      })
      .filter((each) => getComputedStyle(each).overflow !== "visible")
      .map(({ className, localName }) => `${localName}.${className}`),
  );
  expect(cutOff, "text that its box cuts off").toEqual([]);
  await page.evaluate(() => (document.adoptedStyleSheets = []));
}

async function inForcedColours(page: Page): Promise<void> {
  await page.emulateMedia({ forcedColors: "active" });
  await expectAccessible(page, "forced colours");
  await expectNoSidewaysScrolling(page, "forced colours");
  const unmarked = await page.evaluate(() =>
    [...document.querySelectorAll(".button, .strip, .test-banner, .card")]
      .filter((each) => getComputedStyle(each).borderTopStyle === "none")
      .map(({ className }) => className),
  );
  expect(unmarked, "parts that only their colour sets apart").toEqual([]);
  await page.emulateMedia({ forcedColors: null });
}

interface Stop {
  name: string;
  isMarked: boolean;
  isInSight: boolean;
}

/** From the top with the Tab key alone: each thing once, in the order of the page, marked, in sight; and out again. */
async function walkByKeyboard(page: Page): Promise<void> {
  const expected = await page.evaluate(() => {
    // Where the next Tab begins: a field that the page itself has focused is not the top.
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    return [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary")]
      .filter((each) => each.checkVisibility())
      .map((each) => `${each.localName} ${each.textContent.trim() || each.id}`);
  });
  const stops: Stop[] = [];
  for (let press = 0; press <= expected.length; press += 1) {
    await page.keyboard.press("Tab");
    const stop = await stopOf(page);
    if (stop === null) break;
    stops.push(stop);
  }
  expect(
    stops.map(({ name }) => name),
    "what the keyboard reaches, in order",
  ).toEqual(expected);
  expect(
    stops.filter(({ isMarked, isInSight }) => !isMarked || !isInSight),
    "what one cannot see the focus on",
  ).toEqual([]);
  const forms = await page.locator("form").count();
  expect(
    stops.filter(({ name }) => name.startsWith("button")).length,
    "forms that can be sent",
  ).toBeGreaterThanOrEqual(forms);
}

/** Where the focus is; null once it has left the page. */
async function stopOf(page: Page): Promise<Stop | null> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!(at instanceof HTMLElement) || at === document.body) return null;
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    const { bottom, left, right, top } = at.getBoundingClientRect();
    const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return {
      name: `${at.localName} ${at.textContent.trim() || at.id}`,
      isMarked: outlineStyle !== "none" && Number(outlineWidth.replace("px", "")) >= 2,
      isInSight: there !== null && (at.contains(there) || there.contains(at)),
    };
  });
}

/** With scripts switched off: the same words, nothing that does nothing, and a way to look again. */
export async function seeWithoutScripts(
  browser: Browser,
  url: string,
  wanted: { heading: string; language: "es" | "en"; reloads: number | null; looksAgain: boolean },
): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE });
  const page = await context.newPage();
  const voucher = new VoucherPage(page, wanted.language);
  await page.goto(url);
  await expect(voucher.heading).toHaveText(wanted.heading);
  await expect(voucher.status).toBeVisible();
  const refresh = page.locator('meta[http-equiv="refresh"]');
  await expect(refresh).toHaveCount(wanted.reloads === null ? 0 : 1);
  if (wanted.reloads !== null) await expect(refresh).toHaveAttribute("content", String(wanted.reloads));
  await expect(voucher.lookAgain).toHaveCount(wanted.looksAgain ? 1 : 0);
  await expect(page.locator("main button:not(form button)"), "buttons without a form").toHaveCount(0);
  for (const form of await page.locator("form").all()) {
    await expect(form).toHaveAttribute("method", "post");
    await expect(form.getByRole("button")).not.toHaveCount(0);
  }
  await context.close();
}
