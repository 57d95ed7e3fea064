/** Where everything of the chart of days stands, in the units of its drawing. Pure: the same on the server and in the browser. */
export interface ChartDay {
  day: string;
  created: number;
  paid: number;
}

export interface ChartBar {
  day: string;
  x: number;
  width: number;
  created: { y: number; height: number };
  paid: { y: number; height: number };
}

export interface ChartGeometry {
  width: number;
  height: number;
  plot: { left: number; right: number; top: number; bottom: number };
  bars: ChartBar[];
  /** Lines across, with the count that each stands for; the first is zero. */
  ticks: { count: number; y: number }[];
  /** Days that are written below: the first, the middle, the last. */
  dayLabels: { day: string; x: number; anchor: "start" | "middle" | "end" }[];
}

const WIDTH = 720;
const HEIGHT = 220;
const PLOT = { left: 52, right: WIDTH, top: 20, bottom: HEIGHT - 30 };
const GAP = 0.3;

/** Zero-based: a bar twice as high is twice as many. `paid` stands inside `created`, of which it is a part. */
export function chartGeometry(days: readonly ChartDay[]): ChartGeometry {
  const top = roundTop(Math.max(0, ...days.map(({ created }) => created)));
  const scale = (PLOT.bottom - PLOT.top) / top;
  const step = (PLOT.right - PLOT.left) / Math.max(1, days.length);
  const rise = (count: number) => ({ y: round(PLOT.bottom - count * scale), height: round(count * scale) });
  const bars = days.map(({ day, created, paid }, index) => ({
    day,
    x: round(PLOT.left + index * step + (step * GAP) / 2),
    width: round(step * (1 - GAP)),
    created: rise(created),
    paid: rise(paid),
  }));
  return {
    width: WIDTH,
    height: HEIGHT,
    plot: PLOT,
    bars,
    ticks: [0, top / 2, top].filter(Number.isInteger).map((count) => ({ count, y: rise(count).y })),
    dayLabels: dayLabels(days),
  };
}

/** A round number that holds the count, and whose half is whole, too. */
export function roundTop(count: number): number {
  for (let power = 1; ; power *= 10) {
    const found = [2, 4, 6, 8, 10, 12, 16].map((step) => step * power).find((top) => top >= count);
    if (found !== undefined) return found;
  }
}

function dayLabels(days: readonly ChartDay[]): ChartGeometry["dayLabels"] {
  const [first, middle, last] = [days[0], days[Math.floor(days.length / 2)], days.at(-1)];
  if (!first || !middle || !last || days.length < 3) return [];
  return [
    { day: first.day, x: PLOT.left, anchor: "start" },
    { day: middle.day, x: (PLOT.left + PLOT.right) / 2, anchor: "middle" },
    { day: last.day, x: PLOT.right, anchor: "end" },
  ];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
