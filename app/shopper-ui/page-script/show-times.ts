import { HOUR } from "./durations.ts";
import { main } from "./page.ts";
import { serverNow } from "./server-clock.ts";
import { timeLeftText } from "./time-left.ts";

export function showTimeLeft(): void {
  const line = main().querySelector<HTMLElement>("[data-deadline]");
  if (!line) return;
  const { deadline = "", left = "", soon = "" } = line.dataset;
  const leftMs = Date.parse(deadline) - serverNow();
  line.classList.toggle("urgent", leftMs < HOUR);
  line.textContent = timeLeftText(leftMs, { left, soon }, document.documentElement.lang);
}

/** A second line for a shopper whose phone is not on Peru's time. */
export function showLocalDeadline(): void {
  const line = main().querySelector<HTMLElement>("[data-local]");
  const deadline = main().querySelector<HTMLElement>("[data-deadline]");
  if (!line || !deadline) return;
  const date = new Date(deadline.dataset.deadline ?? "");
  const text = dateText(date);
  if (text === dateText(date, "America/Lima")) return;
  line.textContent = line.dataset.local?.replace("{date}", text) ?? "";
  line.hidden = false;
}

/** On paper stands when it was printed. */
export function showPrintedMoment(): void {
  const line = main().querySelector<HTMLElement>("[data-printed]");
  if (!line) return;
  const date = dateText(new Date(serverNow()), "America/Lima");
  line.textContent = line.dataset.printed?.replace("{date}", date) ?? "";
}

function dateText(date: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: "full",
    timeStyle: "short",
    ...(timeZone && { timeZone }),
  }).format(date);
}
