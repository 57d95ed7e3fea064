import { describe, expect, it } from "vitest";
import { chartGeometry, roundTop } from "./chart-geometry.ts";

const days = [
  { day: "2026-11-22", created: 4, paid: 1 },
  { day: "2026-11-23", created: 0, paid: 0 },
  { day: "2026-11-24", created: 2, paid: 2 },
];

describe("the chart of days", () => {
  it("draws heights in proportion, from zero up", () => {
    const { bars, plot } = chartGeometry(days);

    const [first, second, third] = bars;
    expect(first?.created.height).toBe(plot.bottom - plot.top);
    expect(third?.created.height).toBe((plot.bottom - plot.top) / 2);
    expect(first?.paid.height).toBe((plot.bottom - plot.top) / 4);
    expect(second?.created).toEqual({ y: plot.bottom, height: 0 });
  });

  it("keeps every bar inside, left to right, none over another", () => {
    const { bars, plot } = chartGeometry(days);

    const edges = bars.flatMap(({ x, width }) => [x, x + width]);
    expect(edges).toEqual(edges.toSorted((one, other) => one - other));
    expect(edges.every((edge) => edge >= plot.left && edge <= plot.right)).toBe(true);
  });

  it("writes zero and whole counts at its lines", () => {
    expect(chartGeometry(days).ticks.map(({ count }) => count)).toEqual([0, 2, 4]);
    expect(chartGeometry([]).ticks.map(({ count }) => count)).toEqual([0, 1, 2]);
  });

  it("names the first, the middle and the last day", () => {
    expect(chartGeometry(days).dayLabels.map(({ day }) => day)).toEqual([
      "2026-11-22",
      "2026-11-23",
      "2026-11-24",
    ]);
  });
});

describe("roundTop", () => {
  it.each([
    [0, 2],
    [3, 4],
    [5, 6],
    [11, 12],
    [17, 20],
    [170, 200],
    [1234, 1600],
  ])("%d stands under %d", (count, top) => {
    expect(roundTop(count)).toBe(top);
  });
});
