import { LOCALE, message } from "./message.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const MOMENT = new Intl.DateTimeFormat(LOCALE, {
  dateStyle: "full",
  timeStyle: "short",
  timeZone: "America/Lima",
});
const RELATIVE = new Intl.RelativeTimeFormat(LOCALE, { numeric: "always" });

/** A UTC instant in Lima's time: `"martes, 24 de noviembre de 2026, 11:59 p. m."`. Throws on text that is no instant. */
export function momentText(instant: string): string {
  // ICU releases disagree on the spaces in "p. m."; no-break ones keep the hour on one line.
  return MOMENT.format(new Date(instant)).replace(/\s([ap]\.)\s(m\.)$/u, "\u00a0$1\u00a0$2");
}

/**
 * How long until a deadline: whole days, under 24 h whole hours, under 1 h whole minutes, always rounded
 * down so that nobody is promised time they do not have. `null` once it has passed.
 * `public/voucher.js` repeats this rule in the browser.
 */
export function timeLeftText(deadline: string, now: string): string | null {
  const leftMs = Date.parse(deadline) - Date.parse(now);
  if (leftMs <= 0) return null;
  if (leftMs < MINUTE_MS) return message("voucher.deadline.soon");
  return message("voucher.deadline.left", { relative: relativeText(leftMs) });
}

/** Only the last hour is marked as urgent: earlier alarm is pressure, not information. */
export function isUrgent(deadline: string, now: string): boolean {
  return Date.parse(deadline) - Date.parse(now) < HOUR_MS;
}

function relativeText(leftMs: number): string {
  if (leftMs >= DAY_MS) return RELATIVE.format(Math.floor(leftMs / DAY_MS), "day");
  if (leftMs >= HOUR_MS) return RELATIVE.format(Math.floor(leftMs / HOUR_MS), "hour");
  return RELATIVE.format(Math.floor(leftMs / MINUTE_MS), "minute");
}
