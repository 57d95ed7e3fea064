/**
 * Days and hours of Lima, for the merchant. Put together here and not by `Intl`: server and browser carry different
 * versions of its data, and a text that differs by one space makes React throw away the page it was sent.
 */
import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { merchantMessage } from "./merchant-message.ts";

/** Peru has had no daylight saving time since 1994. */
const LIMA_OFFSET_MS = -5 * 3_600_000;

/** `"martes, 24 de noviembre de 2026, 11:59 p. m. (hora de Perú)"`. Throws on text that is no instant. */
export function limaMoment(instant: string, language: MerchantLanguage): string {
  const { weekday, day, month, year, ...hour } = limaParts(instant);
  const values = { weekday, day, month, year, hour: merchantMessage("shell.time.hour", hour, language) };
  return merchantMessage("shell.time.moment", values, language);
}

/** `"24 nov 2026, 11:59 p. m. (Perú)"`. Throws on text that is no instant. */
export function limaShortMoment(instant: string, language: MerchantLanguage): string {
  const { weekday: _, day, month, year, ...hour } = limaParts(instant);
  const values = { day, month, year, hour: merchantMessage("shell.time.hour", hour, language) };
  return merchantMessage("shell.time.short", values, language);
}

/**
 * `"viernes 27 nov, 8:00 p. m."`: for sentences that compare moments of one week and name the zone themselves. Throws on
 * text that is no instant.
 */
export function limaWeekdayMoment(instant: string, language: MerchantLanguage): string {
  const { weekday, day, month, year: _, ...hour } = limaParts(instant);
  const values = { weekday, day, month, hour: merchantMessage("shell.time.hour", hour, language) };
  return merchantMessage("shell.time.weekday", values, language);
}

/** `"24 nov 2026"`: the day in Lima. Throws on text that is no instant. */
export function limaDate(instant: string, language: MerchantLanguage): string {
  const { day, month, year } = limaParts(instant);
  return merchantMessage("shell.time.date", { day, month, year }, language);
}

/** `"2026-11-24"`: the day in Lima, as addresses and inputs of type date write it. */
export function limaDay(instant: string): string {
  return limaClock(instant).toISOString().slice(0, 10);
}

function limaParts(instant: string) {
  const clock = limaClock(instant);
  const hours = clock.getUTCHours();
  return {
    weekday: String(clock.getUTCDay()),
    day: String(clock.getUTCDate()),
    month: String(clock.getUTCMonth() + 1),
    year: String(clock.getUTCFullYear()),
    hour12: String(hours % 12 === 0 ? 12 : hours % 12),
    minute: String(clock.getUTCMinutes()).padStart(2, "0"),
    half: hours < 12 ? "am" : "pm",
  };
}

/** A date whose UTC figures are what a clock in Lima shows. */
function limaClock(instant: string): Date {
  const time = Date.parse(instant);
  if (Number.isNaN(time)) throw new RangeError("a moment must be an instant");
  return new Date(time + LIMA_OFFSET_MS);
}
