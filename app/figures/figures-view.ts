/**
 * What the page of figures shows, and how it is put together from what was counted. Pure. Every payment counts where it began: on
 * that day and in that hour of Lima. Currencies are never added up: one is shown at a time.
 */
import { CURRENCIES, type Currency } from "#app/lib/money.ts";
import { PAYMENT_STATUSES, type PaymentStatus } from "#app/payments/payment-status.ts";
import { UNKNOWN_CHANNEL, type ListFilter, type ListMode } from "#app/payments/payment-list-filter.ts";
import { AMOUNT_BANDS, TIME_BANDS, type AmountBand, type TimeBand } from "#app/figures/figure-bands.ts";
import { spanIndex, spansOf, type Span } from "#app/figures/figure-spans.ts";

/** `started`: all that the list shows. `paid`: those that the list calls paid. */
export const FUNNEL_STEPS = ["started", "issued", "seen", "kept", "paid"] as const;
export type FunnelStep = (typeof FUNNEL_STEPS)[number];
export type StepCounts = Record<FunnelStep, number>;

export const FUNNEL_DIMENSIONS = ["all", "day", "hour", "amount", "channel"] as const;
export type FunnelDimension = (typeof FUNNEL_DIMENSIONS)[number];

/** The payments of one part of a dimension. */
export interface FunnelRow extends StepCounts {
  dimension: FunnelDimension;
  /** A day, an hour, the number of an amount band, a channel; null for all, and where no channel is known. */
  part: string | null;
}

/** The payments of one currency that began on a day and stand at a status now. */
export interface OutcomeRow {
  currency: Currency;
  day: string;
  status: PaymentStatus;
  count: number;
  centimos: number;
}

export interface PayTimes {
  /** Of how many it is known when they were paid. */
  measured: number;
  unmeasured: number;
  medianMs: number | null;
  p90Ms: number | null;
  bands: (TimeBand & { count: number })[];
}

export interface Outcome {
  status: PaymentStatus;
  count: number;
  centimos: number;
}

export interface FiguresView {
  /** What is shown, with nothing left to a default: the list under it shows the very payments that are counted. */
  filter: ListFilter & { mode: ListMode; currency: Currency };
  /** What was asked for. */
  asked: ListFilter;
  hasPayments: boolean;
  /** How many payments there are under the same filter in each currency that has any. */
  currencies: { currency: Currency; count: number }[];
  outcomes: Outcome[];
  funnel: StepCounts;
  days: (Span & { steps: StepCounts })[];
  hours: { hour: number; steps: StepCounts }[];
  amounts: (AmountBand & { steps: StepCounts })[];
  channels: { channel: string; steps: StepCounts }[];
  times: PayTimes;
  values: (Span & { paidCentimos: number; expiredCentimos: number })[];
}

const NOTHING: StepCounts = { started: 0, issued: 0, seen: 0, kept: 0, paid: 0 };

/** The currencies that have payments, and how many. */
export function currenciesOf(rows: readonly OutcomeRow[]): FiguresView["currencies"] {
  return CURRENCIES.map((currency) => ({
    currency,
    count: sumOf(
      rows.filter((row) => row.currency === currency),
      "count",
    ),
  })).filter(({ count }) => count > 0);
}

/** The days that are shown: as asked for, and where one end is open, as far as there are payments. */
export function periodOf(
  filter: Pick<ListFilter, "from" | "to">,
  rows: readonly OutcomeRow[],
  today: string,
): Span {
  const days = rows.map(({ day }) => day).toSorted();
  const last = [today, days.at(-1) ?? today].toSorted().at(-1) ?? today;
  const to = filter.to ?? last;
  return { from: filter.from ?? days[0] ?? to, to };
}

/** Every status in its order, also those that no payment has. */
export function outcomesOf(rows: readonly OutcomeRow[]): Outcome[] {
  return PAYMENT_STATUSES.map((status) => {
    const having = rows.filter((row) => row.status === status);
    return { status, count: sumOf(having, "count"), centimos: sumOf(having, "centimos") };
  });
}

export function valuesOf(period: Span, rows: readonly OutcomeRow[]): FiguresView["values"] {
  const values = spansOf(period).map((span) => ({ ...span, paidCentimos: 0, expiredCentimos: 0 }));
  for (const { day, status, centimos } of rows) {
    const value = values[spanIndex(values, day)];
    if (!value) continue;
    if (status === "paid") value.paidCentimos += centimos;
    if (status === "expired") value.expiredCentimos += centimos;
  }
  return values;
}

/** The steps of all payments, and of each part of each dimension; parts without any payment are there too, but for channels. */
export function funnelOf(
  period: Span,
  rows: readonly FunnelRow[],
): Pick<FiguresView, "funnel" | "days" | "hours" | "amounts" | "channels"> {
  const of = (dimension: FunnelDimension) => rows.filter((row) => row.dimension === dimension);
  const stepsAt = (dimension: FunnelDimension, part: string) =>
    added(of(dimension).filter((row) => row.part === part));
  const days = spansOf(period);
  return {
    funnel: added(of("all")),
    days: days.map((span, index) => ({
      ...span,
      steps: added(of("day").filter(({ part }) => spanIndex(days, part ?? "") === index)),
    })),
    hours: Array.from({ length: 24 }, (_, hour) => ({ hour, steps: stepsAt("hour", String(hour)) })),
    amounts: AMOUNT_BANDS.map((band, index) => ({ ...band, steps: stepsAt("amount", String(index)) })),
    channels: of("channel")
      .map((row) => ({ channel: row.part ?? UNKNOWN_CHANNEL, steps: added([row]) }))
      .toSorted(byUse),
  };
}

/** Whatever was counted, in every band of times. */
export function timeBandsOf(counts: ReadonlyMap<number, number>): PayTimes["bands"] {
  return TIME_BANDS.map((band, index) => ({ ...band, count: counts.get(index) ?? 0 }));
}

/** Channels by how many paid there; what nobody knows comes last. */
function byUse(one: FiguresView["channels"][number], other: FiguresView["channels"][number]): number {
  const unknown = Number(one.channel === UNKNOWN_CHANNEL) - Number(other.channel === UNKNOWN_CHANNEL);
  if (unknown !== 0) return unknown;
  return other.steps.paid - one.steps.paid || (one.channel < other.channel ? -1 : 1);
}

function added(rows: readonly StepCounts[]): StepCounts {
  const total = { ...NOTHING };
  for (const row of rows) for (const step of FUNNEL_STEPS) total[step] += row[step];
  return total;
}

function sumOf(rows: readonly OutcomeRow[], what: "count" | "centimos"): number {
  return rows.reduce((total, row) => total + row[what], 0);
}
