import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSilent, readRhythm, type NoticeHour } from "./silence.ts";

const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;
/** Wednesday, 11:00 in Lima. */
const NOW = new Date("2026-11-25T16:00:00.000Z");

const ago = (ms: number) => new Date(NOW.getTime() - ms);

/** Notices of six weeks and a bit before `until`: in each hour as many as `perHour` says of Lima's hour. */
function weeksOf(perHour: (hourOfLima: number) => number, weeks = 7, until = NOW): NoticeHour[] {
  return Array.from({ length: weeks * 168 }, (_, index) => {
    const at = new Date(until.getTime() - (weeks * 168 - index) * HOUR_MS);
    return { at, count: perHour((at.getUTCHours() + 19) % 24) };
  }).filter(({ count }) => count > 0);
}

const shopHours = (hour: number) => (hour >= 9 && hour < 22 ? 10 : 0);

function silentAfter(hours: readonly NoticeHour[], since: Date, ms: number): boolean {
  const rhythm = readRhythm(hours, since);
  return rhythm !== null && isSilent(rhythm, since, new Date(since.getTime() + ms));
}

describe("a shop's silence", () => {
  it("at noon is noticed within hours where ten notices an hour are usual", () => {
    expect(silentAfter(weeksOf(shopHours), NOW, 1.9 * HOUR_MS)).toBe(false);
    expect(silentAfter(weeksOf(shopHours), NOW, 2.1 * HOUR_MS)).toBe(true);
  });

  it("through the night is what this shop does every night", () => {
    const evening = new Date("2026-11-26T02:50:00.000Z");
    const hours = weeksOf(shopHours, 7, evening);

    // Until half past nine in the morning: nearly twelve hours.
    expect(silentAfter(hours, evening, 11.5 * HOUR_MS)).toBe(false);
    expect(silentAfter(hours, evening, 16 * HOUR_MS)).toBe(true);
  });

  it("on a day on which this shop never has notices is none", () => {
    const weekdays = weeksOf(shopHours).filter(({ at }) => {
      const day = new Date(at.getTime() - 5 * HOUR_MS).getUTCDay();
      return day !== 0 && day !== 6;
    });
    const friday = new Date("2026-11-21T02:50:00.000Z");

    expect(silentAfter(weekdays, friday, 48 * HOUR_MS)).toBe(false);
  });

  it("is never spoken of where there is little traffic, or too short a time", () => {
    const few = weeksOf((hour) => (hour === 12 ? 4 : 0));
    expect(silentAfter(few, NOW, 10 * 24 * HOUR_MS)).toBe(false);
    expect(silentAfter(weeksOf(shopHours, 2), NOW, 5 * HOUR_MS)).toBe(false);
    expect(silentAfter([], NOW, 5 * HOUR_MS)).toBe(false);
    // A launch that was one great day.
    expect(silentAfter([{ at: ago(5 * WEEK_MS), count: 5_000 }], NOW, 24 * HOUR_MS)).toBe(false);
  });

  it("of an earlier week does not make the shop used to silence", () => {
    const outage = weeksOf(shopHours).filter(
      ({ at }) => at < ago(9 * 24 * HOUR_MS) || at > ago(7 * 24 * HOUR_MS),
    );

    expect(silentAfter(outage, NOW, 3 * HOUR_MS)).toBe(true);
  });

  it("that is noticed stays noticed as it goes on, whatever the shop's weeks are", () => {
    const count = fc.integer({ min: 0, max: 30 });
    fc.assert(
      fc.property(
        fc.array(count, { minLength: 168, maxLength: 168 }),
        fc.integer({ min: 2, max: 60 }),
        (week, after) => {
          const hours = weeksOf(() => 1).map(({ at }, index) => ({ at, count: week[index % 168] ?? 0 }));
          const heard = hours.filter((hour) => hour.count > 0);
          if (!silentAfter(heard, NOW, after * HOUR_MS)) return;
          expect(silentAfter(heard, NOW, (after + 1) * HOUR_MS)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });
});
