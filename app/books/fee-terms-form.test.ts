import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { terms } from "../../tests/builders/fee-terms.ts";
import {
  decimalText,
  emptyFeeFields,
  exampleFeeFields,
  feeFields,
  parseFeeForm,
  type FeeFields,
} from "./fee-terms-form.ts";
import { feeTerms } from "./fee-terms.ts";

const typed = (more: Partial<FeeFields> = {}) => parseFeeForm({ ...feeFields(terms()), ...more });

describe("the form of fee terms", () => {
  it("assumes no fee: a new form is refused until one is typed", () => {
    expect(parseFeeForm(emptyFeeFields("2026-11-29"))).toEqual({
      kind: "refused",
      problems: { percent: "fees.problem.percentMissing" },
    });
  });

  it("takes a published example only as far as it says something", () => {
    const example = parseFeeForm(exampleFeeFields(emptyFeeFields("2026-11-29")));

    expect(example).toEqual({
      kind: "parsed",
      terms: terms({ validFrom: "2026-11-29", cycle: null }),
    });
  });

  it("reads figures as people type them", () => {
    const parsed = typed({ percent: "3,99 %", fixed: "0,5", minimum: "3.5", tolerance: "2" });

    expect(parsed).toMatchObject({
      terms: {
        percentThousandths: 3_990,
        fixedCentimos: 50,
        minimumCentimos: 350,
        toleranceCentimos: 2,
      },
    });
  });

  it.each<[Partial<FeeFields>, string]>([
    [{ percent: "abc" }, "percent"],
    [{ percent: "100.001" }, "percent"],
    [{ percent: "3.9999" }, "percent"],
    [{ igv: "" }, "igv"],
    [{ validFrom: "2026-02-30" }, "validFrom"],
    [{ validFrom: "1999-01-01" }, "validFrom"],
    [{ fixed: "-1" }, "fixed"],
    [{ minimum: "1.234" }, "minimum"],
    [{ monthlyMinimum: "99999999999" }, "monthlyMinimum"],
    [{ currency: "EUR" }, "currency"],
    [{ converts: "yes", conversionRate: "0" }, "conversionRate"],
    [{ converts: "yes", conversionCharge: "x" }, "conversionCharge"],
    [{ refunded: "" }, "refunded"],
    [{ cycle: "monthly" }, "cycle"],
    [{ cycle: "business-days", cycleDays: "61" }, "cycleDays"],
    [{ cycle: "weekly", cycleWeekday: "6" }, "cycleWeekday"],
    [{ tolerance: "101" }, "tolerance"],
  ])("refuses %o and names the field", (more, field) => {
    const parsed = typed(more);

    expect(parsed.kind === "refused" && Object.keys(parsed.problems)).toEqual([field]);
  });

  it("does not look at what a choice puts out of use", () => {
    expect(typed({ converts: "no", conversionRate: "x", cycle: "unknown", cycleDays: "x" }).kind).toBe(
      "parsed",
    );
  });

  it("says terms so that the same are read back, whatever they are", () => {
    const size = fc.integer({ min: 0, max: 100_000 });
    const any = fc
      .record({
        percentThousandths: size,
        fixedCentimos: size,
        minimumCentimos: size,
        igvThousandths: size,
        conversion: fc.option(
          fc.record({
            into: fc.constant("USD" as const),
            chargeThousandths: size,
            rateTenThousandths: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
          }),
        ),
        refundedFee: fc.constantFrom("kept" as const, "returned" as const, null),
        monthlyMinimumCentimos: fc.option(size),
        cycle: fc.constantFrom(
          null,
          { kind: "business-days" as const, days: 7 },
          { kind: "weekly" as const, weekday: 4 as const },
        ),
        toleranceCentimos: fc.integer({ min: 0, max: 100 }),
      })
      .map((more) => terms(more));
    fc.assert(
      fc.property(any, (all) => {
        expect(feeTerms.parse(all)).toEqual(all);
        expect(parseFeeForm(feeFields(all))).toEqual({ kind: "parsed", terms: all });
      }),
    );
  });
});

it.each([
  [3_990, 3, "3.99"],
  [18_000, 3, "18.00"],
  [1_255, 3, "1.255"],
  [5, 3, "0.005"],
  [37_505, 4, "3.7505"],
  [350, 2, "3.50"],
])("writes %i in units of 10^-%i as %s", (value, decimals, text) => {
  expect(decimalText(value, decimals)).toBe(text);
});
