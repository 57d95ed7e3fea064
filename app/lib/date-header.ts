/**
 * How far the clock behind an answer is from ours, in ms: theirs minus ours, by the answer's `Date`, which was written somewhere between
 * question and answer. Null when the header is missing or no date. It has whole seconds, so that less than one means nothing.
 */
export function clockOffsetMs(headers: Headers, asked: { from: Date; to: Date }): number | null {
  const header = headers.get("date");
  const theirsMs = header === null ? Number.NaN : Date.parse(header);
  const middleMs = (asked.from.getTime() + asked.to.getTime()) / 2;
  return Number.isNaN(theirsMs) ? null : theirsMs - middleMs;
}
