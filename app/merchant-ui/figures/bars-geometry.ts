/** Where everything of a chart of bars stands, in the units of its drawing. Pure: the same on the server and in the browser. */
import { roundTop } from "../home/chart-geometry.ts";

/** The values of one part, one for each series, in the series' order. */
export type PartValues = readonly number[];

interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface UprightBars {
  width: number;
  height: number;
  plot: { left: number; right: number; top: number; bottom: number };
  /** The bars of each part, left to right. */
  parts: Bar[][];
  /** Lines across, with what each stands for; the first is zero. */
  ticks: { value: number; y: number }[];
  /** The parts that are named below: few enough to be read on a phone. */
  labels: { part: number; x: number; anchor: "start" | "middle" | "end" }[];
}

const WIDTH = 480;
const UPRIGHT_HEIGHT = 220;
const FRAME = { right: WIDTH - 4, top: 16, bottom: UPRIGHT_HEIGHT - 32 };
/** What a sign takes at most of the words at the lines, as a phone shows them. */
const SIGN_WIDTH = 11;
const GAP = 0.25;

/** Zero-based: a bar twice as high is twice as much. `tick` words what a line stands for. */
export function uprightBars(parts: readonly PartValues[], tick: (value: number) => string): UprightBars {
  const top = roundTop(Math.max(0, ...parts.flat()));
  const plot = { ...FRAME, left: 14 + tick(top).length * SIGN_WIDTH };
  const scale = (plot.bottom - plot.top) / top;
  const step = (plot.right - plot.left) / Math.max(1, parts.length);
  const yOf = (value: number) => round(plot.bottom - value * scale);
  return {
    width: WIDTH,
    height: UPRIGHT_HEIGHT,
    plot,
    parts: parts.map((values, part) => {
      const width = (step * (1 - GAP)) / Math.max(1, values.length);
      const left = plot.left + part * step + (step * GAP) / 2;
      return values.map((value, series) => ({
        x: round(left + series * width),
        y: yOf(value),
        width: round(width),
        height: round(value * scale),
      }));
    }),
    ticks: [0, top / 2, top].filter(Number.isInteger).map((value) => ({ value, y: yOf(value) })),
    labels: namedParts(parts.length).map((part, index, named) => ({
      part,
      ...labelPlace(index, named.length, { ...plot, middle: round(plot.left + (part + 0.5) * step) }),
    })),
  };
}

export interface LyingBars {
  width: number;
  height: number;
  /** Each part: where its name stands, and its bars with the place of what each says at its end. */
  parts: { nameY: number; bars: (Bar & { textX: number; textY: number })[] }[];
}

/** A phone shows the words of a drawing larger than its bars. */
const NAME_HEIGHT = 32;
const BAR_HEIGHT = 12;
const BAR_STEP = 22;
const PART_GAP = 12;
/** Room for a count and its percentage behind the longest bar. */
const COUNT_WIDTH = 150;

export function lyingBars(parts: readonly PartValues[], options: { named: boolean }): LyingBars {
  const longest = Math.max(1, ...parts.flat());
  const scale = (WIDTH - COUNT_WIDTH) / longest;
  const placed: LyingBars["parts"] = [];
  let top = 0;
  for (const values of parts) {
    const nameY = top + NAME_HEIGHT - 8;
    const first = top + (options.named ? NAME_HEIGHT : 4);
    placed.push({
      nameY,
      bars: values.map((value, index) => {
        const y = first + index * BAR_STEP;
        const width = round(value * scale);
        return { x: 0, y, width, height: BAR_HEIGHT, textX: width + 8, textY: y + BAR_HEIGHT - 1 };
      }),
    });
    top = first + values.length * BAR_STEP + PART_GAP;
  }
  return { width: WIDTH, height: Math.max(top - PART_GAP + 4, 1), parts: placed };
}

/** The first, the middle and the last; all of one or two. */
function namedParts(count: number): number[] {
  return count < 3 ? [...Array(count).keys()] : [0, Math.floor(count / 2), count - 1];
}

function labelPlace(
  index: number,
  count: number,
  at: { left: number; middle: number; right: number },
): Omit<UprightBars["labels"][number], "part"> {
  if (count > 1 && index === 0) return { x: at.left, anchor: "start" };
  if (count > 1 && index === count - 1) return { x: at.right, anchor: "end" };
  return { x: at.middle, anchor: "middle" };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
