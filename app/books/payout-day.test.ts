import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRestDay } from "#app/payments/peru-holidays.ts";
import { expectedPayoutDay } from "./payout-day.ts";

const days = (count: number) => ({ cycle: { kind: "business-days" as const, days: count } });
const weekly = (weekday: 1 | 2 | 3 | 4 | 5) => ({ cycle: { kind: "weekly" as const, weekday } });
/** Noon in Lima. */
const at = (day: string) => `${day}T17:00:00.000Z`;

describe("the expected day of a payout", () => {
  it.each([
    ["on a Monday", "2026-11-23", 3, "2026-11-26"],
    ["on a Thursday, over the weekend", "2026-11-26", 3, "2026-12-01"],
    ["on a Saturday, which counts as Monday", "2026-11-28", 1, "2026-12-01"],
    ["before two holidays in a row, 8 and 9 December", "2026-12-07", 1, "2026-12-10"],
    ["before Holy Thursday and Good Friday", "2027-03-24", 1, "2027-03-29"],
    ["the same day", "2026-11-23", 0, "2026-11-23"],
    ["the same day, of a Sunday", "2026-11-29", 0, "2026-11-30"],
  ])("of what is paid %s", (_, paidOn, count, expected) => {
    expect(expectedPayoutDay(days(count), at(paidOn))).toBe(expected);
  });

  it("goes by the day of Lima, not of Greenwich", () => {
    // Monday 23:30 in Lima, Tuesday already in UTC.
    expect(expectedPayoutDay(days(1), "2026-11-24T04:30:00.000Z")).toBe("2026-11-24");
  });

  it.each([
    ["a Monday", "2026-11-23", 3, "2026-12-02"],
    ["the Sunday that ends the same week", "2026-11-29", 3, "2026-12-02"],
    ["the Monday after, a week later", "2026-11-30", 3, "2026-12-10"],
  ] as const)("of a weekly payment is in the next week: %s", (_, paidOn, weekday, expected) => {
    // Wednesday 9 December is a holiday: the payment of that week comes on the Thursday.
    expect(expectedPayoutDay(weekly(weekday), at(paidOn))).toBe(expected);
  });

  it("is not known where the terms do not say", () => {
    expect(expectedPayoutDay({ cycle: null }, at("2026-11-23"))).toBeNull();
  });

  it("is a business day, never before the payment, and never earlier for a later payment", () => {
    const cycles = fc.oneof(
      fc.integer({ min: 0, max: 20 }).map(days),
      fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const).map(weekly),
    );
    const instant = fc.date({
      min: new Date("2024-01-01"),
      max: new Date("2032-12-31"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(cycles, instant, instant, (cycle, one, other) => {
        const [earlier, later] = one < other ? [one, other] : [other, one];
        const first = expectedPayoutDay(cycle, earlier) ?? "";
        const second = expectedPayoutDay(cycle, later) ?? "";

        expect(isRestDay(first)).toBe(false);
        expect(first >= new Date(earlier.getTime() - 5 * 3_600_000).toISOString().slice(0, 10)).toBe(true);
        expect(second >= first).toBe(true);
      }),
    );
  });
});
