/** The days of a period put together into spans that a chart can show: days, weeks, months or years. Pure. */
const DAY_MS = 86_400_000;
/** More bars than this cannot be told apart on a phone. */
const MOST_SPANS = 46;

/** Days of Lima, both included. */
export interface Span {
  from: string;
  to: string;
}

type Unit = "day" | "week" | "month" | "year";
const UNITS: readonly Unit[] = ["day", "week", "month", "year"];

/** Every day of the period in exactly one span, in order; none where it ends before it begins. Weeks begin on Monday. */
export function spansOf(period: Span): Span[] {
  if (period.from > period.to) return [];
  const unit = UNITS.find((each) => isEnough(period, each)) ?? "year";
  const spans: Span[] = [];
  for (let from = period.from; from <= period.to;) {
    const to = earlier(lastDayOf(from, unit), period.to);
    spans.push({ from, to });
    from = dayAfter(to);
  }
  return spans;
}

/** The span that a day is in, by its place; -1 for a day outside. */
export function spanIndex(spans: readonly Span[], day: string): number {
  return spans.findIndex(({ from, to }) => from <= day && day <= to);
}

function isEnough({ from, to }: Span, unit: Unit): boolean {
  const days = (timeOf(to) - timeOf(from)) / DAY_MS + 1;
  const months = monthNumber(to) - monthNumber(from) + 1;
  switch (unit) {
    case "day":
      return days <= MOST_SPANS;
    case "week":
      // One more than fits: a period seldom begins on a Monday.
      return Math.ceil(days / 7) + 1 <= MOST_SPANS;
    case "month":
      return months <= MOST_SPANS;
    case "year":
      return true;
  }
}

function lastDayOf(day: string, unit: Unit): string {
  const date = new Date(timeOf(day));
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (unit) {
    case "day":
      return day;
    case "week":
      return dayAt(date.getTime() + ((7 - date.getUTCDay()) % 7) * DAY_MS);
    case "month":
      return dayAt(Date.UTC(year, month + 1, 1) - DAY_MS);
    case "year":
      return dayAt(Date.UTC(year + 1, 0, 1) - DAY_MS);
  }
}

function dayAfter(day: string): string {
  return dayAt(timeOf(day) + DAY_MS);
}

function monthNumber(day: string): number {
  const date = new Date(timeOf(day));
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function earlier(one: string, other: string): string {
  return one < other ? one : other;
}

/** A day's place among days; of no zone, as days of one zone are only compared with each other. */
function timeOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayAt(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
