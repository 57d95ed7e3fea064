/** The filter under which the list shows the very payments that a figure counts. Pure. For figures of more than nothing. */
import { PAYMENT_STEPS, type ListFilter } from "#app/payments/payment-list-filter.ts";
import type { PaymentStatus } from "#app/payments/payment-status.ts";
import type { AmountBand } from "#app/figures/figure-bands.ts";
import type { Span } from "#app/figures/figure-spans.ts";
import type { FunnelStep } from "#app/figures/figures-view.ts";

export function whoReached(filter: ListFilter, step: FunnelStep): ListFilter {
  switch (step) {
    case "started":
      return filter;
    case "paid":
      return whoStandsAt(filter, "paid");
    case "issued":
    case "seen":
    case "kept":
      return {
        ...filter,
        steps: PAYMENT_STEPS.filter((known) => known === step || filter.steps.includes(known)),
      };
  }
}

/** Whatever the filter's own statuses are, a payment that was counted has one of them: this one. */
export function whoStandsAt(filter: ListFilter, status: PaymentStatus): ListFilter {
  return { ...filter, view: "all", states: [status] };
}

export function ofDays(filter: ListFilter, { from, to }: Span): ListFilter {
  return { ...filter, from, to };
}

export function ofHour(filter: ListFilter, hour: number): ListFilter {
  return { ...filter, hour };
}

/** The band, as far as the filter's own bounds reach. */
export function ofAmounts(filter: ListFilter, band: AmountBand): ListFilter {
  const min = Math.max(filter.minCentimos ?? 0, band.minCentimos);
  const ends = [filter.maxCentimos, band.maxCentimos].filter((end) => end !== null);
  return {
    ...filter,
    minCentimos: min === 0 ? null : min,
    maxCentimos: ends.length === 0 ? null : Math.min(...ends),
  };
}

export function ofChannel(filter: ListFilter, channel: string): ListFilter {
  return { ...filter, channel };
}
