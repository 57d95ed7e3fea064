import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spanIndex, spansOf } from "./figure-spans.ts";

const DAY_MS = 86_400_000;
const dayAt = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 10);

describe("the spans of a period", () => {
  it("are its days, where they are few", () => {
    expect(spansOf({ from: "2026-02-27", to: "2026-03-01" })).toEqual([
      { from: "2026-02-27", to: "2026-02-27" },
      { from: "2026-02-28", to: "2026-02-28" },
      { from: "2026-03-01", to: "2026-03-01" },
    ]);
  });

  it("are weeks from Monday, months, or years, each cut at the period's ends", () => {
    const weeks = spansOf({ from: "2026-09-02", to: "2026-11-24" });
    const months = spansOf({ from: "2025-01-15", to: "2026-11-24" });
    const years = spansOf({ from: "2020-06-01", to: "2026-11-24" });

    expect(weeks[0]).toEqual({ from: "2026-09-02", to: "2026-09-06" });
    expect(weeks[1]).toEqual({ from: "2026-09-07", to: "2026-09-13" });
    expect(weeks.at(-1)).toEqual({ from: "2026-11-23", to: "2026-11-24" });
    expect(months[1]).toEqual({ from: "2025-02-01", to: "2025-02-28" });
    expect(years.map(({ from }) => from.slice(0, 4))).toEqual(
      ["2020", "2021", "2022", "2023", "2024", "2025", "2026"], // prettier-ignore
    );
  });

  it("are none where it ends before it begins", () => {
    expect(spansOf({ from: "2026-11-25", to: "2026-11-24" })).toEqual([]);
  });

  it("hold every day of it once, in order, and are few enough to be drawn", () => {
    const start = Date.parse("2000-01-01T00:00:00Z");
    const period = fc.tuple(fc.integer({ min: 0, max: 9_000 }), fc.integer({ min: 0, max: 9_000 }));

    fc.assert(
      fc.property(period, ([skipped, length]) => {
        const days = Array.from({ length: length + 1 }, (_, index) =>
          dayAt(start + (skipped + index) * DAY_MS),
        );
        const spans = spansOf({ from: days[0] ?? "", to: days.at(-1) ?? "" });

        const places = days.map((day) => spanIndex(spans, day));
        expect(places[0]).toBe(0);
        expect(places.at(-1)).toBe(spans.length - 1);
        expect(places.every((place, index) => place - (places[index - 1] ?? 0) <= 1)).toBe(true);
        expect(places).toEqual(places.toSorted((one, other) => one - other));
        expect(spans.length).toBeLessThanOrEqual(46);
      }),
      { numRuns: 40 },
    );
  });
});
