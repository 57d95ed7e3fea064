/** Which days a close is about. Pure; days are Lima's, `YYYY-MM-DD`. */
import { limaDayOf } from "#app/payments/peru-holidays.ts";

export interface CloseSpan {
  from: string;
  to: string;
}

export type SpanRefusal = "not-a-day" | "wrong-order" | "in-the-future" | "too-long";

const DAY_MS = 24 * 3_600_000;
/** A quarter: whoever wants a year closes its months. */
export const MOST_DAYS = 92;

/** The days that a person has asked for, or why they cannot be closed. Today can be; the rest of it is missing then. */
export function readSpan(
  input: { from: string; to: string },
  now: Date,
): { kind: "span"; span: CloseSpan } | { kind: "refused"; reason: SpanRefusal } {
  const { from, to } = input;
  if (!isDay(from) || !isDay(to)) return { kind: "refused", reason: "not-a-day" };
  if (from > to) return { kind: "refused", reason: "wrong-order" };
  if (to > limaDayOf(now)) return { kind: "refused", reason: "in-the-future" };
  if (addDays(from, MOST_DAYS) <= to) return { kind: "refused", reason: "too-long" };
  return { kind: "span", span: { from, to } };
}

/** From the first instant of the first day to the first one after the last day. */
export function instantsOf({ from, to }: CloseSpan): { start: Date; end: Date } {
  return { start: dayStart(from), end: dayStart(addDays(to, 1)) };
}

/** Each day of it, in their order. */
export function daysOf({ from, to }: CloseSpan): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Peru has had no daylight saving time since 1994: midnight in Lima is five in the morning, UTC. */
export function dayStart(day: string): Date {
  return new Date(`${day}T05:00:00.000Z`);
}

function isDay(text: string): boolean {
  if (!/^20\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

/** When yesterday is closed by itself, in minutes of Lima's day: 06:00. */
const CLOSES_AT_MINUTE = 6 * 60;

/**
 * The days that should have a close of their own by now: the one before today once it is 06:00 in Lima, and up to a week of earlier
 * ones that nobody closed because no worker ran.
 */
export function daysToClose(now: Date, lastClosed: string | null): string[] {
  const today = limaDayOf(now);
  const minute = Math.floor((now.getTime() - dayStart(today).getTime()) / 60_000);
  const newest = addDays(today, minute >= CLOSES_AT_MINUTE ? -1 : -2);
  // A shop's first close is about one day: what was before it came is nobody's gap.
  const oldest = lastClosed === null ? addDays(today, -1) : addDays(lastClosed, 1);
  const days: string[] = [];
  for (let day = newest; day >= oldest && days.length < 7; day = addDays(day, -1)) days.unshift(day);
  return days;
}
