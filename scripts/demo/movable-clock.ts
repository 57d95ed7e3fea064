import type { Clock } from "#app/lib/clock.ts";

export interface MovableClock extends Clock {
  /** Shows the time this much away from the real one; negative is the past. */
  shift(ms: number): void;
}

export function movableClock(): MovableClock {
  let offsetMs = 0;
  return {
    now: () => new Date(new Date().getTime() + offsetMs),
    shift: (ms) => (offsetMs = ms),
  };
}
