import { describe, expect, it } from "vitest";
import fc from "fast-check";
import {
  accentContrast,
  contrastRatio,
  DEFAULT_ACCENT,
  LEAST_CONTRAST,
  readColor,
} from "./accent-color.ts";

const color = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, "0")}`);

describe("contrastRatio", () => {
  it.each([
    ["#000000", "#ffffff", 21],
    ["#777777", "#ffffff", 4.48],
    ["#767676", "#ffffff", 4.54],
    ["#0b5c8a", "#ffffff", 7.2],
    ["#ff0000", "#ffffff", 4],
  ])("of %s on %s is %d", (one, other, ratio) => {
    expect(contrastRatio(one, other)).toBeCloseTo(ratio, 1);
  });

  it("is the same both ways, and between 1 and 21", () => {
    fc.assert(
      fc.property(color, color, (one, other) => {
        const ratio = contrastRatio(one, other);

        expect(ratio).toBe(contrastRatio(other, one));
        expect(ratio).toBeGreaterThanOrEqual(1);
        expect(ratio).toBeLessThanOrEqual(21.000_001);
      }),
    );
  });
});

describe("a store's colour", () => {
  it("is enough in words on white and as a link on the page's grey, or it is not enough", () => {
    expect(accentContrast(DEFAULT_ACCENT)).toBeGreaterThan(LEAST_CONTRAST);
    expect(contrastRatio("#767676", "#ffffff")).toBeGreaterThan(LEAST_CONTRAST);
    expect(accentContrast("#767676")).toBeLessThan(LEAST_CONTRAST);
  });

  it.each([
    ["#0B5C8A", "#0b5c8a"],
    [" 0b5c8a ", "#0b5c8a"],
    ["#0b5", null],
    ["red", null],
    ["#0b5c8a;}", null],
  ])("typed as %j is %j", (typed, read) => {
    expect(readColor(typed)).toBe(read);
  });
});
