/** When an alert that did not arrive is sent again, and when it is given up. Pure. */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The wait after the n-th attempt. */
export const ALERT_WAITS_MS: readonly number[] = [
  ...[MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS],
  ...[HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS],
];

/** Nobody is woken by the news of the day before. */
const GIVEN_UP_AFTER_MS = 24 * HOUR_MS;

/** The next attempt; null when it was the last. `attempts` counts the one that has just failed. */
export function nextAlertAttempt(alert: { attempts: number; madeAt: Date }, now: Date): Date | null {
  const waitMs = ALERT_WAITS_MS[alert.attempts - 1];
  if (waitMs === undefined || now.getTime() - alert.madeAt.getTime() >= GIVEN_UP_AFTER_MS) return null;
  return new Date(now.getTime() + waitMs);
}
