/**
 * What rules do, shown with codes of a week to come: the same functions decide that make the code's expiry. Pure and light,
 * for the browser too. Instants are ISO texts in UTC.
 */
import { MAX_CENTIMOS, type Money } from "#app/lib/money.ts";
import { codeExpiry, rejectTime, releaseTime } from "#app/payments/code-expiry.ts";
import type { ExpiryRules } from "#app/payments/expiry-rules.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Lima is UTC-5 all year: Peru has had no daylight saving time since 1994 (IANA time zone data, read 2026-11-22). */
const LIMA_OFFSET_MS = -5 * HOUR_MS;
const FRIDAY = 5;

/** One code: when it is made and when it can be paid no more; null where no code is made at all. */
export interface SampleCode {
  made: string;
  expires: string | null;
}

export interface RulesPreview {
  now: SampleCode;
  friday: SampleCode;
  /** Shopify's limit ends Friday's code before the merchant's rule would. */
  isShortened: boolean;
  bands: { amount: Money; expires: string | null }[];
  /** A code that would have ended in the quiet hours; null where there are none. */
  quiet: (SampleCode & { would: string }) | null;
  /** Friday's code: when its payment ends unpaid. */
  released: string | null;
  /** A code whose payment would end on a rest day; null where nothing waits for business days. */
  restDay: { expires: string; released: string; rejected: string } | null;
}

export function previewRules(rules: ExpiryRules, now: Date): RulesPreview {
  const friday = fridayEvening(now);
  const expires = expiryOf(rules, friday);
  const wished = expiryOf(rules, friday, { startedAt: new Date(friday.getTime() + 4 * DAY_MS) });
  const { graceMinutes } = rules;
  return {
    now: { made: now.toISOString(), expires: iso(expiryOf(rules, now)) },
    friday: { made: friday.toISOString(), expires: iso(expires) },
    isShortened: expires !== null && wished !== null && expires < wished,
    bands: rules.amountBands.map(({ currency, upToCentimos }) => {
      const amount: Money = { currency, centimos: upToCentimos };
      return { amount, expires: iso(expiryOf(rules, friday, { amount })) };
    }),
    quiet: rules.quietFromMinute === null ? null : quietSample(rules, friday),
    released: expires && iso(releaseTime(friday, { expiresAt: expires, graceMinutes })),
    restDay: rules.businessDayGrace ? restDaySample(rules, friday) : null,
  };
}

/** The next Friday, eight in the evening in Lima: a code made then meets a night, a weekend and their hours. */
function fridayEvening(now: Date): Date {
  const lima = now.getTime() + LIMA_OFFSET_MS;
  const days = Math.floor(lima / DAY_MS);
  const weekday = new Date(days * DAY_MS).getUTCDay();
  const friday = (days + ((FRIDAY - weekday + 7) % 7)) * DAY_MS + 20 * HOUR_MS;
  return new Date((friday < lima ? friday + 7 * DAY_MS : friday) - LIMA_OFFSET_MS);
}

function expiryOf(
  rules: ExpiryRules,
  made: Date,
  more: { startedAt?: Date; amount?: Money } = {},
): Date | null {
  // Above every band where nothing else is asked.
  const { startedAt = made, amount = { centimos: MAX_CENTIMOS, currency: "PEN" } } = more;
  return codeExpiry({ startedAt, now: made, amount, rules });
}

/** The first code of two days, every half hour one, that the quiet hours move. */
function quietSample(rules: ExpiryRules, from: Date): RulesPreview["quiet"] {
  const loud = { ...rules, quietFromMinute: null, quietToMinute: null };
  for (let step = 0; step < 96; step += 1) {
    const made = new Date(from.getTime() + step * 30 * MINUTE_MS);
    const would = expiryOf(loud, made);
    const expires = expiryOf(rules, made);
    if (would && expires?.getTime() !== would.getTime()) {
      return { made: made.toISOString(), would: would.toISOString(), expires: iso(expires) };
    }
  }
  return null;
}

/** The first code of two weeks whose payment would end on a rest day: they always hold a weekend. */
function restDaySample(rules: ExpiryRules, from: Date): RulesPreview["restDay"] {
  const { graceMinutes } = rules;
  for (let step = 0; step < 14 * 4; step += 1) {
    const made = new Date(from.getTime() + step * 6 * HOUR_MS);
    const expiresAt = expiryOf(rules, made);
    if (!expiresAt) continue;
    const released = releaseTime(made, { expiresAt, graceMinutes });
    const rejected = rejectTime(made, { expiresAt, graceMinutes, businessDayGrace: true });
    if (rejected > released) {
      const [expires, releasedAt] = [expiresAt.toISOString(), released.toISOString()];
      return { expires, released: releasedAt, rejected: rejected.toISOString() };
    }
  }
  return null;
}

function iso(instant: Date | null): string | null {
  return instant && instant.toISOString();
}
