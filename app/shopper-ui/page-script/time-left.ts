import { DAY, HOUR, MINUTE } from "./durations.ts";

/** The server's words, with `{relative}` where the time stands. */
interface TimeLeftWords {
  left: string;
  soon: string;
}

/** How long until a deadline. The same rule as the server's: whole days, then hours, then minutes, rounded down. */
export function timeLeftText(leftMs: number, words: TimeLeftWords, language: string): string {
  if (leftMs <= 0) return "";
  if (leftMs < MINUTE) return words.soon;
  const say = (size: number, unit: Intl.RelativeTimeFormatUnit) =>
    words.left.replace(
      "{relative}",
      new Intl.RelativeTimeFormat(language).format(Math.floor(leftMs / size), unit),
    );
  if (leftMs >= DAY) return say(DAY, "day");
  return leftMs >= HOUR ? say(HOUR, "hour") : say(MINUTE, "minute");
}
