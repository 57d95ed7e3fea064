/** The refund desk's queue: what it can be asked for and what it shows, as plain values. Instants are ISO text, UTC. Pure. */
import type { Money } from "#app/lib/money.ts";
import type { RefundState } from "#app/refunds/refund.ts";

export const REFUND_VIEWS = ["open", "overdue", "shopper", "to-pay", "ended"] as const;
/** `shopper`: the shopper has still to say where the money goes; `to-pay`: they have, and the shop is to pay. */
export type RefundView = (typeof REFUND_VIEWS)[number];

/** The states that are not the end, and which of them wait for whom. */
export const VIEW_STATES: Record<RefundView, readonly RefundState[]> = {
  open: ["opened", "details-asked", "details-given", "approved"],
  overdue: ["opened", "details-asked", "details-given", "approved"],
  shopper: ["opened", "details-asked"],
  "to-pay": ["details-given", "approved"],
  ended: ["paid-out", "refused"],
};

export interface RefundFilter {
  view: RefundView;
}

/** The last row of the page before: its instant (ms since 1970) and id. */
export interface RefundCursor {
  atMs: number;
  id: string;
}

/** Refused at once where it is neither PEN nor USD. */
export interface RefundAmount {
  centimos: number;
  currency: string;
}

export interface ListedRefund {
  id: string;
  state: RefundState;
  amount: RefundAmount;
  /** What the shopper had paid. */
  paid: Money;
  receivedAt: string;
  endedAt: string | null;
  isOverdue: boolean;
  /** A second person has to agree before it is paid. */
  needsApproval: boolean;
  /** Shopify's id of the payment. */
  sessionId: string;
  /** Shopify waits for it; else a person opened it from a case. */
  isFromShopify: boolean;
  test: boolean;
}

export interface RefundList {
  filter: RefundFilter;
  rows: ListedRefund[];
  /** The address part of the next page; null on the last one. */
  next: string | null;
  isFirst: boolean;
  /** When this was read: ages are counted from it. */
  now: string;
  /** Whether Shopify's refunds come here at all: else each is refused at once. */
  isManual: boolean;
}

export const REFUNDS_A_PAGE = 50;

const DAY_MS = 86_400_000;

/** A refund that is open on these days after it was received is told of again. */
export const REMINDER_DAYS: readonly number[] = [3, 7, 12];
const OVERDUE_DAYS = 3;

/** Refunds received by then and still open are overdue. */
export function overdueSince(now: Date): Date {
  return new Date(now.getTime() - OVERDUE_DAYS * DAY_MS);
}

export function isOverdue(refund: { state: RefundState; receivedAt: Date }, now: Date): boolean {
  return VIEW_STATES.overdue.includes(refund.state) && refund.receivedAt <= overdueSince(now);
}

export function readRefundFilter(query: URLSearchParams): RefundFilter {
  return { view: REFUND_VIEWS.find((known) => known === query.get("view")) ?? "open" };
}

/** Null for what no page of ours links to: the list then begins at its start. */
export function readRefundCursor(text: string | null): RefundCursor | null {
  const [, at = "", id = ""] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(text ?? "") ?? [];
  const isWhole = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  return isWhole ? { atMs: Number(at), id } : null;
}

export function refundCursor(row: Pick<ListedRefund, "id" | "receivedAt" | "endedAt">): string {
  return `${Date.parse(row.endedAt ?? row.receivedAt)}.${row.id}`;
}
