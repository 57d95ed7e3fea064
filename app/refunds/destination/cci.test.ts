import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bankName } from "./banks.ts";
import { cciCheckDigit } from "./check-digits.ts";
import { bankCodeOf, readCci } from "./cci.ts";

/**
 * Printed by others: localpayment's documentation of Peru ("CCI Example"), the tests of perciban on GitHub, and companies' own lists
 * of their accounts (all read 2026-11-29).
 */
const PUBLISHED = [
  ["localpayment", "011-366-000100032542-21", "BBVA"],
  ["perciban", "01135600020019445039", "BBVA"],
  ["perciban", "00392401319240299683", "Interbank"],
  ["perciban", "00928021280006298996", "Scotiabank"],
  ["perciban", "03810110700064503226", "BanBif"],
  ["perciban", "04947900601503257899", "Mibanco"],
  ["perciban", "01800000400588058608", "Banco de la Nación"],
  ["a price list", "002-215-000014490080-20", "BCP"],
  ["a price list", "009-310-000003228827-46", "Scotiabank"],
] as const;

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(""));
const account = digits(12).filter((text) => !/^0+$/.test(text));
const anyCci = fc
  .tuple(fc.constantFrom("002", "003", "009", "011", "018", "803"), digits(3), account)
  .map(([bank, office, number]) => {
    const front = bank + office;
    return front + number + cciCheckDigit(front) + cciCheckDigit(number);
  });

describe("a CCI", () => {
  it.each(PUBLISHED)("that %s published, %s, is one of %s", (_, printed, bank) => {
    const read = readCci(printed);

    expect(read).toEqual({ value: printed.replaceAll("-", "") });
    expect(bankName(bankCodeOf(printed.replaceAll("-", "")))).toBe(bank);
  });

  it("with any one digit wrong is refused", () => {
    const wrong = fc.tuple(anyCci, fc.nat(19), fc.integer({ min: 1, max: 9 })).map(([cci, at, by]) => {
      const other = String((Number(cci[at]) + by) % 10);
      return cci.slice(0, at) + other + cci.slice(at + 1);
    });

    fc.assert(
      fc.property(wrong, (typed) => {
        expect(readCci(typed)).toHaveProperty("problem");
      }),
      { numRuns: 2_000 },
    );
  });

  it("with two neighbours of one part that changed places is refused, unless they are 0 and 9", () => {
    const places = [
      ...Array.from({ length: 5 }, (_, at) => at),
      ...Array.from({ length: 11 }, (_, at) => at + 6),
    ];
    const swapped = fc.tuple(anyCci, fc.constantFrom(...places)).filter(([cci, at]) => {
      const pair = [cci[at], cci[at + 1]].sort().join("");
      return cci[at] !== cci[at + 1] && pair !== "09";
    });

    fc.assert(
      fc.property(swapped, ([cci, at]) => {
        const typed = cci.slice(0, at) + (cci[at + 1] ?? "") + (cci[at] ?? "") + cci.slice(at + 2);

        expect(readCci(typed)).toHaveProperty("problem");
      }),
    );
  });

  it("is read however it is written", () => {
    fc.assert(
      fc.property(anyCci, fc.constantFrom(" ", "-", " - ", "."), (cci, gap) => {
        const written = [cci.slice(0, 3), cci.slice(3, 6), cci.slice(6, 18), cci.slice(18)].join(gap);

        expect(readCci(` ${written} `)).toEqual({ value: cci });
      }),
    );
  });

  it.each([
    ["", "cci-missing"],
    ["0113660001000325422", "cci-length"],
    ["011366000100032542211", "cci-length"],
    ["0113660001000325422I", "cci-digits"],
    ["011-367-000100032542-21", "cci-check-bank"],
    ["011-366-000100032543-21", "cci-check-account"],
    ["00000000000000000000", "cci-bank"],
    // The right check digits of a code that no bank has.
    ["999-000-000100032542-31", "cci-bank"],
    ["011-366-000000000000-20", "cci-check-account"],
  ])("typed as %j is refused: %s", (typed, problem) => {
    expect(readCci(typed)).toEqual({ problem });
  });
});
