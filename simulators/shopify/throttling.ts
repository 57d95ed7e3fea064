import type { SimulatorClock } from "./clock.ts";
import type { Switches } from "./switches.ts";

/** As answered in `extensions.cost.throttleStatus`, in cost points. */
export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

/**
 * The leaky bucket of each shop. A call costs points, points come back with time, and a call that costs more than
 * is there is refused without taking any (shopify.dev, API limits, read 2026-11-22).
 */
export class Throttling {
  readonly #clock: SimulatorClock;
  readonly #switches: Switches;
  readonly #buckets = new Map<string, { used: number; at: number }>();

  constructor(clock: SimulatorClock, switches: Switches) {
    this.#clock = clock;
    this.#switches = switches;
  }

  /** Takes the points if they are there; false means THROTTLED. */
  take(shop: string, cost: number): boolean {
    const used = this.#used(shop);
    if (used + cost > this.#switches.throttleMaximum) return false;
    this.#buckets.set(shop, { used: used + cost, at: this.#clock.now().getTime() });
    return true;
  }

  status(shop: string): ThrottleStatus {
    const maximumAvailable = this.#switches.throttleMaximum;
    return {
      maximumAvailable,
      currentlyAvailable: Math.max(0, Math.floor(maximumAvailable - this.#used(shop))),
      restoreRate: this.#switches.throttleRestorePerSecond,
    };
  }

  #used(shop: string): number {
    const bucket = this.#buckets.get(shop);
    if (bucket === undefined) return 0;
    const elapsedMs = Math.max(0, this.#clock.now().getTime() - bucket.at);
    return Math.max(0, bucket.used - (elapsedMs * this.#switches.throttleRestorePerSecond) / 1000);
  }
}
