import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDocument } from "./identity-document.ts";

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(""));

/** The one character that makes it right, out of all that there are. */
function checkOf(kind: "dni" | "ruc", number: string, among: string): string {
  const right = [...among].filter((character) => "value" in readDocument(kind, number + character));
  expect(right).toHaveLength(1);
  return right[0] ?? "";
}

const wrongDigit = (number: string, at: number, by: number) =>
  number.slice(0, at) + String((Number(number[at]) + by) % 10) + number.slice(at + 1);

describe("a RUC", () => {
  // python-stdnum's example, and companies' own numbers as they print them on every invoice (BCP, Telefónica).
  it.each(["20512333797", "20100047218", "20100017491", "20-10004721-8"])("%s is right", (typed) => {
    expect(readDocument("ruc", typed)).toEqual({ value: typed.replaceAll("-", "") });
  });

  it("with a wrong digit is refused, unless its check digit is 1, which stands for two rests", () => {
    const ruc = fc
      .tuple(fc.constantFrom("10", "15", "17", "20"), digits(8))
      .map(([kind, number]) => kind + number + checkOf("ruc", kind + number, "0123456789"));
    const promised = ruc.filter((number) => !number.endsWith("1"));

    fc.assert(
      fc.property(
        promised,
        fc.integer({ min: 2, max: 10 }),
        fc.integer({ min: 1, max: 9 }),
        (number, at, by) => {
          expect(readDocument("ruc", wrongDigit(number, at, by))).toEqual({ problem: "ruc-check" });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each(["2010004721", "201000472189", "30100047218", "no tengo"])("%s is none", (typed) => {
    expect(readDocument("ruc", typed)).toEqual({ problem: "ruc-shape" });
  });
});

describe("a DNI", () => {
  it.each(["10117410", "10117410-2", "10117410-G", "101174102", " 10 117 410 "])(
    "written as %s is the same eight digits",
    (typed) => {
      expect(readDocument("dni", typed)).toEqual({ value: "10117410" });
    },
  );

  it("with a wrong digit is refused, if its letter was typed too", () => {
    const dni = digits(8).filter((number) => number !== "00000000");

    fc.assert(
      fc.property(dni, fc.nat(7), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        const wrong = wrongDigit(number, at, by);
        fc.pre(wrong !== "00000000");

        expect(readDocument("dni", wrong + checkOf("dni", number, "ABCDEFGHIJK"))).toEqual({
          problem: "dni-check",
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it("with a wrong digit is refused by its check digit too, unless that is 1, which stands for two rests", () => {
    fc.assert(
      fc.property(digits(8), fc.nat(7), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        const wrong = wrongDigit(number, at, by);
        fc.pre(number !== "00000000" && wrong !== "00000000");
        const check = checkOf("dni", number, "0123456789");
        fc.pre(check !== "1");

        expect(readDocument("dni", wrong + check)).toEqual({ problem: "dni-check" });
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(["1011741", "1011741021", "00000000", "10117410-Z", "DNI"])("%s is none", (typed) => {
    expect(readDocument("dni", typed)).toEqual({ problem: "dni-shape" });
  });
});

describe("a foreigner's document", () => {
  it.each([
    ["ce", "001234567", "001234567"],
    ["ce", "ce-0012345", "CE0012345"],
    ["passport", "xa 1234567", "XA1234567"],
  ] as const)("%s %s is kept as %s", (kind, typed, value) => {
    expect(readDocument(kind, typed)).toEqual({ value });
  });

  it.each([
    ["ce", "123", "ce-shape"],
    ["ce", "1234567890123", "ce-shape"],
    ["passport", "GARCIA", "passport-shape"],
    ["passport", "AB#12345", "passport-shape"],
    ["passport", "", "document-missing"],
  ] as const)("%s %j is refused: %s", (kind, typed, problem) => {
    expect(readDocument(kind, typed)).toEqual({ problem });
  });
});
