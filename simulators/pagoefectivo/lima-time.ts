/**
 * Dates as PagoEfectivo writes and reads them: `yyyy-MM-ddTHH:mm:ss-05:00`. Peru is UTC-5 all year,
 * without daylight saving (PagoEfectivo, Integración API CIP v1.1, read 2026-11-22).
 */
const LIMA_OFFSET_MS = 5 * 3_600_000;

/** What the search writes where there is no date (PagoEfectivo API documentation site, read 2026-11-22). */
export const NO_DATE = "1900-01-01T00:00:00-05:00";

/** The Lima wall clock of a UTC instant, cut to the second, with the literal offset. */
export function limaText(instant: Date): string {
  return `${limaWall(instant).toISOString().slice(0, 19)}-05:00`;
}

/** The same, or 1900 where the vendor has no date to show. */
export function limaTextOrNone(instant: Date | null): string {
  return instant === null ? NO_DATE : limaText(instant);
}

const DATE_TEXT = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads a date with its offset; `null` when the text is not a real date. A space for the `T` and an
 * offset without colon are read too: one of the PDF's own samples and the Android SDK write those.
 */
export function parseOffsetDate(text: string): Date | null {
  const match = DATE_TEXT.exec(text);
  if (!match) return null;
  const [, year = "", month = "", day = "", hour = "", minute = "", second = "", offset = ""] = match;
  const wallText = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const wall = new Date(wallText);
  // 30 February rolls over to March instead of failing, so the text must come back unchanged.
  if (Number.isNaN(wall.getTime()) || wall.toISOString() !== wallText) return null;
  return new Date(wall.getTime() - offsetMs(offset));
}

function offsetMs(offset: string): number {
  if (offset === "Z") return 0;
  const digits = offset.slice(1).replace(":", "");
  const size = Number(digits.slice(0, 2)) * 3_600_000 + Number(digits.slice(2)) * 60_000;
  return offset.startsWith("-") ? -size : size;
}

const WEEKDAYS = ["Domingo", "Lunes", "Martes", "Miércoles", "Jueves", "Viernes", "Sábado"];

/** As the voucher page shows it: `Lunes 23/11/2026 - 09:05 PM`, Lima time on a 12-hour clock. */
export function voucherDateText(instant: Date): string {
  const wall = limaWall(instant);
  const hour = wall.getUTCHours();
  const clock = `${twoDigits(hour % 12 === 0 ? 12 : hour % 12)}:${twoDigits(wall.getUTCMinutes())}`;
  return `${WEEKDAYS[wall.getUTCDay()] ?? ""} ${dayText(wall)} - ${clock} ${hour < 12 ? "AM" : "PM"}`;
}

/** As the portal's report shows it: `23/11/2026 21:05:00`, Lima time; empty for no date. */
export function reportDateText(instant: Date | null): string {
  if (instant === null) return "";
  const wall = limaWall(instant);
  return `${dayText(wall)} ${wall.toISOString().slice(11, 19)}`;
}

function limaWall(instant: Date): Date {
  return new Date(instant.getTime() - LIMA_OFFSET_MS);
}

function dayText(wall: Date): string {
  return `${twoDigits(wall.getUTCDate())}/${twoDigits(wall.getUTCMonth() + 1)}/${wall.getUTCFullYear()}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
