/**
 * What PagoEfectivo's words, numbers and dates mean, and how ours are written for it. Pure.
 * Money is céntimos, instants are UTC. Source, unless a comment names another: PagoEfectivo,
 * Integración API CIP v1.1 (read 2026-11-22), and the official documentation site's real answers.
 */
import { isCurrency, parseDecimalAmount, toDecimalText } from "#app/lib/money.ts";
import type { Money } from "#app/lib/money.ts";

export type CipStatus = "expired" | "pending" | "paid" | "removed" | "other";

const LIMA_OFFSET_MS = 5 * 60 * 60 * 1000;

/**
 * A CIP as text of 1 to 14 digits, or null. The API sends a number, the webhook a string. Zero is
 * not a CIP: a search answers an unknown CIP with an item whose `cip` is 0 or absent.
 */
export function parseCip(value: unknown): string | null {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || !/^\d{1,14}$/.test(text) || /^0+$/.test(text)) return null;
  return text;
}

/** `"Generado."` → `"generado"`: real answers end some names with a full stop. At most 40 characters. */
export function normaliseStatusName(name: unknown): string {
  if (typeof name !== "string") return "";
  return name.trim().toLowerCase().replace(/\.+$/, "").slice(0, 40);
}

/** Only these three are decisive; 22 is seen in real answers, 21 and 23 at integrators. */
const STATUS_BY_NUMBER = new Map<number, CipStatus>([
  [21, "expired"],
  [22, "pending"],
  [23, "paid"],
]);

/**
 * The status of a CIP. "Cancelado" is PagoEfectivo's word for *paid*, so names never decide what a
 * number already says. The number of a deleted CIP is not public, hence the name and the removal
 * date. A removal date next to a payment date, or a reversal's name, is `other`: money moved, so
 * nothing may take that CIP for unpaid.
 */
export function readCipStatus(item: {
  rawStatus: number | null;
  statusName: string;
  removedAt: Date | null;
  paidAt: Date | null;
}): CipStatus {
  const numbered = item.rawStatus === null ? undefined : STATUS_BY_NUMBER.get(item.rawStatus);
  if (numbered !== undefined) return numbered;
  if (item.paidAt !== null || /extornad|anulad|cancelad|pagad/.test(item.statusName)) return "other";
  return item.statusName === "eliminado" || item.removedAt !== null ? "removed" : "other";
}

const DATE_PATTERN =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:Z|([+-])(\d{2}):?(\d{2}))$/;

/**
 * The instant of a PagoEfectivo date (`-05:00`, `-0500` or `Z`), or null when it is absent, has no
 * offset, names no real day, or is a "none" date: the API writes 1900-01-01 for "never happened".
 */
export function parsePagoEfectivoDate(value: unknown): Date | null {
  const match = typeof value === "string" ? DATE_PATTERN.exec(value.trim()) : null;
  if (!match) return null;
  const [, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(0, 7).map(Number);
  if (year <= 1900 || hour > 23 || minute > 59 || second > 59) return null;
  const wallClock = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (wallClock.getUTCMonth() !== month - 1 || wallClock.getUTCDate() !== day) return null;
  const offsetMinutes = Number(match[8] ?? 0) * 60 + Number(match[9] ?? 0);
  const sign = match[7] === "-" ? -1 : 1;
  return new Date(wallClock.getTime() - sign * offsetMinutes * 60_000);
}

/** A UTC instant as `yyyy-MM-ddTHH:mm:ss-05:00`. Lima has no summer time; parts of a second are cut. */
export function toLimaDateText(instant: Date): string {
  return `${new Date(instant.getTime() - LIMA_OFFSET_MS).toISOString().slice(0, 19)}-05:00`;
}

/**
 * Money from a JSON number or decimal string and its currency, or null when it is not a positive
 * amount of whole céntimos in a currency we hold. A number is read through its shortest decimal
 * text, never multiplied: 1.005 × 100 is not 100.5 in binary. Zeros after the second decimal are harmless.
 */
export function readMoney(amount: unknown, currency: unknown): Money | null {
  const text = typeof amount === "number" ? String(amount) : amount;
  if (typeof text !== "string" || typeof currency !== "string" || !isCurrency(currency)) return null;
  const parsed = parseDecimalAmount(text.trim().replace(/(\.\d{2})0+$/, "$1"));
  return parsed.kind === "amount" ? { centimos: parsed.centimos, currency } : null;
}

/** Céntimos as the JSON number the API wants: 16035 → 160.35, 2500 → 25. */
export function toApiAmount(centimos: number): number {
  return Number(toDecimalText(centimos));
}

export const NAME_LENGTH = 30;
export const CONCEPT_LENGTH = 50;
export const ADDITIONAL_DATA_LENGTH = 200;

/**
 * Free text made safe to send: one line, no control or invisible characters, no emoji, at most
 * `maxLength` UTF-16 units without splitting a character. Null when nothing is left. A longer value
 * would make PagoEfectivo refuse the whole CIP (113, bad value).
 */
export function cleanText(text: string | null, maxLength: number): string | null {
  if (text === null) return null;
  const clean = text
    .normalize("NFC")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .replace(
      /[\p{C}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u{FE0E}\u{FE0F}\u{20E3}]/gu,
      "",
    )
    .replace(/ {2,}/g, " ")
    .trim();
  const cut = clean
    .slice(0, maxLength)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trimEnd();
  return cut === "" ? null : cut;
}

export interface Phone {
  digits: string;
  /** `+51` */
  countryCode: string;
}

/**
 * A phone PagoEfectivo accepts (1–15 digits, `+` and 1–4 digits), or null. A number that is too
 * long is dropped, not cut: cut, it could be somebody else's, who would get the payment reminders.
 */
export function cleanPhone(phone: Phone | null): Phone | null {
  if (phone === null) return null;
  const digits = phone.digits.replace(/\D/g, "");
  const country = phone.countryCode.replace(/\D/g, "");
  if (!/^\d{6,15}$/.test(digits) || !/^[1-9]\d{0,3}$/.test(country)) return null;
  return { digits, countryCode: `+${country}` };
}

/**
 * Country calling codes by length: one digit for 1 and 7, two for those listed, three for the rest
 * (ITU-T E.164, list of assigned country codes).
 */
const CALLING_CODE = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9]\d{2})/;

/**
 * Splits the free text Shopify has for a phone. Without an international prefix only a Peruvian
 * mobile (nine digits beginning with 9, with or without 51) is understood; anything else is null.
 */
export function parsePhoneText(text: string | null): Phone | null {
  if (text === null) return null;
  const digits = text.replace(/\D/g, "");
  const trimmed = text.trim();
  if (trimmed.startsWith("+") || trimmed.startsWith("00")) {
    const full = trimmed.startsWith("+") ? digits : digits.slice(2);
    const code = CALLING_CODE.exec(full)?.[0];
    return code === undefined ? null : cleanPhone({ digits: full.slice(code.length), countryCode: code });
  }
  if (/^9\d{8}$/.test(digits)) return { digits, countryCode: "+51" };
  if (/^519\d{8}$/.test(digits)) return { digits: digits.slice(2), countryCode: "+51" };
  return null;
}
