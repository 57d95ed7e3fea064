/**
 * A reading that many may ask for and few may cost: it is made once, whoever asks meanwhile waits for the same, and for a while
 * everybody gets it. A reading that failed is held as well, or a flood would ask a sick database once for each request.
 */
import type { Clock } from "#app/lib/clock.ts";

export interface HeldReading<Value> {
  /** Rejects while the held reading is one that failed, or took too long. */
  read(): Promise<Value>;
}

export function holdReading<Value>(
  deps: { clock: Clock },
  options: { forMs: number; failsAfterMs: number; make: () => Promise<Value> },
): HeldReading<Value> {
  let held: Promise<Value> | null = null;
  let atMs = 0;
  return {
    read() {
      const nowMs = deps.clock.now().getTime();
      const ageMs = nowMs - atMs;
      // A clock that was set back must not hold it for longer.
      if (held && ageMs >= 0 && ageMs < options.forMs) return held;
      atMs = nowMs;
      held = within(options.failsAfterMs, options.make());
      return held;
    },
  };
}

function within<Value>(ms: number, made: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`a reading took longer than ${ms} ms`)), ms);
    made.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
