import { describe, expect, it } from "vitest";
import { LOCALES, message } from "#app/messages/message.ts";
import { timeLeftText as serverText } from "#app/messages/moment-text.ts";
import { SHOPPER_LANGUAGES, type ShopperLanguage } from "#app/payments/voucher-view.ts";
import { DAY, HOUR, MINUTE, SECOND } from "./durations.ts";
import { timeLeftText } from "./time-left.ts";

const NOW = "2026-11-22T15:00:00.000Z";

/** As the page hands the words over, in attributes. */
function inBrowser(leftMs: number, language: ShopperLanguage): string {
  const left = message("voucher.deadline.left", { relative: "{relative}" }, language);
  const soon = message("voucher.deadline.soon", undefined, language);
  return timeLeftText(leftMs, { left, soon }, LOCALES[language]);
}

function onServer(leftMs: number, language: ShopperLanguage): string {
  return serverText(new Date(Date.parse(NOW) + leftMs).toISOString(), NOW, language) ?? "";
}

describe.each(SHOPPER_LANGUAGES)("the time left, in %s", (language) => {
  // Fault: the line that the server drew changes as soon as the script runs.
  it.each([3 * DAY, 2 * DAY - 1, DAY, DAY - 1, HOUR, HOUR - 1, MINUTE, MINUTE - 1, SECOND, 0, -MINUTE])(
    "is told by the browser as by the server: %i ms",
    (leftMs) => {
      expect(inBrowser(leftMs, language)).toBe(onServer(leftMs, language));
    },
  );

  it("is worth a word until it is over", () => {
    expect(inBrowser(1, language)).not.toBe("");
    expect(inBrowser(0, language)).toBe("");
  });
});
