/**
 * Whether a merchant's notices stay away longer than they ever do. A shop's own weeks say how many notices an hour of the week
 * brings: the median gap between notices in that hour, over the last weeks. A silence is measured in such gaps, hour by hour, so
 * that a quiet night counts little and a quiet noon much. Pure.
 */
const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;

/** The weeks that are looked at. */
export const RHYTHM_WEEKS = 6;
/** With fewer whole weeks nothing is known of a rhythm. */
const FEWEST_WEEKS = 3;
/** Fewer notices in the median week are too little traffic: they may stay away for days for no reason. */
const FEWEST_A_WEEK = 30;
/** So many median gaps without a notice are no chance: with notices at random it happens once in thousands of silences. */
const GAPS_MISSED = 8;
/** Nobody is told of less. */
export const SHORTEST_SILENCE_MS = 2 * HOUR_MS;

/** An hour in which notices came: `at` is its start in UTC. Hours in which none came are left out. */
export interface NoticeHour {
  at: Date;
  count: number;
}

export interface Rhythm {
  /** For each hour of the week, the median gap there, in ms. */
  gapsMs: readonly number[];
}

/** Null: too little traffic, or too few weeks, to know one. `hours` ascending; those before `until` count. */
export function readRhythm(hours: readonly NoticeHour[], until: Date): Rhythm | null {
  const end = hourOf(until);
  const known = hours
    .map(({ at, count }) => ({ hour: hourOf(at), count }))
    .filter(({ hour }) => hour < end);
  const [first] = known;
  if (!first) return null;
  const weeks = Math.min(RHYTHM_WEEKS, Math.floor((end - first.hour) / WEEK_HOURS));
  if (weeks < FEWEST_WEEKS) return null;
  const start = end - weeks * WEEK_HOURS;
  const counts = new Map(known.map(({ hour, count }) => [hour, count]));
  const perWeek = Array.from({ length: weeks }, (_, week) =>
    sum(known.filter(({ hour }) => weekOf(hour, start) === week).map(({ count }) => count)),
  );
  if (median(perWeek) < FEWEST_A_WEEK) return null;
  const gaps = gapsByHour(counts, start, end);
  return {
    gapsMs: Array.from({ length: WEEK_HOURS }, (_, place) =>
      median(Array.from({ length: weeks }, (_week, week) => gaps(start + week * WEEK_HOURS + place))),
    ).map((_gap, place, all) => all[mod(place - start, WEEK_HOURS)] ?? WEEK_HOURS * HOUR_MS),
  };
}

/** Whether the silence from `since`, the last notice, to `now` is one that the shop should hear of. */
export function isSilent(rhythm: Rhythm, since: Date, now: Date): boolean {
  if (now.getTime() - since.getTime() < SHORTEST_SILENCE_MS) return false;
  let missed = 0;
  for (let atMs = since.getTime(); atMs < now.getTime() && missed < GAPS_MISSED;) {
    const hour = Math.floor(atMs / HOUR_MS);
    const endMs = Math.min((hour + 1) * HOUR_MS, now.getTime());
    missed += (endMs - atMs) / (rhythm.gapsMs[mod(hour, WEEK_HOURS)] ?? Infinity);
    atMs = endMs;
  }
  return missed >= GAPS_MISSED;
}

/** The gap in an hour: what is between its notices, or the whole run of empty hours that it is in. */
function gapsByHour(
  counts: ReadonlyMap<number, number>,
  start: number,
  end: number,
): (hour: number) => number {
  const gaps = new Map<number, number>();
  let emptySince = start;
  for (let hour = start; hour <= end; hour += 1) {
    const count = counts.get(hour) ?? 0;
    if (count === 0 && hour < end) continue;
    for (let empty = emptySince; empty < hour; empty += 1)
      gaps.set(empty, (hour - emptySince + 1) * HOUR_MS);
    gaps.set(hour, HOUR_MS / Math.max(1, count));
    emptySince = hour + 1;
  }
  return (hour) => gaps.get(hour) ?? HOUR_MS;
}

function hourOf(at: Date): number {
  return Math.floor(at.getTime() / HOUR_MS);
}

function weekOf(hour: number, start: number): number {
  return Math.floor((hour - start) / WEEK_HOURS);
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}
