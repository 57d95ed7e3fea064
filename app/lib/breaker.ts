/**
 * Whether calls to an outside party that does not answer are still made. After some failures in a row they stop for a pause
 * that grows; then one call tries; when it is answered the others follow, a few at a time. Pure; instants are in ms.
 */

/** Failures in a row after which calls stop. A create that fails here leaves a CIP that nobody knows: keep it small. */
export const FAILURES_THAT_STOP = 5;
/** Shorter than the waits between attempts of one report, so that a report alone never meets a pause. */
const FIRST_PAUSE_MS = 15_000;
/** The longest that an answer which is there again goes unnoticed. */
const LONGEST_PAUSE_MS = 5 * 60_000;

/** After an outage: this many at once, then this many a minute. */
const EASED_BURST = 20;
const EASED_EACH_MINUTE = 40;
/** What one party gets of one merchant in any minute after an outage, besides searches for many codes at once. */
export const MOST_EASED_CALLS_IN_A_MINUTE = EASED_BURST + EASED_EACH_MINUTE;
const LONGEST_EASING_MS = 30 * 60_000;
/** Who is turned away is told to come back within this. */
const LONGEST_TURN_MS = 10 * 60_000;

export interface Breaker {
  failures: number;
  /** Length of the pause that runs, or ran last; 0 before the first. */
  pauseMs: number;
  /** Null while calls are made. */
  pausedUntilMs: number | null;
  stoppedSinceMs: number | null;
  easing: Easing | null;
}

/** How calls come back after an outage: never longer than it lasted. */
interface Easing {
  untilMs: number;
  calls: number;
  countedAtMs: number;
  /** Who was turned away and may come back: their number decides over which time they are spread. */
  turnedAway: number;
}

export const CLOSED: Breaker = {
  failures: 0,
  pauseMs: 0,
  pausedUntilMs: null,
  stoppedSinceMs: null,
  easing: null,
};

/** `open`: no call. `half-open`: one call may try. */
export function standing(breaker: Breaker, nowMs: number): "closed" | "open" | "half-open" {
  if (breaker.pausedUntilMs === null) return "closed";
  const leftMs = breaker.pausedUntilMs - nowMs;
  // More than the whole pause is left: the clock was set back. That must not stop calls for as long as it was wrong.
  return leftMs > 0 && leftMs <= breaker.pauseMs ? "open" : "half-open";
}

export function pauseLeftMs(breaker: Breaker, nowMs: number): number {
  return standing(breaker, nowMs) === "open" ? (breaker.pausedUntilMs ?? nowMs) - nowMs : 0;
}

export function afterFailure(breaker: Breaker, nowMs: number): Breaker {
  const failures = breaker.failures + 1;
  // A call from before the pause that fails late says nothing new.
  if (standing(breaker, nowMs) === "open" || failures < FAILURES_THAT_STOP) return { ...breaker, failures };
  const pauseMs = Math.min(Math.max(breaker.pauseMs * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
  return {
    failures,
    pauseMs,
    pausedUntilMs: nowMs + pauseMs,
    stoppedSinceMs: breaker.stoppedSinceMs ?? nowMs,
    easing: null,
  };
}

export function afterAnswer(breaker: Breaker, nowMs: number): Breaker {
  if (breaker.stoppedSinceMs === null) return { ...CLOSED, easing: breaker.easing };
  const stoppedMs = Math.max(0, nowMs - breaker.stoppedSinceMs);
  const easing = {
    untilMs: nowMs + Math.min(stoppedMs, LONGEST_EASING_MS),
    calls: EASED_BURST,
    countedAtMs: nowMs,
    turnedAway: 0,
  };
  return { ...CLOSED, easing };
}

/** The breaker with one more call made, or why it is not made yet. `chance`: 0 … 1, spreads those who come back. */
export function easeIn(
  breaker: Breaker,
  nowMs: number,
  chance: number,
): { breaker: Breaker; waitMs: number } {
  const easing = easingAt(breaker, nowMs);
  if (!easing) return { breaker: { ...breaker, easing: null }, waitMs: 0 };
  const turnedAway = Math.max(0, easing.turnedAway - 1);
  if (easing.calls >= 1) {
    return {
      breaker: { ...breaker, easing: { ...easing, calls: easing.calls - 1, turnedAway } },
      waitMs: 0,
    };
  }
  const eachMs = 60_000 / EASED_EACH_MINUTE;
  const waitMs = Math.min(Math.ceil(eachMs * (1 + chance * easing.turnedAway)), LONGEST_TURN_MS);
  const after = { ...easing, turnedAway: easing.turnedAway + 1 };
  return { breaker: { ...breaker, easing: after }, waitMs };
}

/** Whether a call would be turned away now. */
export function isEasing(breaker: Breaker, nowMs: number): boolean {
  const easing = easingAt(breaker, nowMs);
  return easing !== null && easing.calls < 1;
}

function easingAt({ easing }: Breaker, nowMs: number): Easing | null {
  if (!easing || nowMs >= easing.untilMs || nowMs < easing.countedAtMs) return null;
  const gained = ((nowMs - easing.countedAtMs) * EASED_EACH_MINUTE) / 60_000;
  return { ...easing, calls: Math.min(EASED_BURST, easing.calls + gained), countedAtMs: nowMs };
}
