import { describe, expect, it } from "vitest";
import { likelyPairs, type LonelyEntry } from "#app/books/close-likely.ts";

const lonely = (number: number, more: Partial<LonelyEntry> = {}): LonelyEntry => ({
  ...{ number, centimos: 12_500, currency: "PEN", paidAt: "2026-10-15T17:00:00.000Z" },
  ...more,
});

describe("what may be the same money", () => {
  it("has the same amount within a day", () => {
    const there = lonely(2, { paidAt: "2026-10-16T16:59:59.000Z" });

    expect(likelyPairs([lonely(1)], [there])).toEqual([{ here: 1, there: 2 }]);
  });

  it.each<[string, Partial<LonelyEntry>]>([
    ["another amount", { centimos: 12_501 }],
    ["another currency", { currency: "USD" }],
    ["a time more than a day away", { paidAt: "2026-10-16T17:00:01.000Z" }],
  ])("never has %s", (_, more) => {
    expect(likelyPairs([lonely(1)], [lonely(2, more)])).toEqual([]);
  });

  it("is nothing where two of a price came at the same time: a guess could be wrong", () => {
    expect(likelyPairs([lonely(1)], [lonely(2), lonely(3)])).toEqual([]);
    expect(likelyPairs([lonely(1), lonely(4)], [lonely(2)])).toEqual([]);
  });
});
