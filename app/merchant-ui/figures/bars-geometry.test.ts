import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lyingBars, uprightBars } from "./bars-geometry.ts";

const values = fc.array(
  fc.array(fc.integer({ min: 0, max: 2_000_000_000 }), { minLength: 1, maxLength: 4 }),
  {
    maxLength: 46,
  },
);

describe("bars that stand", () => {
  it("are as high as what they say, from zero up", () => {
    const { parts, plot, ticks } = uprightBars(
      [
        [4, 2],
        [0, 1],
      ],
      String,
    );

    const full = plot.bottom - plot.top;
    expect(parts.map((bars) => bars.map(({ height }) => height))).toEqual([
      [full, full / 2],
      [0, full / 4],
    ]);
    expect(ticks.map(({ value }) => value)).toEqual([0, 2, 4]);
  });

  it("stay inside the drawing, left to right, whatever they say", () => {
    fc.assert(
      fc.property(values, (parts) => {
        const drawn = uprightBars(parts, String);

        const bars = drawn.parts.flat();
        expect(bars.every(({ x, width }) => x >= drawn.plot.left && x + width <= drawn.width)).toBe(true);
        expect(bars.every(({ y, height }) => y >= 0 && y + height <= drawn.height)).toBe(true);
        expect(bars.map(({ x }) => x)).toEqual(bars.map(({ x }) => x).toSorted((a, b) => a - b));
        expect(drawn.labels.length).toBeLessThanOrEqual(3);
      }),
    );
  });

  it("are named at their first, middle and last part", () => {
    const named = (count: number) =>
      uprightBars(
        Array.from({ length: count }, () => [1]),
        String,
      ).labels.map(({ part }) => part);

    expect([0, 1, 2, 3, 24].map(named)).toEqual([[], [0], [0, 1], [0, 1, 2], [0, 12, 23]]);
  });
});

describe("bars that lie", () => {
  it("are as long as what they say, one below the other, with room for the count", () => {
    fc.assert(
      fc.property(values, (parts) => {
        const drawn = lyingBars(parts, { named: true });

        const bars = drawn.parts.flatMap((part) => part.bars);
        expect(bars.every(({ textX }) => textX <= drawn.width - 140)).toBe(true);
        expect(bars.every(({ y, height }) => y + height <= drawn.height)).toBe(true);
        expect(bars.map(({ y }) => y)).toEqual(bars.map(({ y }) => y).toSorted((a, b) => a - b));
      }),
    );
    const [first, second] = lyingBars([[10], [5]], { named: false }).parts.flatMap((part) => part.bars);
    expect(first?.width).toBe((second?.width ?? 0) * 2);
  });
});
