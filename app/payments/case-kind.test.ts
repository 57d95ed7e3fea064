import { describe, expect, it } from "vitest";
import { CASE_KINDS, isCaseKind } from "#app/payments/case-kind.ts";

const kinds = Object.entries(CASE_KINDS);

describe("the kinds of cases", () => {
  it("hold money exactly where a known code's money was collected and no order accounts for it", () => {
    const holding = kinds.filter(([, { holdsMoney }]) => holdsMoney).map(([kind]) => kind);

    expect(holding.sort()).toEqual([
      "amount-differs",
      "paid-after-reject",
      "paid-failed-code",
      "paid-other-attempt",
      "paid-second-cip",
      "paid-shop-away",
      "paid-twice",
      "resolve-dead",
      "resolve-refused",
    ]);
  });

  it("each tell a person something of their own, in whole sentences", () => {
    const texts = kinds.map(([, { says }]) => says);

    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.filter((text) => !/^[A-Z].{20,}\.$/.test(text))).toEqual([]);
  });
});

describe("recognising a kind of case", () => {
  it("takes the kinds of the list and no other word, not even what every object has", () => {
    const words = ["paid-twice", "report-dead", "Paid-Twice", "", "toString", "__proto__", "constructor"];

    expect(words.filter(isCaseKind)).toEqual(["paid-twice", "report-dead"]);
  });
});
