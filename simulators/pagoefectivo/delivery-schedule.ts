import type { SimulatorClock } from "./clock.ts";

interface Planned {
  dueMs: number;
  run: () => Promise<void>;
  timer: NodeJS.Timeout | null;
}

/** A real timer cannot wait longer than this; what is due later waits for `runDue`. */
const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * When deliveries happen. With real timers a delay of 0 starts at once and a longer one waits on a
 * timer; with `manual` timers nothing starts before `runDue`, which goes by the injected clock.
 * Jobs given to it never reject.
 */
export class DeliverySchedule {
  readonly #clock: SimulatorClock;
  readonly #mode: () => "real" | "manual";
  readonly #planned = new Set<Planned>();
  readonly #running = new Set<Promise<void>>();
  #isClosed = false;

  constructor(clock: SimulatorClock, mode: () => "real" | "manual") {
    this.#clock = clock;
    this.#mode = mode;
  }

  plan(delayMs: number, run: () => Promise<void>): void {
    if (this.#isClosed) return;
    if (this.#mode() === "real" && delayMs === 0) {
      this.#start(run);
      return;
    }
    const planned: Planned = { dueMs: this.#clock.now().getTime() + delayMs, run, timer: null };
    this.#planned.add(planned);
    if (this.#mode() === "real" && delayMs <= LONGEST_TIMER_MS) {
      planned.timer = setTimeout(() => this.#startPlanned(planned), delayMs);
      // A retry in a minute must not keep a finished process alive.
      planned.timer.unref();
    }
  }

  /**
   * Runs what is due by the clock, one after the other so that a seeded run repeats itself, and what
   * that makes due, until nothing is. Returns how many ran.
   */
  async runDue(): Promise<number> {
    let count = 0;
    for (;;) {
      const nowMs = this.#clock.now().getTime();
      const due = [...this.#planned].filter((planned) => planned.dueMs <= nowMs);
      if (due.length === 0) break;
      due.sort((one, other) => one.dueMs - other.dueMs);
      for (const planned of due) {
        this.#startPlanned(planned);
        await this.settle();
      }
      count += due.length;
    }
    return count;
  }

  /** Resolves when nothing runs any more. Planned deliveries are not awaited. */
  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** When the next planned delivery is due (UTC), or `null`: a virtual clock can jump there. */
  nextDueAt(): Date | null {
    const dueMs = Math.min(...[...this.#planned].map((planned) => planned.dueMs));
    return Number.isFinite(dueMs) ? new Date(dueMs) : null;
  }

  /** Forgets everything planned. What runs already is the caller's to stop. */
  close(): void {
    this.#isClosed = true;
    for (const planned of this.#planned) if (planned.timer) clearTimeout(planned.timer);
    this.#planned.clear();
  }

  #startPlanned(planned: Planned): void {
    if (!this.#planned.delete(planned)) return;
    if (planned.timer) clearTimeout(planned.timer);
    this.#start(planned.run);
  }

  #start(run: () => Promise<void>): void {
    const running = run().finally(() => this.#running.delete(running));
    this.#running.add(running);
  }
}
