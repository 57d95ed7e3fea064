/**
 * The figures as CSV, one line for each number: whoever reads them into a table can turn them as they like. Times are Lima's; `to` is
 * the last day, hour or céntimo that counts, but of minutes the first that does not. Pure.
 */
import { toDecimalText } from "#app/lib/money.ts";
import { UNKNOWN_CHANNEL, type ListMode } from "#app/payments/payment-list-filter.ts";
import type { PaymentStatus } from "#app/payments/payment-status.ts";
import { BYTE_ORDER_MARK, csvRow } from "#app/payments/payments-csv.ts";
import {
  FUNNEL_STEPS,
  type FiguresView,
  type FunnelStep,
  type StepCounts,
} from "#app/figures/figures-view.ts";

/** The machine's header row: these names and their order stay as they are. */
export const FIGURES_COLUMNS = [
  "figure",
  "by",
  "from",
  "to",
  "name",
  "currency",
  "mode",
  "measure",
  "value",
] as const;
export type FiguresColumn = (typeof FIGURES_COLUMNS)[number];

export type CsvFigure = "funnel" | "times" | "outcomes" | "values";
export type CsvDimension = "all" | "day" | "hour" | "amount" | "channel" | "minutes" | "status";
export type CsvMeasure =
  FunnelStep | "payments" | "amount" | "paid_amount" | "expired_amount" | "median_minutes" | "p90_minutes";

/** Words for what is not a figure, in the reader's language, or the machine's own keys. */
export interface FiguresWords {
  header: (column: FiguresColumn) => string;
  figure: (figure: CsvFigure) => string;
  dimension: (dimension: CsvDimension) => string;
  measure: (measure: CsvMeasure) => string;
  status: (status: PaymentStatus) => string;
  mode: (mode: ListMode) => string;
  unknownChannel: string;
}

export const MACHINE_FIGURES: FiguresWords = {
  header: (column) => column,
  figure: (figure) => figure,
  dimension: (dimension) => dimension,
  measure: (measure) => measure,
  status: (status) => status,
  mode: (mode) => mode,
  unknownChannel: UNKNOWN_CHANNEL,
};

/** What a line is about; `name` is a channel or a status. */
interface Part {
  by: CsvDimension;
  from?: string;
  to?: string;
  name?: string;
}

/** The header row, after the byte order mark. */
export function figuresHead(words: FiguresWords): string {
  return `${BYTE_ORDER_MARK}${csvRow(FIGURES_COLUMNS.map((column) => words.header(column)))}`;
}

/** Every figure of one currency, one after the other. */
export function* figuresLines(view: FiguresView, words: FiguresWords): Generator<string, void> {
  yield* funnelLines(view, words);
  yield* timeLines(view, words);
  for (const { status, count, centimos } of view.outcomes) {
    const part: Part = { by: "status", name: words.status(status) };
    yield line(view, words, { figure: "outcomes", part, measure: "payments", value: String(count) });
    const value = toDecimalText(centimos);
    yield line(view, words, { figure: "outcomes", part, measure: "amount", value });
  }
  for (const { from, to, paidCentimos, expiredCentimos } of view.values) {
    const figure = { figure: "values", part: { by: "day", from, to } } as const;
    const [paid, expired] = [toDecimalText(paidCentimos), toDecimalText(expiredCentimos)];
    yield line(view, words, { ...figure, measure: "paid_amount", value: paid });
    yield line(view, words, { ...figure, measure: "expired_amount", value: expired });
  }
}

function* funnelLines(view: FiguresView, words: FiguresWords): Generator<string, void> {
  const parts: [Part, StepCounts][] = [
    [{ by: "all" }, view.funnel],
    ...view.days.map(({ from, to, steps }): [Part, StepCounts] => [{ by: "day", from, to }, steps]),
    ...view.hours.map(({ hour, steps }): [Part, StepCounts] => [
      { by: "hour", from: String(hour), to: String(hour) },
      steps,
    ]),
    ...view.amounts.map(({ minCentimos, maxCentimos, steps }): [Part, StepCounts] => [
      { by: "amount", from: toDecimalText(minCentimos), to: end(maxCentimos, toDecimalText) },
      steps,
    ]),
    ...view.channels.map(({ channel, steps }): [Part, StepCounts] => [
      { by: "channel", name: channel === UNKNOWN_CHANNEL ? words.unknownChannel : channel },
      steps,
    ]),
  ];
  for (const [part, steps] of parts) {
    for (const step of FUNNEL_STEPS)
      yield line(view, words, { figure: "funnel", part, measure: step, value: String(steps[step]) });
  }
}

function* timeLines(view: FiguresView, words: FiguresWords): Generator<string, void> {
  const { medianMs, p90Ms, bands } = view.times;
  const minutes = (ms: number | null) => (ms === null ? "" : String(Math.round(ms / 60_000)));
  const all: Part = { by: "all" };
  const [median, p90] = [minutes(medianMs), minutes(p90Ms)];
  yield line(view, words, { figure: "times", part: all, measure: "median_minutes", value: median });
  yield line(view, words, { figure: "times", part: all, measure: "p90_minutes", value: p90 });
  for (const { fromMinutes, toMinutes, count } of bands) {
    const part: Part = { by: "minutes", from: String(fromMinutes), to: end(toMinutes, String) };
    yield line(view, words, { figure: "times", part, measure: "payments", value: String(count) });
  }
}

function line(
  { filter }: FiguresView,
  words: FiguresWords,
  number: { figure: CsvFigure; part: Part; measure: CsvMeasure; value: string },
): string {
  const { part } = number;
  const cells: Record<FiguresColumn, string> = {
    figure: words.figure(number.figure),
    by: words.dimension(part.by),
    from: part.from ?? "",
    to: part.to ?? "",
    name: part.name ?? "",
    currency: filter.currency,
    mode: words.mode(filter.mode),
    measure: words.measure(number.measure),
    value: number.value,
  };
  return csvRow(FIGURES_COLUMNS.map((column) => cells[column]));
}

function end(value: number | null, text: (value: number) => string): string {
  return value === null ? "" : text(value);
}
