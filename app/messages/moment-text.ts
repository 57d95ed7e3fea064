import type { ShopperLanguage } from "#app/payments/voucher-view.ts";
import { LOCALES, message } from "./message.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const MOMENT = { es: momentFormat("es"), en: momentFormat("en") };
const HOUR = { es: hourFormat("es"), en: hourFormat("en") };
const RELATIVE = { es: relativeFormat("es"), en: relativeFormat("en") };

/**
 * A UTC instant in Lima's time: `"martes, 24 de noviembre de 2026, 11:59 p. m."`, in English
 * `"Tuesday, November 24, 2026 at 11:59 PM"`. Throws on text that is no instant.
 */
export function momentText(instant: string, language: ShopperLanguage): string {
  return withSteadySpaces(MOMENT[language].format(new Date(instant)));
}

/** The hour of a UTC instant in Lima's time: `"11:59 p. m."`, in English `"11:59 PM"`. */
export function hourText(instant: string, language: ShopperLanguage): string {
  return withSteadySpaces(HOUR[language].format(new Date(instant)));
}

/** ICU releases disagree on the spaces in "p. m." and before "PM"; no-break ones keep the hour on one line. */
function withSteadySpaces(text: string): string {
  return text.replace(/\s(?=[ap]\.|m\.$|[AP]M$)/gu, "\u00a0");
}

/**
 * How long until a deadline: whole days, under 24 h whole hours, under 1 h whole minutes, always rounded
 * down so that nobody is promised time they do not have. `null` once it has passed.
 * `app/shopper-ui/page-script/time-left.ts` repeats this rule in the browser; a test holds the two together.
 */
export function timeLeftText(deadline: string, now: string, language: ShopperLanguage): string | null {
  const leftMs = Date.parse(deadline) - Date.parse(now);
  if (leftMs <= 0) return null;
  if (leftMs < MINUTE_MS) return message("voucher.deadline.soon", undefined, language);
  return message("voucher.deadline.left", { relative: relativeText(leftMs, language) }, language);
}

/** In how long something may be done again: whole seconds, from a minute on whole minutes, rounded up so that it is true then. */
export function waitText(waitMs: number, language: ShopperLanguage): string {
  const seconds = Math.ceil(waitMs / 1_000);
  if (seconds < 60) return RELATIVE[language].format(seconds, "second");
  return RELATIVE[language].format(Math.ceil(seconds / 60), "minute");
}

/** Only the last hour is marked as urgent: earlier alarm is pressure, not information. */
export function isUrgent(deadline: string, now: string): boolean {
  return Date.parse(deadline) - Date.parse(now) < HOUR_MS;
}

function relativeText(leftMs: number, language: ShopperLanguage): string {
  const relative = RELATIVE[language];
  if (leftMs >= DAY_MS) return relative.format(Math.floor(leftMs / DAY_MS), "day");
  if (leftMs >= HOUR_MS) return relative.format(Math.floor(leftMs / HOUR_MS), "hour");
  return relative.format(Math.floor(leftMs / MINUTE_MS), "minute");
}

function momentFormat(language: ShopperLanguage): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(LOCALES[language], {
    dateStyle: "full",
    timeStyle: "short",
    timeZone: "America/Lima",
  });
}

function hourFormat(language: ShopperLanguage): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(LOCALES[language], { timeStyle: "short", timeZone: "America/Lima" });
}

function relativeFormat(language: ShopperLanguage): Intl.RelativeTimeFormat {
  return new Intl.RelativeTimeFormat(LOCALES[language], { numeric: "always" });
}
