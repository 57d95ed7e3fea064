import { describe, expect, it } from "vitest";
import { isHoliday, isRestDay, limaDayOf, nextBusinessDay } from "#app/payments/peru-holidays.ts";

describe("Peru's holidays", () => {
  // Easter Sundays: 5 April 2026, 28 March 2027, 16 April 2028 (US Census Bureau's table of Easter dates, read 2026-11-27).
  it.each(["2026-04-02", "2026-04-03", "2027-03-25", "2027-03-26", "2028-04-13", "2028-04-14"])(
    "Holy Thursday and Good Friday move: %s",
    (day) => {
      expect(isHoliday(day)).toBe(true);
    },
  );

  it.each(["2026-04-01", "2026-04-04", "2026-04-06", "2026-02-14", "2026-12-24"])("%s is none", (day) => {
    expect(isHoliday(day)).toBe(false);
  });

  it("are sixteen a year", () => {
    for (const year of [2026, 2027, 2028]) {
      const days = Array.from({ length: 366 }, (_, n) =>
        new Date(Date.UTC(year, 0, 1 + n)).toISOString().slice(0, 10),
      ).filter((day) => day.startsWith(String(year)));

      expect(days.filter(isHoliday)).toHaveLength(16);
    }
  });

  it("and weekends are days of rest", () => {
    expect(isRestDay("2026-11-28")).toBe(true);
    expect(isRestDay("2026-11-29")).toBe(true);
    expect(isRestDay("2026-11-30")).toBe(false);
    expect(isRestDay("2026-12-08")).toBe(true);
  });
});

describe("the next business day", () => {
  it("is the same hour of Lima on the first day that is none of rest", () => {
    // Monday 7 December 2026 works; Tuesday and Wednesday are holidays.
    expect(nextBusinessDay(new Date("2026-12-08T15:30:00Z"))).toEqual(new Date("2026-12-10T15:30:00Z"));
  });

  it("is the instant itself on a working day", () => {
    const monday = new Date("2026-11-30T04:59:00Z");

    // 23:59 on Sunday in Lima.
    expect(limaDayOf(monday)).toBe("2026-11-29");
    expect(nextBusinessDay(new Date("2026-11-30T15:00:00Z"))).toEqual(new Date("2026-11-30T15:00:00Z"));
    expect(nextBusinessDay(monday)).toEqual(new Date("2026-12-01T04:59:00Z"));
  });
});
