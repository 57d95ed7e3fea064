import { describe, expect, it } from "vitest";
import { PLAIN_RULES } from "../../tests/builders/expiry-rules.ts";
import { previewRules } from "./rules-preview.ts";

/** A Wednesday, ten in the morning in Lima. */
const NOW = new Date("2026-11-25T15:00:00.000Z");
/** The Friday after, eight in the evening in Lima. */
const FRIDAY = "2026-11-28T01:00:00.000Z";

const preview = (more: Partial<typeof PLAIN_RULES> = {}, now = NOW) =>
  previewRules({ ...PLAIN_RULES, ...more }, now);

describe("what the rules do, shown with dates", () => {
  it("shows a code of now and one of the coming Friday evening", () => {
    expect(preview()).toMatchObject({
      now: { made: NOW.toISOString(), expires: "2026-11-26T15:00:00.000Z" },
      friday: { made: FRIDAY, expires: "2026-11-29T01:00:00.000Z" },
      released: "2026-11-29T02:00:00.000Z",
      isShortened: false,
      quiet: null,
      restDay: null,
    });
  });

  it("takes this Friday until eight in the evening, and then the next", () => {
    expect(preview({}, new Date(FRIDAY)).friday.made).toBe(FRIDAY);
    expect(preview({}, new Date("2026-11-28T01:00:00.001Z")).friday.made).toBe("2026-12-05T01:00:00.000Z");
  });

  it("says that Shopify's limit cuts a long life short", () => {
    const { friday, isShortened } = preview({ codeLifeMinutes: 70 * 60, graceMinutes: 1_440 });

    expect(isShortened).toBe(true);
    expect(friday.expires).toBe("2026-11-30T00:45:00.000Z");
  });

  it("shows each band's own life", () => {
    const amountBands = [{ currency: "PEN" as const, upToCentimos: 20_000, codeLifeMinutes: 180 }];

    expect(preview({ amountBands }).bands).toEqual([
      { amount: { currency: "PEN", centimos: 20_000 }, expires: "2026-11-28T04:00:00.000Z" },
    ]);
  });

  it("finds a code that the quiet hours move", () => {
    const { quiet } = preview({ quietFromMinute: 23 * 60, quietToMinute: 7 * 60 });

    expect(quiet).toEqual({
      made: "2026-11-28T04:00:00.000Z",
      would: "2026-11-29T04:00:00.000Z",
      expires: "2026-11-29T12:00:00.000Z",
    });
  });

  it("finds none where the hours meet no code", () => {
    const hours = { quietFromMinute: 60, quietToMinute: 120 };

    expect(preview({ ...hours, endsAtDayEnd: true }).quiet).toBeNull();
  });

  it("shows a payment that waits for a business day", () => {
    expect(preview({ businessDayGrace: true }).restDay).toEqual({
      expires: "2026-11-29T01:00:00.000Z",
      released: "2026-11-29T02:00:00.000Z",
      rejected: "2026-12-01T02:00:00.000Z",
    });
  });
});
