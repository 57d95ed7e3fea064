import { centsOf, decimalOf } from "./amounts.ts";
import type { Ledger } from "./ledger.ts";
import type { OrderEnd, OrderRecord, SessionRecord } from "./session-record.ts";

/** `partially-refunded` and `refunded`: paid, and so much of it went back. A refund that is still open changes nothing. */
export type OrderPaymentState =
  "pending" | "paid" | "partially-refunded" | "refunded" | "expired" | "failed";

export interface SimulatedOrder {
  id: string;
  /** As merchants see it, `#1001`. */
  name: string;
  shop: string;
  /** Id of the session that decides the state: the first resolved one, else the last that was pending. */
  paymentId: string;
  /** Every session of this order: Shopify's order search finds an order by each of them. */
  paymentIds: string[];
  /** Decimal text, in `currency`. */
  amount: string;
  currency: string;
  paymentState: OrderPaymentState;
  /** Decimal text: what went back of the payment that decides the state. */
  refundedAmount: string;
  createdAt: Date;
  /** What the merchant did with it after Shopify's own expiry; null while nothing. */
  endedOtherwise: { how: OrderEnd; at: Date } | null;
}

/**
 * Shopify's own expiry: a pending session is expired from `pendingExpiresAt` on. Shopify tells the app nothing, so
 * it needs no timer: it is computed whenever someone looks (KOMOJU help for merchants, read 2026-11-22).
 */
export function isPastPendingDeadline(session: SessionRecord, now: Date): boolean {
  return (
    session.state === "pending" &&
    session.pendingExpiresAt !== null &&
    session.pendingExpiresAt.getTime() <= now.getTime()
  );
}

/**
 * The merchant takes the money another way, or cancels the order. While a payment is pending Shopify blocks both; after
 * its own expiry the blocks lift, and the app is told nothing (KOMOJU help for merchants, read 2026-11-22). False while
 * they are blocked, and for an order that is paid.
 */
export function endOtherwise(
  ledger: Ledger,
  order: OrderRecord,
  input: { how: OrderEnd; now: Date },
): boolean {
  const { how, now } = input;
  if (order.endedOtherwise || orderView(ledger, order, now).paymentState !== "expired") return false;
  order.endedOtherwise = { how, at: now };
  return true;
}

/** Whether the buyer has nothing left to do, whatever went back since. */
export function isSettled(state: OrderPaymentState): boolean {
  return state === "paid" || state === "partially-refunded" || state === "refunded";
}

function stateOf(session: SessionRecord, now: Date): "pending" | "paid" | "expired" | "failed" {
  if (session.state === "resolved") return "paid";
  if (session.state === "rejected") return "failed";
  return isPastPendingDeadline(session, now) ? "expired" : "pending";
}

/** The order as it looks at `now`. Paid outweighs all; a newer pending attempt outweighs older ends. */
export function orderView(ledger: Ledger, order: OrderRecord, now: Date): SimulatedOrder {
  const sessions = order.sessionIds.flatMap((id) => ledger.session(id) ?? []);
  const deciding =
    sessions.find((session) => stateOf(session, now) === "paid") ??
    sessions.findLast((session) => stateOf(session, now) === "pending") ??
    sessions.at(-1);
  if (deciding === undefined) throw new Error(`order ${order.id} has no payment`);
  const refunded = ledger.refunds.refundedCents(deciding.id);
  const whole = centsOf(deciding.amount) ?? 0;
  const state = stateOf(deciding, now);
  return {
    id: order.id,
    name: order.name,
    shop: order.shop,
    paymentId: deciding.id,
    paymentIds: [...order.sessionIds],
    amount: order.amount,
    currency: order.currency,
    paymentState:
      state !== "paid" || refunded === 0 ? state : refunded < whole ? "partially-refunded" : "refunded",
    refundedAmount: decimalOf(refunded),
    createdAt: order.createdAt,
    endedOtherwise: order.endedOtherwise && { ...order.endedOtherwise },
  };
}
