import type { JsonObject } from "./json.ts";

/** What the simulator plays Shopify for. */
export interface SimulatedShop {
  /** The permanent address, `x.myshopify.com`. */
  domain: string;
  /** What `X-Shopify-Access-Token` must equal. */
  accessToken: string;
  name: string;
  currency: "PEN" | "USD";
}

/**
 * `created`: not sent, or the app's answer is not read yet. `started`: the answer is read, the buyer may be with the
 * app. The other three are what the app told.
 */
export type SessionState = "created" | "started" | "pending" | "resolved" | "rejected";

export type PendingErrorCode =
  | "NOT_FOUND"
  | "EXPIRED_PENDING_EXPIRES_AT"
  | "OUT_OF_RANGE_PENDING_EXPIRES_AT"
  | "PENDING_INVALID_STATE"
  | "UNSUPPORTED_PAYMENT_METHOD";

export type SessionMutation = "paymentSessionPending" | "paymentSessionResolve" | "paymentSessionReject";

export interface AcceptedMutation {
  at: Date;
  mutation: SessionMutation;
  /** true when it told what was already so, and therefore changed nothing. */
  repeated: boolean;
}

export interface Rejection {
  code: string;
  merchantMessage: string | null;
  source: string | null;
}

/** One payment session as Shopify keeps it. Changed only by the sender, the state rules and the order book. */
export interface SessionRecord {
  readonly id: string;
  readonly gid: string;
  readonly group: string;
  /** `session_id` of the body: shared by the attempts of one buyer session. */
  readonly buyerSessionId: string;
  readonly shop: string;
  readonly checkoutId: string;
  readonly amount: string;
  readonly currency: string;
  readonly test: boolean;
  readonly kind: string;
  readonly customer: JsonObject | null;
  readonly cancelUrl: string;
  readonly proposedAt: string;
  readonly createdAt: Date;
  state: SessionState;
  answerRead: boolean;
  redirectUrl: string | null;
  pendingExpiresAt: Date | null;
  pendingReason: string | null;
  rejection: Rejection | null;
  orderId: string | null;
  readonly history: AcceptedMutation[];
}

/** One checkout; all its attempts to pay share its group (shopify.dev, request reference, read 2026-11-22). */
export interface CheckoutRecord {
  readonly id: string;
  readonly shop: string;
  readonly group: string;
  readonly buyerSessionId: string;
  readonly amount: string;
  readonly currency: string;
  readonly test: boolean;
  readonly customer: JsonObject | null;
  readonly sessionIds: string[];
  orderId: string | null;
  /** Set by a reject before the order existed; see the switch `rejectBlocksMethod`. */
  methodBlocked: boolean;
}

/** A merchant takes the money another way, or cancels the order. The app hears of neither. */
export type OrderEnd = "paid-otherwise" | "cancelled";

export interface OrderRecord {
  readonly id: string;
  /** As merchants see it, `#1001`. Never sent to the app. */
  readonly name: string;
  readonly shop: string;
  readonly checkoutId: string;
  readonly amount: string;
  readonly currency: string;
  readonly createdAt: Date;
  /** Sessions that told pending or resolve, in the order in which they first did. */
  readonly sessionIds: string[];
  /** What the merchant did with it once Shopify's own expiry had freed it; null while nothing. */
  endedOtherwise: { how: OrderEnd; at: Date } | null;
}
