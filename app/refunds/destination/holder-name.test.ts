import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { initialsOf, nameMatch, readHolder } from "./holder-name.ts";

describe("the holder's name", () => {
  it.each([
    ["  Ana   María\tPérez ", "dni", "Ana María Pérez"],
    ["José D'Angelo-Ñáñez", "dni", "José D'Angelo-Ñáñez"],
    ["Sukarno", "passport", "Sukarno"],
    ["Inversiones 3 Hermanos & Cía. S.A.C.", "ruc", "Inversiones 3 Hermanos & Cía. S.A.C."],
  ] as const)("%j of a %s is kept as %j", (typed, document, value) => {
    expect(readHolder(typed, document)).toEqual({ value });
  });

  it.each([
    ["   ", "dni", "holder-missing"],
    ["Ana", "dni", "holder-full"],
    ["Ana de la", "dni", "holder-full"],
    ["4111 1111 1111 1111", "dni", "holder-letters"],
    ["4111 1111 1111 1111", "ruc", "holder-letters"],
    ["=HYPERLINK(1)", "ruc", "holder-letters"],
    ["<b>Ana Pérez</b>", "ce", "holder-letters"],
    ["Ana ".repeat(30), "dni", "holder-letters"],
  ] as const)("%j of a %s is refused: %s", (typed, document, problem) => {
    expect(readHolder(typed, document)).toEqual({ problem });
  });

  it("is shown by four initials at most", () => {
    expect(initialsOf("Ana María Pérez-Ñáñez Quispe")).toBe("A. M. P. Ñ.");
  });
});

describe("whether the holder bought", () => {
  it.each([
    ["Ana Pérez", "ANA PEREZ"],
    ["Pérez Quispe, Ana María", "Ana Perez"],
    ["Ana Perez", "Ana María Pérez Quispe"],
    ["María de los Ángeles Núñez", "Maria Angeles Nunez"],
    ["Juan Pérez-Quispe", "Juan Perez Quispe"],
    ["Bodega Rosita S.A.C.", "bodega rosita"],
  ])("%s may be %s", (holder, buyer) => {
    expect(nameMatch(holder, buyer)).toBe("matches");
  });

  it.each([
    ["Ana Pérez", "Luis Torres"],
    ["Ana Pérez", "Ana Torres"],
    ["Ana Pérez Quispe", "Ana Torres Quispe"],
    ["Luis Torres", "Ana"],
  ])("%s is not %s", (holder, buyer) => {
    expect(nameMatch(holder, buyer)).toBe("differs");
  });

  it.each([
    ["Ana Pérez", null],
    ["Ana Pérez", ""],
    ["Ana Pérez", "Ana"],
    ["Ana Pérez", "A. P."],
    ["Ana Pérez", "陈伟"],
  ])("of %s and %s nobody knows, or it is another", (holder, buyer) => {
    expect(nameMatch(holder, buyer)).not.toBe("matches");
  });

  it("does not depend on accents, case or order, nor on who stands first", () => {
    const word = fc.constantFrom("Ana", "Luz", "José", "Pérez", "Núñez", "Quispe", "Torres");
    const name = fc.uniqueArray(word, { minLength: 2, maxLength: 4 });

    fc.assert(
      fc.property(name, name, (one, other) => {
        const plain = (words: string[]) =>
          words.join(" ").normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();

        expect(nameMatch(one.join(" "), plain(one.toReversed()))).toBe("matches");
        expect(nameMatch(one.join(" "), other.join(" "))).toBe(nameMatch(plain(other), plain(one)));
      }),
    );
  });
});
