import { describe, expect, it } from "vitest";
import {
  afterAnswer,
  afterFailure,
  CLOSED,
  easeIn,
  FAILURES_THAT_STOP,
  MOST_EASED_CALLS_IN_A_MINUTE,
  pauseLeftMs,
  standing,
  type Breaker,
} from "./breaker.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Fails until it stops, and then once after each of its pauses. */
function failing(pauses: number, from = 0): { breaker: Breaker; nowMs: number; pausesMs: number[] } {
  let breaker = CLOSED;
  let nowMs = from;
  for (let failure = 0; failure < FAILURES_THAT_STOP; failure += 1) breaker = afterFailure(breaker, nowMs);
  const pausesMs = [pauseLeftMs(breaker, nowMs)];
  while (pausesMs.length < pauses) {
    nowMs += pauseLeftMs(breaker, nowMs);
    breaker = afterFailure(breaker, nowMs);
    pausesMs.push(pauseLeftMs(breaker, nowMs));
  }
  return { breaker, nowMs, pausesMs };
}

describe("calls that fail", () => {
  it("stop after five failures in a row, and an answer in between starts the count anew", () => {
    let breaker = CLOSED;
    for (let failure = 1; failure < FAILURES_THAT_STOP; failure += 1) breaker = afterFailure(breaker, 0);
    expect(standing(breaker, 0)).toBe("closed");
    breaker = afterAnswer(breaker, 0);
    for (let failure = 1; failure < FAILURES_THAT_STOP; failure += 1) breaker = afterFailure(breaker, 0);
    expect(standing(breaker, 0)).toBe("closed");

    breaker = afterFailure(breaker, 0);

    expect(standing(breaker, 0)).toBe("open");
  });

  it("wait longer each time that the one which tries fails, up to five minutes", () => {
    const { pausesMs } = failing(7);

    expect(pausesMs.map((ms) => ms / SECOND)).toEqual([15, 30, 60, 120, 240, 300, 300]);
  });

  it("are tried once the pause is over, and made again once that one is answered", () => {
    const { breaker, nowMs } = failing(1);
    const overMs = nowMs + pauseLeftMs(breaker, nowMs);

    expect(standing(breaker, overMs - 1)).toBe("open");
    expect(standing(breaker, overMs)).toBe("half-open");
    expect(standing(afterAnswer(breaker, overMs), overMs)).toBe("closed");
  });

  it("do not make the pause longer when they were begun before it", () => {
    const { breaker, nowMs } = failing(1);

    expect(pauseLeftMs(afterFailure(breaker, nowMs + SECOND), nowMs + SECOND)).toBe(14 * SECOND);
  });

  it("are not stopped for as long as a clock was wrong that is set back", () => {
    const { breaker } = failing(1, 24 * HOUR);

    expect(standing(breaker, HOUR)).toBe("half-open");
  });
});

/** How many of these calls a minute are made in each minute after an outage. */
function madeAfter(pauses: number, eachMinute: number, minutes: number): number[] {
  const failed = failing(pauses);
  const nowMs = failed.nowMs + pauseLeftMs(failed.breaker, failed.nowMs);
  let breaker = afterAnswer(failed.breaker, nowMs);
  return Array.from({ length: minutes }, (_, minute) => {
    let made = 0;
    for (let call = 0; call < eachMinute; call += 1) {
      const eased = easeIn(breaker, nowMs + minute * MINUTE + (call * MINUTE) / eachMinute, 1);
      breaker = eased.breaker;
      if (eased.waitMs === 0) made += 1;
    }
    return made;
  });
}

describe("calls that are answered again", () => {
  it("come back at the set rate, and without one after half an hour", () => {
    const made = madeAfter(20, 500, 32);

    expect(Math.max(...made.slice(0, 30))).toBeLessThanOrEqual(MOST_EASED_CALLS_IN_A_MINUTE);
    expect(made.slice(1, 30).every((count) => count >= 39)).toBe(true);
    expect(made.at(-1)).toBe(500);
  });

  it("are held up no longer than they were stopped", () => {
    // One pause of fifteen seconds.
    const made = madeAfter(1, 600, 1);

    expect(made[0]).toBeGreaterThan(450);
  });

  it("come back over a time that grows with the number of those turned away", () => {
    const failed = failing(10);
    const nowMs = failed.nowMs + pauseLeftMs(failed.breaker, failed.nowMs);
    let breaker = afterAnswer(failed.breaker, nowMs);
    const waits = Array.from({ length: 220 }, () => {
      const eased = easeIn(breaker, nowMs, 1);
      breaker = eased.breaker;
      return eased.waitMs;
    });

    expect(waits.filter((ms) => ms === 0)).toHaveLength(20);
    expect(waits.at(-1)).toBe(1_500 * 200);
  });
});
