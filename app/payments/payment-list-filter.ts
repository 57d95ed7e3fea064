/**
 * What of a shop's payments a list or an export shows, read from the query of an address. Pure. Whatever the query holds, an
 * unknown value is ignored: an address that somebody kept or edited never fails.
 */
import { CURRENCIES, MAX_CENTIMOS, toDecimalText, type Currency } from "#app/lib/money.ts";
import { MONEY_STAGES, type MoneyStage } from "#app/payments/payment-money.ts";
import { PAYMENT_STATUSES, type PaymentStatus } from "#app/payments/payment-status.ts";
import { readAmount, readSearch, type Search } from "#app/payments/payment-list-search.ts";

/** The tabs, and the statuses that each shows. */
export const VIEW_STATUSES = {
  all: PAYMENT_STATUSES,
  pending: ["pending"],
  paid: ["paid"],
  expired: ["expired"],
  voided: ["voided"],
  review: ["review"],
} as const satisfies Record<string, readonly PaymentStatus[]>;
export type PaymentView = keyof typeof VIEW_STATUSES;
export const PAYMENT_VIEWS = ["all", "pending", "paid", "expired", "voided", "review"] as const;

export const LIST_MODES = ["live", "test", "all"] as const;
export type ListMode = (typeof LIST_MODES)[number];

export const LIST_SORTS = [
  "created-desc",
  "created-asc",
  "expires-asc",
  "expires-desc",
  "amount-desc",
  "amount-asc",
] as const;
export type ListSort = (typeof LIST_SORTS)[number];

/** How far a payment came; each is a fact by itself: who pays need not have opened the page again, nor have kept the code. */
export const PAYMENT_STEPS = ["issued", "seen", "kept"] as const;
export type PaymentStep = (typeof PAYMENT_STEPS)[number];

/** In the place of a channel's name: no statement says where the code was paid. A file that says a dash says nothing either. */
export const UNKNOWN_CHANNEL = "-";

export interface ListFilter {
  view: PaymentView;
  /** Within the view; empty: all that it shows. */
  states: readonly PaymentStatus[];
  /** Days of Lima, both included: `2026-11-24`. */
  from: string | null;
  to: string | null;
  currency: Currency | null;
  /** Null: not asked for; what the list then shows depends on the shop. */
  mode: ListMode | null;
  minCentimos: number | null;
  maxCentimos: number | null;
  /** All of them must have been reached; empty: not asked for. */
  steps: readonly PaymentStep[];
  /** The hour of Lima's day in which the payment began. */
  hour: number | null;
  /** Where it was paid, in the words of the newest statement that says so; or `UNKNOWN_CHANNEL`. */
  channel: string | null;
  /** Null: wherever the money is, and where there is none. */
  money: MoneyStage | null;
  /** What was typed, as typed; empty: no search. */
  q: string;
  sort: ListSort;
}

const LONGEST_SEARCH = 200;
const LIMA_OFFSET = "-05:00";
const DAY_MS = 86_400_000;

export function readListFilter(query: URLSearchParams): ListFilter {
  return {
    view: oneOf(PAYMENT_VIEWS, query.get("view")) ?? "all",
    states: readStates(query.get("state")),
    from: readDay(query.get("from")),
    to: readDay(query.get("to")),
    currency: oneOf(CURRENCIES, query.get("currency")),
    mode: oneOf(LIST_MODES, query.get("mode")),
    minCentimos: readBound(query.get("min")),
    maxCentimos: readBound(query.get("max")),
    steps: readSteps(query.get("step")),
    hour: readHour(query.get("hour")),
    channel: readChannel(query.get("channel")),
    money: oneOf(MONEY_STAGES, query.get("money")),
    q: (query.get("q") ?? "").trim().slice(0, LONGEST_SEARCH),
    sort: readSort(query.get("sort")),
  };
}

/** The statuses that both the view and the filter allow. */
export function wantedStatuses(filter: Pick<ListFilter, "view" | "states">): readonly PaymentStatus[] {
  const ofView: readonly PaymentStatus[] = VIEW_STATUSES[filter.view];
  return filter.states.length === 0 ? ofView : ofView.filter((status) => filter.states.includes(status));
}

/** Null: no search. */
export function searchOf(filter: Pick<ListFilter, "q">): Search | null {
  return filter.q === "" ? null : readSearch(filter.q);
}

/** Whether anything but the view and the order was asked for. */
export function isNarrowed(filter: ListFilter): boolean {
  const { from, to, currency, mode, minCentimos, maxCentimos, hour, channel, money } = filter;
  const single = [from, to, currency, mode, minCentimos, maxCentimos, hour, channel, money];
  const isSome = single.some((value) => value !== null);
  return isSome || filter.q !== "" || filter.states.length > 0 || filter.steps.length > 0;
}

/** The start of a day in Lima, UTC. Peru has had no daylight saving time since 1994. */
export function limaDayStart(day: string): Date {
  return new Date(`${day}T00:00:00${LIMA_OFFSET}`);
}

/** The start of the day after, UTC. */
export function limaDayEnd(day: string): Date {
  return new Date(limaDayStart(day).getTime() + DAY_MS);
}

function oneOf<Value extends string>(known: readonly Value[], text: string | null): Value | null {
  return known.find((value) => value === text) ?? null;
}

/** Comma-separated, in the vocabulary's own order. */
function readStates(text: string | null): readonly PaymentStatus[] {
  const asked = (text ?? "").split(",");
  return PAYMENT_STATUSES.filter((status) => asked.includes(status));
}

function readSteps(text: string | null): readonly PaymentStep[] {
  const asked = (text ?? "").split(",");
  return PAYMENT_STEPS.filter((step) => asked.includes(step));
}

function readHour(text: string | null): number | null {
  return text !== null && /^(?:1?\d|2[0-3])$/.test(text) ? Number(text) : null;
}

/** Half a character, or a sign that no file shows, would make the database refuse. */
function readChannel(text: string | null): string | null {
  return text !== null && /^[^\p{Cc}\p{Cs}]{1,100}$/u.test(text) ? text : null;
}

function readSort(text: string | null): ListSort {
  if (text === "expires") return "expires-asc";
  if (text === "amount") return "amount-desc";
  return oneOf(LIST_SORTS, text) ?? "created-desc";
}

/** A day that exists, in the years that the database and this app can mean. */
function readDay(text: string | null): string | null {
  if (text === null || !/^20\d{2}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text)) return null;
  return text;
}

function readBound(text: string | null): number | null {
  const amount = text === null ? null : readAmount(text);
  return amount && amount.centimos <= MAX_CENTIMOS ? amount.centimos : null;
}

/** The filter as the query of an address: what `readListFilter` reads back. Null where nothing is asked for. */
export function writeListFilter(filter: ListFilter): Record<string, string | null> {
  const bound = (centimos: number | null) => (centimos === null ? null : toDecimalText(centimos));
  return {
    view: filter.view === "all" ? null : filter.view,
    state: filter.states.length === 0 ? null : filter.states.join(","),
    from: filter.from,
    to: filter.to,
    currency: filter.currency,
    mode: filter.mode,
    min: bound(filter.minCentimos),
    max: bound(filter.maxCentimos),
    step: filter.steps.length === 0 ? null : filter.steps.join(","),
    hour: filter.hour === null ? null : String(filter.hour),
    channel: filter.channel,
    money: filter.money,
    q: filter.q === "" ? null : filter.q,
    sort: filter.sort === "created-desc" ? null : filter.sort,
  };
}

/** The same view and order with nothing narrowed. */
export function widened({ view, sort }: ListFilter): ListFilter {
  return { ...readListFilter(new URLSearchParams()), view, sort };
}
