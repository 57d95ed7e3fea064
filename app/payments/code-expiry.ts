/**
 * How long a code lives. The session's start plus 72 hours is the most that Shopify accepts as pending deadline
 * (Payments Apps API, paymentSessionPending; providers' practice, read 2026-11-22): the code must die early enough
 * for its grace to fit below that, with a margin for the clocks.
 */
import type { Money } from "#app/lib/money.ts";
import { lifeForAmount, type ExpiryRules } from "#app/payments/expiry-rules.ts";
import { nextBusinessDay } from "#app/payments/peru-holidays.ts";

const MINUTE_MS = 60_000;
export const SHOPIFY_LIMIT_MS = 72 * 60 * MINUTE_MS;
const MARGIN_MS = 15 * MINUTE_MS;
/** A code that lives shorter than this sends people to a counter in vain. */
const SHORTEST_LIFE_MS = 120 * MINUTE_MS;

/** Start = the earlier of what Shopify proposed and when we received it. */
export function sessionStart(proposedAt: Date, receivedAt: Date): Date {
  return proposedAt < receivedAt ? proposedAt : receivedAt;
}

/** 23:59 that is nearer than this means tomorrow's. */
const NEAREST_DAY_END_MS = 12 * 60 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Lima is UTC-5 all year: Peru has had no daylight saving time since 1994 (IANA time zone data, read 2026-11-22). */
const LIMA_OFFSET_MS = -5 * 60 * MINUTE_MS;

/**
 * When a code made `now` expires (UTC, whole minutes because banks show no seconds), or null when the session is too old
 * for a code that is worth making. The merchant's wish comes first, then the hours between which no code ends, and last
 * Shopify's limit, which nothing exceeds: a life that would end in the quiet hours ends before them where ending after
 * them would break that limit.
 */
export function codeExpiry(input: {
  startedAt: Date;
  now: Date;
  amount: Money;
  rules: ExpiryRules;
}): Date | null {
  const { rules } = input;
  const now = input.now.getTime();
  const limit = input.startedAt.getTime() + SHOPIFY_LIMIT_MS - MARGIN_MS - rules.graceMinutes * MINUTE_MS;
  const latest = Math.floor(limit / MINUTE_MS) * MINUTE_MS;
  const wished = rules.endsAtDayEnd
    ? dayEndAfter(now)
    : Math.ceil((now + lifeForAmount(rules, input.amount) * MINUTE_MS) / MINUTE_MS) * MINUTE_MS;
  const expiresAt = outsideQuietHours(Math.min(wished, latest), rules, latest);
  return expiresAt - now < SHORTEST_LIFE_MS ? null : new Date(expiresAt);
}

/** The next 23:59 of Lima that is at least twelve hours away. */
function dayEndAfter(now: number): number {
  const midnight = Math.floor((now + LIMA_OFFSET_MS) / DAY_MS) * DAY_MS - LIMA_OFFSET_MS;
  const today = midnight + DAY_MS - MINUTE_MS;
  return today - now < NEAREST_DAY_END_MS ? today + DAY_MS : today;
}

/** The same minute, or the end of the quiet hours it lies in; their beginning where the end is beyond `latest`. */
function outsideQuietHours(at: number, rules: ExpiryRules, latest: number): number {
  const { quietFromMinute: from, quietToMinute: to } = rules;
  if (from === null || to === null || from === to) return at;
  const midnight = Math.floor((at + LIMA_OFFSET_MS) / DAY_MS) * DAY_MS - LIMA_OFFSET_MS;
  const minute = (at - midnight) / MINUTE_MS;
  const isQuiet = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  if (!isQuiet) return at;
  // Over midnight the hours began yesterday for what comes before `to`, and end tomorrow for what comes after `from`.
  const endsToday = from < to || minute < to;
  const end = midnight + to * MINUTE_MS + (endsToday ? 0 : DAY_MS);
  if (end <= latest) return end;
  const beganToday = from < to || minute >= from;
  return midnight + from * MINUTE_MS - (beganToday ? 0 : DAY_MS);
}

/**
 * When the payment ends unpaid: the code's expiry plus its grace, which is also what Shopify is told as
 * `pendingExpiresAt`. Never beyond Shopify's limit, even if the provider gave the code a longer life than asked for.
 */
export function releaseTime(startedAt: Date, code: { expiresAt: Date; graceMinutes: number }): Date {
  const limit = startedAt.getTime() + SHOPIFY_LIMIT_MS - MARGIN_MS;
  return new Date(Math.min(code.expiresAt.getTime() + code.graceMinutes * MINUTE_MS, limit));
}

/**
 * When we end an unpaid payment ourselves: at its release time, or, where the merchant waits for banks that book on business
 * days only, at the same hour of the next one. Shopify's own deadline does not wait, so that this may come after it.
 */
export function rejectTime(
  startedAt: Date,
  code: { expiresAt: Date; graceMinutes: number; businessDayGrace: boolean },
): Date {
  const release = releaseTime(startedAt, code);
  return code.businessDayGrace ? nextBusinessDay(release) : release;
}

/** The two clocks of a code, as a line of its timeline keeps them: nobody can pay after the one, and an unpaid payment ends at the other. */
export function clocks(
  startedAt: Date,
  code: { expiresAt: Date; graceMinutes: number; businessDayGrace: boolean },
): { expiresAt: string; endsAt: string } {
  return { expiresAt: code.expiresAt.toISOString(), endsAt: rejectTime(startedAt, code).toISOString() };
}

/** What Shopify may still accept, counted from the session's start, when it finds a deadline too far away. */
const NEARER_HOURS = [48, 24, 12] as const;

/**
 * The next nearer pending deadline, or null when the code would then live too short to be worth keeping.
 */
export function nearerDeadline(input: {
  startedAt: Date;
  now: Date;
  current: Date;
  code: { graceMinutes: number };
}): Date | null {
  for (const hours of NEARER_HOURS) {
    const latest = input.startedAt.getTime() + hours * 60 * MINUTE_MS;
    const deadline = new Date(Math.floor(latest / MINUTE_MS) * MINUTE_MS);
    const leftMs = deadline.getTime() - input.code.graceMinutes * MINUTE_MS - input.now.getTime();
    if (deadline < input.current && leftMs >= SHORTEST_LIFE_MS) return deadline;
  }
  return null;
}

/**
 * How long to wait before asking PagoEfectivo again about a code whose release time has come: half of the time we
 * have asked in vain, between a minute and an hour; after three days once a day.
 */
export function askAgainMs(sinceReleaseMs: number): number {
  if (sinceReleaseMs > 3 * 24 * 60 * MINUTE_MS) return 24 * 60 * MINUTE_MS;
  return Math.min(Math.max(sinceReleaseMs / 2, MINUTE_MS), 60 * MINUTE_MS);
}
