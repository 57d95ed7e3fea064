import type { SimulatorClock } from "../clock.ts";

/** A clock that stands still until a test moves it. Starts at 2026-11-22 10:15:30 in Lima. */
export class MovableClock implements SimulatorClock {
  #ms = Date.UTC(2026, 10, 22, 15, 15, 30);

  now(): Date {
    return new Date(this.#ms);
  }

  advance(ms: number): void {
    this.#ms += ms;
  }
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
