import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_CENTIMOS } from "#app/lib/money.ts";
import { amountReader } from "./statement-amount.ts";
import type { Cell } from "./statement-table.ts";

const readOne = (cell: Cell) => amountReader().read(cell, 2);
const amount = (centimos: number, currency: "PEN" | "USD" | null = null) => ({
  kind: "amount",
  centimos,
  currency,
});

const centimos = fc.integer({ min: -MAX_CENTIMOS, max: MAX_CENTIMOS });

interface Style {
  decimal: "." | ",";
  thousands: string;
  minus: "before" | "after" | "brackets";
  mark: string;
}
const style: fc.Arbitrary<Style> = fc.record({
  decimal: fc.constantFrom<"." | ",">(".", ","),
  thousands: fc.constantFrom("", "grouped", " ", "\u00a0", "'"),
  minus: fc.constantFrom<Style["minus"]>("before", "after", "brackets"),
  mark: fc.constantFrom("", "S/ ", "S/.", "US$ ", "PEN "),
});

function written(value: number, { decimal, thousands, minus, mark }: Style): string {
  const digits = String(Math.abs(value)).padStart(3, "0");
  const sign = thousands === "grouped" ? (decimal === "." ? "," : ".") : thousands;
  const whole = digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, sign);
  const text = `${mark}${whole}${decimal}${digits.slice(-2)}`;
  if (value >= 0) return text;
  return minus === "brackets" ? `(${text})` : minus === "before" ? `-${text}` : `${text}-`;
}

describe("an amount of a file", () => {
  it("is the same céntimos in whatever way it is written with its two decimals", () => {
    fc.assert(
      fc.property(centimos, style, (value, how) => {
        const read = readOne(written(value, how));

        expect(read).toMatchObject({ kind: "amount", centimos: value });
      }),
      { numRuns: 1_000 },
    );
  });

  it("is the nearest céntimo of the binary number that a workbook keeps of it, and never another", () => {
    const part = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(part, part, (one, other) => {
        const kept = one / 100 + other / 100;

        expect(readOne({ number: String(kept) })).toEqual(amount(one + other));
        expect(readOne({ number: kept.toExponential() })).toEqual(amount(one + other));
        expect(readOne({ number: kept.toPrecision(17) })).toEqual(amount(one + other));
      }),
    );
  });

  // Found by the fuzz suite: the pattern tried every way to share the spaces out, for minutes.
  it.each([" ", "1", "'", "1 "])("is refused at once from a cell that is far too long: of %j", (piece) => {
    const began = performance.now();

    const read = readOne(`1${piece.repeat(1_500)}x`);

    expect(read).toEqual({ kind: "problem", reason: "bad-amount" });
    expect(performance.now() - began).toBeLessThan(200);
  });

  it("is never read from a text that is no amount, and never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (text) => {
        const read = readOne(text);
        if (read.kind === "amount") expect(text).toMatch(/\d/);
      }),
    );
  });

  it.each([
    ["0.00", 0],
    ["-0.00", 0],
    ["12", 1_200],
    ["12.5", 1_250],
    ["12,5", 1_250],
    [".50", 50],
    ["160.3500", 16_035],
    ["1,234,567", 123_456_700],
    ["1.234.567,89", 123_456_789],
    ["1 234,56", 123_456],
    ["1'234.56", 123_456],
    ["(1,234.56)", -123_456],
    ["12.00-", -1_200],
    ["−12.00", -1_200],
  ])("reads %s", (text, expected) => {
    expect(readOne(text)).toEqual(amount(expected));
  });

  it.each([
    ["S/ 12.00", "PEN"],
    ["S/.12.00", "PEN"],
    ["12.00 PEN", "PEN"],
    ["US$ 12.00", "USD"],
    ["$12.00", "USD"],
    ["-S/ 12.00", "PEN"],
  ] as const)("reads the currency of %s", (text, currency) => {
    expect(readOne(text)).toMatchObject({ kind: "amount", currency });
  });

  it.each(["", "  ", "-", "\u00a0"])("takes %j for no amount", (text) => {
    expect(readOne(text)).toEqual({ kind: "none" });
  });

  it.each([
    ...["abc", "12.345.67", "1,23,456", "12..5", "--12", "(12.00-)", "12.0015", "0,005", "1e5", "0x10"],
    ...["S/ 12.00 PEN", "12.00 EUR", "1 23", "=1+1", "٣٫٥", "."],
  ])("refuses %s", (text) => {
    expect(readOne(text)).toMatchObject({ kind: "problem", reason: "bad-amount" });
  });

  it.each(["99999999999.00", "20000000.01", "9".repeat(40)])(
    "refuses %s, which no column holds",
    (text) => {
      expect(readOne(text)).toEqual({ kind: "problem", reason: "too-large" });
    },
  );

  it.each(["160.345", "0.001", "NaN", "Infinity", "1E999"])("refuses a workbook's number %s", (number) => {
    expect(readOne({ number })).toMatchObject({ kind: "problem" });
  });
});

describe("a lone sign with three digits after it", () => {
  it("separates thousands where the file writes decimals with the other sign, before or after it", () => {
    const before = amountReader();
    before.read("89.90", 2);
    const after = amountReader();

    expect(before.read("1,500", 3)).toEqual(amount(150_000));
    expect(after.read("1,500", 2)).toEqual(amount(150_000));
    after.read("89.90", 3);
    expect(after.ambiguousLine()).toBeNull();
  });

  it("is refused where nothing else in the file says what it means: it may be a thousand times less", () => {
    const reader = amountReader();
    reader.read("200", 2);
    reader.read("1.500", 3);
    reader.read("2.500", 4);

    expect(reader.ambiguousLine()).toBe(3);
  });

  it("is refused where the file writes its decimals with the same sign", () => {
    const reader = amountReader();
    reader.read("1,500", 2);

    expect(reader.read("89,90", 3)).toEqual({ kind: "problem", reason: "mixed-separators" });
  });

  it("is decimals, of which the last is nothing, where the file has shown that sign before decimals", () => {
    const reader = amountReader();
    reader.read("89.90", 2);

    expect(reader.read("160.350", 3)).toEqual(amount(16_035));
    expect(reader.read("160.355", 4)).toEqual({ kind: "problem", reason: "bad-amount" });
  });

  it("is refused in a file that writes its decimals in two ways", () => {
    const reader = amountReader();
    reader.read("89.90", 2);

    expect(reader.read("89,90", 3)).toEqual({ kind: "problem", reason: "mixed-separators" });
  });
});
