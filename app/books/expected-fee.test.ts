import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_CENTIMOS } from "#app/lib/money.ts";
import { terms } from "../../tests/builders/fee-terms.ts";
import { convertedNet, expectedFee, monthlySurcharge } from "./expected-fee.ts";
import type { FeeTerms } from "./fee-terms.ts";

const pen = (amountCentimos: number) => ({ amountCentimos, currency: "PEN" as const });

describe("the fee of a payment", () => {
  it("is the percentage, with IGV on top, and the rest is the merchant's", () => {
    expect(expectedFee(terms(), pen(10_000))).toEqual({
      feeCentimos: 399,
      igvCentimos: 72,
      netCentimos: 9_529,
    });
  });

  it("is at least the minimum: below S/ 87.72 where the percentage is 3.99 and the minimum S/ 3.50", () => {
    expect(expectedFee(terms(), pen(8_771)).feeCentimos).toBe(350);
    expect(expectedFee(terms(), pen(8_784)).feeCentimos).toBe(350);
    expect(expectedFee(terms(), pen(8_785)).feeCentimos).toBe(351);
  });

  it("has the fixed part in what the minimum is compared with", () => {
    const fixed = terms({ percentThousandths: 1_000, fixedCentimos: 49, minimumCentimos: 100 });

    expect(expectedFee(fixed, pen(5_000)).feeCentimos).toBe(100);
    expect(expectedFee(fixed, pen(10_000)).feeCentimos).toBe(149);
  });

  it("has what the conversion costs on top of the minimum", () => {
    const converted = terms({
      conversion: { into: "USD", chargeThousandths: 1_000, rateTenThousandths: null },
    });

    expect(expectedFee(converted, pen(1_000)).feeCentimos).toBe(360);
  });

  it.each([
    [12, 0],
    [13, 1],
    [37, 1],
    [38, 2],
  ])("rounds half a céntimo up: 4 %% of %i", (amount, fee) => {
    const plain = terms({ percentThousandths: 4_000, minimumCentimos: 0 });

    expect(expectedFee(plain, pen(amount)).feeCentimos).toBe(fee);
  });

  it("rounds exactly half a céntimo up", () => {
    const plain = terms({ percentThousandths: 5_000, minimumCentimos: 0, igvThousandths: 50_000 });

    expect(expectedFee(plain, pen(10))).toEqual({ feeCentimos: 1, igvCentimos: 1, netCentimos: 8 });
  });

  it("may be more than the payment", () => {
    expect(expectedFee(terms(), pen(100)).netCentimos).toBe(100 - 350 - 63);
  });

  it("is not worked out with another currency's terms", () => {
    expect(() => expectedFee(terms(), { amountCentimos: 100, currency: "USD" })).toThrow();
  });
});

describe("money that was taken back", () => {
  it("takes its fee back with it where the terms say so", () => {
    expect(expectedFee(terms({ refundedFee: "returned" }), pen(-10_000))).toEqual({
      feeCentimos: -399,
      igvCentimos: -72,
      netCentimos: -9_529,
    });
  });

  it.each(["kept", null] as const)("costs the merchant all of it where the fee is %s", (refundedFee) => {
    expect(expectedFee(terms({ refundedFee }), pen(-10_000))).toEqual({
      feeCentimos: 0,
      igvCentimos: 0,
      netCentimos: -10_000,
    });
  });
});

describe("a month below its minimum", () => {
  const monthly = terms({ monthlyMinimumCentimos: 5_000 });

  it("is charged what is lacking, and IGV on that", () => {
    expect(monthlySurcharge(monthly, 3_800)).toEqual({ feeCentimos: 1_200, igvCentimos: 216 });
  });

  it("costs nothing more once the minimum is reached, or where there is none", () => {
    expect(monthlySurcharge(monthly, 5_000)).toEqual({ feeCentimos: 0, igvCentimos: 0 });
    expect(monthlySurcharge(terms(), 0)).toEqual({ feeCentimos: 0, igvCentimos: 0 });
  });
});

describe("a net amount in the other currency", () => {
  const rate = 37_505;

  it("is converted at the contract's rate, in either direction", () => {
    const intoSoles = terms({
      currency: "USD",
      conversion: { into: "PEN", chargeThousandths: 0, rateTenThousandths: rate },
    });
    const intoDollars = terms({
      conversion: { into: "USD", chargeThousandths: 0, rateTenThousandths: rate },
    });

    expect(convertedNet(intoSoles, 10_000)).toEqual({ centimos: 37_505, currency: "PEN" });
    expect(convertedNet(intoDollars, 37_505)).toEqual({ centimos: 10_000, currency: "USD" });
    expect(convertedNet(intoSoles, -10_000)).toEqual({ centimos: -37_505, currency: "PEN" });
  });

  it("is not known where the rate is PagoEfectivo's of the day, and is none where nothing is converted", () => {
    const ofTheDay = terms({ conversion: { into: "USD", chargeThousandths: 0, rateTenThousandths: null } });

    expect(convertedNet(ofTheDay, 10_000)).toBeNull();
    expect(convertedNet(terms(), 10_000)).toBeNull();
  });
});

const anyTerms: fc.Arbitrary<FeeTerms> = fc
  .record({
    percentThousandths: fc.integer({ min: 0, max: 100_000 }),
    fixedCentimos: fc.integer({ min: 0, max: 2_000 }),
    minimumCentimos: fc.integer({ min: 0, max: 2_000 }),
    igvThousandths: fc.integer({ min: 0, max: 30_000 }),
    refundedFee: fc.constantFrom("kept" as const, "returned" as const, null),
  })
  .map((more) => terms(more));
const anyAmount = fc.integer({ min: 0, max: MAX_CENTIMOS });

describe("whatever the terms are", () => {
  it("fee, IGV and net add up to the amount, in whole céntimos, also of money that was taken back", () => {
    fc.assert(
      fc.property(anyTerms, anyAmount, fc.boolean(), (all, size, isBack) => {
        // Nothing taken back is 0, and not the -0 that a sign alone makes of it.
        const amountCentimos = isBack ? 0 - size : size;
        const { feeCentimos, igvCentimos, netCentimos } = expectedFee(all, pen(amountCentimos));

        expect(feeCentimos + igvCentimos + netCentimos).toBe(amountCentimos);
        expect([feeCentimos, igvCentimos, netCentimos].every(Number.isSafeInteger)).toBe(true);
      }),
    );
  });

  it("a larger payment never costs less", () => {
    fc.assert(
      fc.property(anyTerms, anyAmount, anyAmount, (all, one, other) => {
        const [smaller, larger] = [Math.min(one, other), Math.max(one, other)].map((amount) =>
          expectedFee(all, pen(amount)),
        );

        expect(larger?.feeCentimos).toBeGreaterThanOrEqual(smaller?.feeCentimos ?? Infinity);
        expect(larger?.igvCentimos).toBeGreaterThanOrEqual(smaller?.igvCentimos ?? Infinity);
      }),
    );
  });

  it("each fee is within half a céntimo of the exact one, so that many do not drift further than that each", () => {
    fc.assert(
      fc.property(
        anyTerms,
        fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 300 }),
        (all, amounts) => {
          const plain = { ...all, fixedCentimos: 0, minimumCentimos: 0 };
          const fees = amounts.map((amount) => expectedFee(plain, pen(amount)).feeCentimos);
          const total = fees.reduce((sum, fee) => sum + fee, 0);
          const whole = amounts.reduce((sum, amount) => sum + amount, 0);

          // In thousandths of a percent of a céntimo, where the exact sum is whole too.
          const drift = Math.abs(total * 100_000 - whole * plain.percentThousandths);
          expect(drift).toBeLessThanOrEqual(50_000 * amounts.length);
        },
      ),
    );
  });

  it("a payment and the same money taken back cancel each other where the fee is returned", () => {
    fc.assert(
      fc.property(anyTerms, anyAmount, (all, amount) => {
        const returned = { ...all, refundedFee: "returned" as const };
        const there = expectedFee(returned, pen(amount));
        const back = expectedFee(returned, pen(-amount));

        expect(there.netCentimos + back.netCentimos === 0 || amount === 0).toBe(true);
        expect(amount === 0 || there.feeCentimos + back.feeCentimos === 0).toBe(true);
      }),
    );
  });
});
