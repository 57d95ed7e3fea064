/**
 * Dates as other people's files write them, all of Lima unless they name an offset: `29/11/2026 9:05:00 p. m.`, `2026-11-29T21:05`,
 * a workbook's day number. Day before month, as in Peru: a month above twelve is refused, never turned around. Pure.
 */
import type { Cell } from "./statement-table.ts";

export type ReadMoment =
  | { kind: "none" }
  /** `day` is the Lima day, `at` the instant; a date without an hour is the beginning of its day. */
  | { kind: "moment"; at: Date; day: string }
  | { kind: "problem" };

/** Peru has had no daylight saving time since 1994 (IANA time zone data, read 2026-11-22). */
const LIMA_OFFSET_MS = -5 * 3_600_000;
const DAY_MS = 86_400_000;

const TIME = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*([ap]m)?`;
const DAY_FIRST = new RegExp(
  String.raw`^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:(?:[\sT,]+|\s+-\s+)${TIME})?$`,
);
const YEAR_FIRST = new RegExp(
  String.raw`^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?:[\sT,]+${TIME}\s*(z|[+-]\d{2}:?\d{2})?)?$`,
);

export function readMoment(cell: Cell | undefined, is1904 = false): ReadMoment {
  if (cell !== undefined && typeof cell !== "string") return fromSerial(cell.number, is1904);
  const text = plain(cell ?? "");
  if (text === "" || text === "-") return { kind: "none" };
  if (/^\d{5}(?:\.\d+)?$/.test(text)) return fromSerial(text, is1904);
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) {
    const [, day = "", , month = "", year = "", ...time] = dayFirst;
    return fromParts({ year, month, day, time, offset: undefined });
  }
  const yearFirst = YEAR_FIRST.exec(text);
  if (!yearFirst) return { kind: "problem" };
  const [, year = "", , month = "", day = "", ...rest] = yearFirst;
  return fromParts({ year, month, day, time: rest.slice(0, 4), offset: rest[4] });
}

/** `9:05 p. m.`, as Spanish systems write it with spaces that do not break, is `9:05 pm`. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .trim()
    .toLowerCase()
    .replace(/([ap])\.? ?m\.?$/, "$1m")
    .replace("t", "T");
}

interface DateParts {
  year: string;
  month: string;
  day: string;
  /** Hour, minute, second, am or pm: those that are written. */
  time: readonly (string | undefined)[];
  offset: string | undefined;
}

function fromParts({ year, month, day, time, offset }: DateParts): ReadMoment {
  // Systems write their first day where nothing happened: year 1 (.NET), 1900 (PagoEfectivo's API).
  if (Number(year) <= 1900) return { kind: "none" };
  const clock = clockOf(time);
  if (clock === null) return { kind: "problem" };
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day)) + clock;
  const shown = new Date(wall).toISOString().slice(0, 10);
  // 31 February rolls over to March; the text must come back unchanged.
  if (shown !== `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`) return { kind: "problem" };
  return at(wall - (offset === undefined ? LIMA_OFFSET_MS : offsetMs(offset)));
}

/** Milliseconds since midnight. */
function clockOf([hours, minutes, seconds, half]: readonly (string | undefined)[]): number | null {
  if (hours === undefined || minutes === undefined) return 0;
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds ?? "0")];
  if (minute > 59 || second > 59 || hour > 23) return null;
  if (half === undefined) return ((hour * 60 + minute) * 60 + second) * 1000;
  if (hour < 1 || hour > 12) return null;
  const from0 = (hour % 12) + (half === "pm" ? 12 : 0);
  return ((from0 * 60 + minute) * 60 + second) * 1000;
}

function offsetMs(offset: string): number {
  if (offset === "z") return 0;
  const digits = offset.slice(1).replace(":", "");
  const size = Number(digits.slice(0, 2)) * 3_600_000 + Number(digits.slice(2)) * 60_000;
  return offset.startsWith("-") ? -size : size;
}

/** Days since 1899-12-30, in workbooks of old Macs since 1904-01-01 (ECMA-376, part 1, 18.17.4.1); the fraction is the time of day. */
function fromSerial(text: string, is1904: boolean): ReadMoment {
  const match = /^(\d{1,6})(?:\.(\d{1,20}))?$/.exec(text.trim());
  if (!match) return { kind: "problem" };
  const days = Number(match[1]) + (is1904 ? 1_462 : 0);
  if (days <= 1) return { kind: "none" };
  const seconds = Math.round(Number(`0.${match[2] ?? "0"}`) * 86_400);
  return at(Date.UTC(1899, 11, 30) + days * DAY_MS + seconds * 1000 - LIMA_OFFSET_MS);
}

/** PagoEfectivo began in 2009; what lies far outside of a working life is another column's number. */
const EARLIEST_MS = Date.UTC(2009, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

function at(instantMs: number): ReadMoment {
  if (!(instantMs >= EARLIEST_MS && instantMs < LATEST_MS)) return { kind: "problem" };
  const day = new Date(instantMs + LIMA_OFFSET_MS).toISOString().slice(0, 10);
  return { kind: "moment", at: new Date(instantMs), day };
}
