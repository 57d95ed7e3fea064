/** Names for the parts of the figures: spans of days, hours, bands of amounts and of times, channels. */
import type { Currency } from "#app/lib/money.ts";
import type { AmountBand, TimeBand } from "#app/figures/figure-bands.ts";
import type { Span } from "#app/figures/figure-spans.ts";
import type { FunnelStep, StepCounts } from "#app/figures/figures-view.ts";
import { UNKNOWN_CHANNEL } from "#app/payments/payment-list-filter.ts";
import { noonOf } from "../home/days.ts";
import type { MerchantWords } from "../words.tsx";

export function spanText({ from, to }: Span, { say, date }: MerchantWords): string {
  const first = date(noonOf(from));
  return from === to ? first : say("figures.between", { from: first, to: date(noonOf(to)) });
}

/** As a clock shows it in every language. */
export function hourText(hour: number): string {
  const two = String(hour).padStart(2, "0");
  return `${two}:00–${two}:59`;
}

export function amountText(band: AmountBand, currency: Currency, { say, money }: MerchantWords): string {
  const from = money({ centimos: band.minCentimos, currency });
  if (band.maxCentimos === null) return say("figures.orMore", { from });
  return say("figures.between", { from, to: money({ centimos: band.maxCentimos, currency }) });
}

export function timeText({ fromMinutes, toMinutes }: TimeBand, words: MerchantWords): string {
  const { say } = words;
  if (toMinutes === null) return say("figures.orMore", { from: lengthText(fromMinutes, words) });
  const to = lengthText(toMinutes, words);
  return fromMinutes === 0
    ? say("figures.lessThan", { to })
    : say("figures.between", { from: lengthText(fromMinutes, words), to });
}

export function channelText(channel: string, { say }: MerchantWords): string {
  return channel === UNKNOWN_CHANNEL ? say("figures.channel.unknown") : channel;
}

/** The count of a step, with its part of the issued codes. */
export function stepText(step: FunnelStep, funnel: StepCounts, words: MerchantWords): string {
  const count = words.number(funnel[step]);
  const percent = percentText(step, funnel, words);
  return percent === null ? count : words.say("figures.share", { count, percent });
}

/** Of the issued codes: before there is a code, nobody can see, keep or pay one. Null where that would say nothing. */
export function percentText(step: FunnelStep, funnel: StepCounts, words: MerchantWords): string | null {
  if (funnel.issued === 0 || step === "started" || step === "issued") return null;
  return words.number(Math.round((funnel[step] / funnel.issued) * 100));
}

function lengthText(minutes: number, { say }: MerchantWords): string {
  return minutes < 60
    ? say("home.duration.minutes", { minutes: String(minutes) })
    : say("figures.hours", { count: minutes / 60 });
}
