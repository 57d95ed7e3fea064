import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCurrency, MAX_CENTIMOS, parseDecimalAmount, toDecimalText } from "#app/lib/money.ts";

const centimosOf = (text: string): number | null => {
  const parsed = parseDecimalAmount(text);
  return parsed.kind === "amount" ? parsed.centimos : null;
};

describe("reading decimal text", () => {
  it("takes none, one or two decimals as céntimos", () => {
    expect(["123", "123.4", "123.45", "0.01", "007.00"].map(centimosOf)).toEqual([
      12_300, 12_340, 12_345, 1, 700,
    ]);
  });

  it("does not lose a céntimo where a float would", () => {
    expect(["1.15", "4.35", "8.20", "1.005", "19999999.99"].map(centimosOf)).toEqual([
      115,
      435,
      820,
      null,
      1_999_999_999,
    ]);
  });

  it("refuses a third decimal, even when it is a zero", () => {
    for (const text of ["1.234", "1.230", "0.001"]) {
      expect(parseDecimalAmount(text)).toEqual({ kind: "refused", reason: "too-many-decimals" });
    }
  });

  it("refuses zero and less", () => {
    for (const text of ["0", "0.00", "-0.01", "-5", "-0"]) {
      expect(parseDecimalAmount(text)).toEqual({ kind: "refused", reason: "not-positive" });
    }
  });

  it("refuses what is more than we can hold, and holds the most", () => {
    expect(centimosOf("20000000.00")).toBe(MAX_CENTIMOS);
    for (const text of ["20000000.01", "999999999999999.99"]) {
      expect(parseDecimalAmount(text)).toEqual({ kind: "refused", reason: "too-large" });
    }
  });

  it("refuses what is no decimal at all", () => {
    const texts = [
      "",
      " ",
      "1,50",
      "1.",
      ".5",
      "1e3",
      "+1",
      " 1",
      "1\n",
      "0x10",
      "NaN",
      "Infinity",
      "١",
      "--1",
    ];

    const refused = texts.map((text) => parseDecimalAmount(text));

    expect(refused).toEqual(texts.map(() => ({ kind: "refused", reason: "not-a-decimal" })));
  });

  it("never answers anything but whole, positive céntimos within the limit, whatever the text", () => {
    const text = fc.oneof(
      fc.string(),
      fc.stringMatching(/^-?\d{0,18}\.?\d{0,4}$/),
      fc.double().map(String),
    );

    fc.assert(
      fc.property(text, (given) => {
        const centimos = centimosOf(given);

        if (centimos === null) return;
        expect(Number.isSafeInteger(centimos)).toBe(true);
        expect(centimos).toBeGreaterThan(0);
        expect(centimos).toBeLessThanOrEqual(MAX_CENTIMOS);
      }),
    );
  });
});

describe("writing céntimos as decimal text", () => {
  it("always has two decimals and a whole part", () => {
    expect([0, 1, 10, 99, 100, 16_035].map(toDecimalText)).toEqual([
      "0.00",
      "0.01",
      "0.10",
      "0.99",
      "1.00",
      "160.35",
    ]);
  });

  it("refuses less than nothing, and what is no whole number of céntimos", () => {
    for (const centimos of [-1, -16_035, 0.5, 160.35, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => toDecimalText(centimos)).toThrow("invariant broken");
    }
  });

  it("is read back as the same céntimos", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_CENTIMOS }), (centimos) => {
        expect(centimosOf(toDecimalText(centimos))).toBe(centimos);
      }),
    );
  });

  it("is the same text for every amount that was read with two decimals", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9_999_999 }),
        fc.integer({ min: 0, max: 99 }),
        (whole, part) => {
          const text = `${whole}.${String(part).padStart(2, "0")}`;

          expect(toDecimalText(centimosOf(text) ?? -1)).toBe(text);
        },
      ),
    );
  });
});

describe("currencies", () => {
  it("are soles and dollars, in capitals, and no others", () => {
    expect(["PEN", "USD", "pen", "EUR", "CLP", "", "PEN "].filter(isCurrency)).toEqual(["PEN", "USD"]);
  });
});
