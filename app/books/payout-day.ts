/** On which day PagoEfectivo should pay a payment to the merchant, by the terms. Pure; business days are Peru's. */
import type { FeeTerms } from "#app/books/fee-terms.ts";
import { isRestDay, limaDayOf } from "#app/payments/peru-holidays.ts";

const DAY_MS = 86_400_000;

/**
 * The day of Lima, `YYYY-MM-DD`; null where the terms do not say. What is paid on a rest day counts as paid on the next business day, as
 * banks book it: T+1 of a Saturday is the Tuesday. A weekly payment that falls on a rest day comes on the business day after.
 */
export function expectedPayoutDay(terms: Pick<FeeTerms, "cycle">, paidAt: Date | string): string | null {
  const { cycle } = terms;
  if (cycle === null) return null;
  const paidOn = limaDayOf(new Date(paidAt));
  if (cycle.kind === "weekly") return businessDayFrom(weekdayAfterWeekOf(paidOn, cycle.weekday));
  let day = businessDayFrom(paidOn);
  for (let step = 0; step < cycle.days; step += 1) day = businessDayFrom(dayAfter(day, 1));
  return day;
}

/** The first business day from this one on. */
function businessDayFrom(day: string): string {
  return isRestDay(day) ? businessDayFrom(dayAfter(day, 1)) : day;
}

/** This weekday of the week after the one, Monday to Sunday, that the day is in. */
function weekdayAfterWeekOf(day: string, weekday: number): string {
  const sundayFirst = new Date(`${day}T00:00:00Z`).getUTCDay();
  const mondayFirst = (sundayFirst + 6) % 7;
  return dayAfter(day, 7 - mondayFirst + (weekday - 1));
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
