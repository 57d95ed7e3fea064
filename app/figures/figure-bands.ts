/** Bands of amounts and of times to pay. Pure. */

/** Where a band of amounts begins, in céntimos of either currency; the last has no end. */
export const AMOUNT_STARTS = [0, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000] as const;

export interface AmountBand {
  minCentimos: number;
  /** Included; null: no end. */
  maxCentimos: number | null;
}

export const AMOUNT_BANDS: readonly AmountBand[] = AMOUNT_STARTS.map((minCentimos, index) => {
  const next = AMOUNT_STARTS[index + 1];
  return { minCentimos, maxCentimos: next === undefined ? null : next - 1 };
});

const MINUTE = 1;
const HOUR = 60 * MINUTE;

/** Where a band of times begins, in minutes; the last has no end. A code lives three days at most, but can be paid late. */
export const TIME_STARTS = [
  0,
  15 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
  48 * HOUR,
] as const;

export interface TimeBand {
  fromMinutes: number;
  /** Not included; null: no end. */
  toMinutes: number | null;
}

export const TIME_BANDS: readonly TimeBand[] = TIME_STARTS.map((fromMinutes, index) => ({
  fromMinutes,
  toMinutes: TIME_STARTS[index + 1] ?? null,
}));
