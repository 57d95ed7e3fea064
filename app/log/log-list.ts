/** The log's list: what it can be asked for and what it shows, as plain values. Instants are ISO text, UTC. Pure. */
import { readListFilter } from "#app/payments/payment-list-filter.ts";

export const DIRECTIONS = ["from-pagoefectivo", "from-shopify", "to-shopify", "to-pagoefectivo"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** What became of a message. */
export const VERDICTS = [
  "accepted",
  "waiting",
  "repeated",
  "bad-signature",
  "foreign",
  "needs-person",
  "retrying",
  "refused",
  "failed",
  "unknown",
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The verdicts that a direction knows. */
export const VERDICTS_OF = {
  "from-pagoefectivo": ["accepted", "waiting", "repeated", "bad-signature", "foreign", "needs-person"],
  "from-shopify": ["accepted", "waiting", "refused"],
  "to-shopify": ["accepted", "retrying", "refused", "failed"],
  "to-pagoefectivo": ["accepted", "refused", "failed", "unknown"],
} as const satisfies Record<Direction, readonly Verdict[]>;

/** The kinds of message of each direction. `other`: what no version of ours knows. */
export const KINDS_OF = {
  "from-pagoefectivo": ["cip.paid", "cip.expired", "cip.refunded", "other"],
  "from-shopify": [
    "payment-session",
    "refund-session",
    "app/uninstalled",
    "customers/data_request",
    "customers/redact",
    "shop/redact",
  ],
  "to-shopify": ["pending", "resolve", "reject", "refund-resolve", "refund-reject"],
  "to-pagoefectivo": ["authorize", "create-cip", "search-cips", "update-expiry", "delete-cip"],
} as const satisfies Record<Direction, readonly string[]>;
export type LogKind = (typeof KINDS_OF)[Direction][number];

const ALL_KINDS: readonly LogKind[] = DIRECTIONS.flatMap(
  (direction): readonly LogKind[] => KINDS_OF[direction],
);

export function logKind(text: string | null): LogKind {
  return ALL_KINDS.find((known) => known === text) ?? "other";
}

export interface LogFilter {
  direction: Direction;
  verdict: Verdict | null;
  kind: LogKind | null;
  /** Days of Lima, both included. */
  from: string | null;
  to: string | null;
  /** As typed: Shopify's id of a payment, or a CIP. Empty: every payment, and messages of none. */
  payment: string;
}

export interface ListedEntry {
  /** What its page is asked for. */
  id: string;
  at: string;
  kind: LogKind;
  verdict: Verdict;
  /** Until it was answered; of a notice that was accepted: until it was brought to its payment. Null where nothing says. */
  tookMs: number | null;
  attempts: number;
  /** More than one where a flood is one entry. */
  times: number;
  /** Shopify's id of its payment; null where it is of none, or of many. */
  sessionId: string | null;
  test: boolean;
}

/** How a direction fares. */
export interface LogHealth {
  lastAt: string | null;
  /** Of the last 24 hours. */
  good: number;
  bad: number;
  /** Since when the oldest waits that is not through; null while none does. */
  oldestWaiting: string | null;
}

/** PagoEfectivo's notices stay away. */
export interface Silence {
  /** When the last one came. */
  since: string;
  /** Codes that can still be paid. */
  payable: number;
  /** Codes that a look-up found paid since, of which no notice told. */
  paidWithout: number;
}

export interface LogList {
  filter: LogFilter;
  rows: ListedEntry[];
  /** The address part of the next page; null on the last one. */
  next: string | null;
  isFirst: boolean;
  health: LogHealth;
  silence: Silence | null;
  keep: { days: number; version: number };
  now: string;
}

export const ENTRIES_A_PAGE = 50;
const LONGEST_PAYMENT = 100;

/** An address that somebody kept or edited never fails: what it does not know, it does not ask for. */
export function readLogFilter(query: URLSearchParams): LogFilter {
  const direction = DIRECTIONS.find((known) => known === query.get("direction")) ?? "from-pagoefectivo";
  const verdicts: readonly Verdict[] = VERDICTS_OF[direction];
  const kinds: readonly LogKind[] = KINDS_OF[direction];
  const { from, to } = readListFilter(query);
  return {
    direction,
    verdict: verdicts.find((known) => known === query.get("verdict")) ?? null,
    kind: kinds.find((known) => known === query.get("kind")) ?? null,
    ...{ from, to },
    payment: (query.get("payment") ?? "").replace(/[^\x21-\x7e]/g, "").slice(0, LONGEST_PAYMENT),
  };
}

/** The filter as the query of an address: what `readLogFilter` reads back. */
export function writeLogFilter(filter: LogFilter): Record<string, string | null> {
  return {
    direction: filter.direction === "from-pagoefectivo" ? null : filter.direction,
    verdict: filter.verdict,
    kind: filter.kind,
    from: filter.from,
    to: filter.to,
    payment: filter.payment === "" ? null : filter.payment,
  };
}

export function isNarrowed({ verdict, kind, from, to, payment }: LogFilter): boolean {
  return [verdict, kind, from, to].some((value) => value !== null) || payment !== "";
}

/** Where the page before ended; null for what no page of ours links to: the list then begins at its start. */
export function readLogCursor(text: string | null): string | null {
  return text !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : null;
}
