/**
 * Days on which Peru's banks and agents rest. The sixteen national holidays of Decreto Legislativo 713 with the laws that added
 * 7 June, 23 July, 6 August and 9 December (calendars of 2026, read 2026-11-27). "Días no laborables" that the government
 * declares by decree are not in it: they bind offices, and shops take cash on them.
 */

const FIXED = [
  "01-01",
  "05-01",
  "06-07",
  "06-29",
  "07-23",
  "07-28",
  "07-29",
  "08-06",
  "08-30",
  "10-08",
  "11-01",
  "12-08",
  "12-09",
  "12-25",
] as const;

const DAY_MS = 24 * 3_600_000;
/** Peru has had no daylight saving time since 1994 (IANA time zone data, read 2026-11-22). */
const LIMA_OFFSET_MS = -5 * 3_600_000;

/** Whether this day, `YYYY-MM-DD` in Lima, is a Saturday, a Sunday or a national holiday. */
export function isRestDay(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6 || isHoliday(day);
}

export function isHoliday(day: string): boolean {
  const monthAndDay = day.slice(5);
  if (FIXED.some((fixed) => fixed === monthAndDay)) return true;
  const easter = easterSunday(Number(day.slice(0, 4)));
  // Holy Thursday and Good Friday.
  return [3, 2].some((before) => dayOf(new Date(easter.getTime() - before * DAY_MS)) === day);
}

/** The day in Lima of a UTC instant, `YYYY-MM-DD`. */
export function limaDayOf(instant: Date): string {
  return dayOf(new Date(instant.getTime() + LIMA_OFFSET_MS));
}

/**
 * The same hour of Lima on the next day that is no rest day; the instant itself when its own day is none. Banks book on
 * such a day what was paid at a counter on the days before.
 */
export function nextBusinessDay(instant: Date): Date {
  let day = instant;
  // No run of rest days in Peru is longer than a week.
  for (let step = 0; step < 10 && isRestDay(limaDayOf(day)); step += 1) {
    day = new Date(day.getTime() + DAY_MS);
  }
  return day;
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** Gregorian Easter by the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): Date {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return new Date(Date.UTC(year, month - 1, day));
}
