import { describe, expect, it } from "vitest";
import { daysToClose, instantsOf, MOST_DAYS, readSpan } from "#app/books/close-span.ts";

const at = (time: string) => new Date(`2026-10-16T${time}Z`);

describe("the days of a close", () => {
  it("begin and end at midnight in Lima", () => {
    const { start, end } = instantsOf({ from: "2026-10-15", to: "2026-10-15" });

    expect([start.toISOString(), end.toISOString()]).toEqual([
      "2026-10-15T05:00:00.000Z",
      "2026-10-16T05:00:00.000Z",
    ]);
  });

  it("may be today, as it is in Lima, and none after it", () => {
    const today = { from: "2026-10-15", to: "2026-10-15" };
    const tomorrow = { from: "2026-10-16", to: "2026-10-16" };

    expect(readSpan(today, at("04:59:59")).kind).toBe("span");
    expect(readSpan(tomorrow, at("04:59:59"))).toEqual({ kind: "refused", reason: "in-the-future" });
    expect(readSpan(tomorrow, at("05:00:00")).kind).toBe("span");
  });

  it("are a quarter at most", () => {
    const to = "2026-10-15";
    const days = (count: number) =>
      new Date(Date.parse(`${to}T00:00:00Z`) - (count - 1) * 86_400_000).toISOString().slice(0, 10);

    expect(readSpan({ from: days(MOST_DAYS), to }, at("12:00:00")).kind).toBe("span");
    expect(readSpan({ from: days(MOST_DAYS + 1), to }, at("12:00:00"))).toEqual({
      ...{ kind: "refused", reason: "too-long" },
    });
  });

  it.each(["", "2026-02-30", "15/10/2026", "2026-10-15T00:00", "1026-10-15"])(
    "are days: %j is none",
    (day) => {
      expect(readSpan({ from: day, to: day }, at("12:00:00"))).toEqual({
        ...{ kind: "refused", reason: "not-a-day" },
      });
    },
  );
});

describe("what is closed by itself", () => {
  it.each<[string, string, string | null, string[]]>([
    ["nothing before 06:00 in Lima", "10:59:59", "2026-10-14", []],
    ["yesterday from 06:00 on", "11:00:00", "2026-10-14", ["2026-10-15"]],
    ["nothing twice", "23:00:00", "2026-10-15", []],
    ["yesterday alone, for a shop's first time", "11:00:00", null, ["2026-10-15"]],
    ["nothing before 06:00 for a shop's first time either", "10:00:00", null, []],
    ["days that were missed too", "11:00:00", "2026-10-12", ["2026-10-13", "2026-10-14", "2026-10-15"]],
  ])("is %s", (_, time, last, days) => {
    expect(daysToClose(at(time), last)).toEqual(days);
  });

  it("goes a week back at most", () => {
    expect(daysToClose(at("11:00:00"), "2026-01-01")).toHaveLength(7);
  });
});
