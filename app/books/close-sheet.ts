/**
 * A close as a table, the same for every file of it: one row for each entry, then what they add up to. The sums are added from the very
 * cells that are written, and the close's own totals must agree. Pure.
 */
import type { Bucket, Problem } from "#app/books/close-entry.ts";
import type { CloseFacts } from "#app/books/close-facts.ts";
import type { EntryOnPage } from "#app/books/close-page.ts";
import { CURRENCIES, type Currency } from "#app/lib/money.ts";

/** The machine's names of the columns, in their order. */
export const SHEET_COLUMNS = [
  "entry",
  "bucket",
  "differences",
  "accepted",
  "cip",
  "payment_id",
  "transaction_code",
  "operation_number",
  "channel",
  "state_here",
  "paid_here",
  "currency_here",
  "amount_here",
  "state_there",
  "paid_there",
  "currency_there",
  "amount_there",
  "currency_settled",
  "amount_settled",
  "fee",
  "igv",
  "net",
  "settled_on",
  "settlement_ref",
] as const;
export type SheetColumn = (typeof SHEET_COLUMNS)[number];

/** Text, or an amount in céntimos: a spreadsheet gets it as a number. */
export type SheetCell = string | { centimos: number };
export type SheetRow = Record<SheetColumn, SheetCell>;

export interface SheetWords {
  header: (column: SheetColumn) => string;
  bucket: (bucket: Bucket) => string;
  problem: (problem: Problem) => string;
  accepted: (by: string, note: string) => string;
  stateHere: (state: NonNullable<CloseFacts["here"]>["state"]) => string;
  stateThere: (state: NonNullable<CloseFacts["there"]>["state"]) => string;
  total: string;
}

export interface SheetSum {
  currency: Currency;
  entries: number;
  here: number;
  there: number;
  settled: number;
  fee: number;
  igv: number;
  net: number;
}

/** Adds up what is written, row by row. */
export class SheetSums {
  readonly #sums = new Map<Currency, SheetSum>();

  add(entry: EntryOnPage): void {
    const { here, there, facts } = entry;
    const counted = here?.currency ?? there?.currency;
    if (counted) this.#of(counted).entries += 1;
    if (here) this.#of(here.currency).here += here.centimos;
    if (there) this.#of(there.currency).there += there.centimos;
    const { settled } = facts;
    if (settled === null) return;
    const sum = this.#of(settled.currency);
    sum.settled += settled.centimos;
    sum.fee += settled.feeCentimos ?? 0;
    sum.igv += settled.igvCentimos ?? 0;
    sum.net += settled.netCentimos ?? 0;
  }

  all(): SheetSum[] {
    return CURRENCIES.flatMap((currency) => this.#sums.get(currency) ?? []);
  }

  #of(currency: Currency): SheetSum {
    const none = { entries: 0, here: 0, there: 0, settled: 0, fee: 0, igv: 0, net: 0 };
    const sum = this.#sums.get(currency) ?? { currency, ...none };
    this.#sums.set(currency, sum);
    return sum;
  }
}

export function entryRow(entry: EntryOnPage, words: SheetWords): SheetRow {
  const { accepted } = entry;
  return {
    entry: String(entry.number),
    bucket: words.bucket(entry.bucket),
    differences: entry.problems.map((problem) => words.problem(problem)).join(" · "),
    accepted: accepted === null ? "" : words.accepted(accepted.by, accepted.note),
    cip: entry.cip ?? "",
    ...cellsHere(entry, words),
    ...cellsThere(entry, words),
    ...cellsSettled(entry.facts.settled),
  };
}

function cellsHere({ here, facts }: EntryOnPage, words: SheetWords) {
  return {
    payment_id: facts.here?.sessionId ?? "",
    transaction_code: facts.here?.codeId ?? "",
    state_here: facts.here === null ? "" : words.stateHere(facts.here.state),
    paid_here: limaText(facts.here?.paidAt),
    currency_here: here?.currency ?? "",
    amount_here: amount(here?.centimos),
  };
}

function cellsThere({ there, facts }: EntryOnPage, words: SheetWords) {
  return {
    operation_number: facts.there?.operationNumber ?? "",
    channel: facts.there?.channel ?? "",
    state_there: facts.there === null ? "" : words.stateThere(facts.there.state),
    paid_there: limaText(facts.there?.paidAt),
    currency_there: there?.currency ?? "",
    amount_there: amount(there?.centimos),
  };
}

function cellsSettled(settled: CloseFacts["settled"]) {
  return {
    currency_settled: settled?.currency ?? "",
    amount_settled: amount(settled?.centimos),
    fee: amount(settled?.feeCentimos),
    igv: amount(settled?.igvCentimos),
    net: amount(settled?.netCentimos),
    settled_on: settled?.settledOn ?? "",
    settlement_ref: settled?.settlementRef ?? "",
  };
}

export function sumRow(sum: SheetSum, words: SheetWords): SheetRow {
  const { currency } = sum;
  return {
    ...{ entry: words.total, bucket: String(sum.entries), differences: "", accepted: "", cip: "" },
    ...{ payment_id: "", transaction_code: "", operation_number: "", channel: "" },
    ...{ state_here: "", paid_here: "", currency_here: currency, amount_here: amount(sum.here) },
    ...{ state_there: "", paid_there: "", currency_there: currency, amount_there: amount(sum.there) },
    ...{ currency_settled: currency, amount_settled: amount(sum.settled) },
    ...{ fee: amount(sum.fee), igv: amount(sum.igv), net: amount(sum.net) },
    ...{ settled_on: "", settlement_ref: "" },
  };
}

/** `-123.45`: digits and a point, in every language; never by a float. */
export function decimalText(centimos: number): string {
  const digits = String(Math.abs(centimos)).padStart(3, "0");
  return `${centimos < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function amount(centimos: number | null | undefined): SheetCell {
  return centimos === null || centimos === undefined ? "" : { centimos };
}

/** Peru has had no daylight saving time since 1994. */
const LIMA_OFFSET_MS = -5 * 3_600_000;

/** `2026-11-24 23:59:00`, as a clock in Lima showed; empty for none. */
export function limaText(instant: string | null | undefined): string {
  if (instant === null || instant === undefined) return "";
  const shifted = new Date(Date.parse(instant) + LIMA_OFFSET_MS);
  return shifted.toISOString().slice(0, 19).replace("T", " ");
}
