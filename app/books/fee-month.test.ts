import { describe, expect, it } from "vitest";
import { terms } from "../../tests/builders/fee-terms.ts";
import { monthOfFees } from "./fee-month.ts";

const group = (day: string, count: number, amountCentimos = 10_000) => ({
  day,
  count,
  amountCentimos,
  currency: "PEN" as const,
});

describe("a month's fees", () => {
  it("are the sum of each payment's own fee, by the terms of its day", () => {
    const history = [terms(), terms({ validFrom: "2026-11-15", percentThousandths: 5_000 })];

    const [month] = monthOfFees(history, [group("2026-11-14", 3), group("2026-11-15", 2)], "2026-11-30");

    expect(month).toEqual({
      currency: "PEN",
      count: 5,
      amountCentimos: 50_000,
      feeCentimos: 3 * 399 + 2 * 500,
      igvCentimos: 3 * 72 + 2 * 90,
      netCentimos: 50_000 - 3 * 471 - 2 * 590,
      withoutTerms: 0,
      surcharge: null,
    });
  });

  it("leave out what nobody can work out, and say how much that is", () => {
    const history = [terms({ validFrom: "2026-11-15" })];

    const [month] = monthOfFees(history, [group("2026-11-14", 3), group("2026-11-15", 2)], "2026-11-30");

    expect(month).toMatchObject({ count: 2, withoutTerms: 3, feeCentimos: 798 });
  });

  it("lack of their minimum what the payments have not reached", () => {
    const history = [terms({ monthlyMinimumCentimos: 1_000 })];

    const [month] = monthOfFees(history, [group("2026-11-14", 2)], "2026-11-30");

    expect(month?.surcharge).toEqual({ feeCentimos: 202, igvCentimos: 36 });
  });

  it("are told apart by currency, and none where nothing was paid", () => {
    expect(monthOfFees([terms()], [], "2026-11-30")).toEqual([]);
    const dollars = { ...group("2026-11-14", 1), currency: "USD" as const };
    expect(monthOfFees([terms()], [dollars], "2026-11-30")).toMatchObject([
      { currency: "USD", count: 0, withoutTerms: 1 },
    ]);
  });
});
