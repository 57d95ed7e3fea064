import type { Clock } from "#app/lib/clock.ts";

/** Time that passes only when somebody says so. */
export class VirtualClock implements Clock {
  #ms: number;

  constructor(start: Date) {
    this.#ms = start.getTime();
  }

  now(): Date {
    return new Date(this.#ms);
  }

  get ms(): number {
    return this.#ms;
  }

  pass(ms: number): void {
    this.#ms += ms;
  }

  /** Never backwards. */
  moveTo(ms: number): void {
    this.#ms = Math.max(this.#ms, ms);
  }
}

/** The clock of a machine that is wrong by so much. */
export function wrongClock(clock: Clock, byMs: () => number): Clock {
  return { now: () => new Date(clock.now().getTime() + byMs()) };
}
