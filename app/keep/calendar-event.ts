/** The last hours in which a code can be paid, as one event of the shopper's day. Pure. */
import type { KeptCode } from "#app/keep/kept-code.ts";
import { shareText } from "#app/keep/share-text.ts";
import { message } from "#app/messages/message.ts";
import { moneyInWords } from "#app/messages/money-text.ts";

/** The event ends with the deadline. */
const LASTS_MS = 3 * 3_600_000;

export interface CalendarEvent {
  start: Date;
  end: Date;
  summary: string;
  description: string;
}

export function calendarEvent(
  kept: Pick<KeptCode, "frame" | "cip" | "expiresAt" | "standing">,
): CalendarEvent {
  const end = new Date(kept.expiresAt);
  const description =
    kept.standing === "payable"
      ? shareText(kept.frame, kept)
      : message("voucher.keep.event.overText", { url: kept.frame.pageUrl }, kept.frame.language);
  return { start: new Date(end.getTime() - LASTS_MS), end, summary: summaryOf(kept), description };
}

/** The same event as a page of Google's, for browsers inside other apps, which cannot open a calendar file. */
export function googleCalendarUrl(kept: Pick<KeptCode, "frame" | "cip" | "expiresAt">): string {
  const { start, end, summary, description } = calendarEvent({ ...kept, standing: "payable" });
  const query = new URLSearchParams({
    action: "TEMPLATE",
    text: summary,
    dates: `${compact(start)}/${compact(end)}`,
    details: description,
  });
  return `https://calendar.google.com/calendar/render?${query.toString()}`;
}

/** `20261125T015900Z` */
function compact(instant: Date): string {
  return instant.toISOString().replace(/[-:]|\.\d{3}/g, "");
}

function summaryOf({ frame, standing }: Pick<KeptCode, "frame" | "standing">): string {
  const { language } = frame;
  const values = { store: frame.storeName, amount: moneyInWords(frame.amount, language) };
  if (standing === "paid") return message("voucher.keep.event.paid", values, language);
  if (standing === "over") return message("voucher.keep.event.over", values, language);
  return message(frame.test ? "voucher.keep.event.test" : "voucher.keep.event", values, language);
}
