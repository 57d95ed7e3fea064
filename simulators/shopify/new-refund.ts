import { centsOf, decimalOf } from "./amounts.ts";
import { opaqueId, refundSessionGid } from "./identifiers.ts";
import type { Ledger } from "./ledger.ts";
import type {
  AcceptedRefundMutation,
  RefundRecord,
  RefundRejection,
  RefundState,
} from "./refund-record.ts";
import type { SessionRecord } from "./session-record.ts";

/** What a merchant, or a test, may choose about a refund. */
export interface NewRefundInput {
  /** Of the payment whose money goes back. */
  sessionId: string;
  /** Decimal text. Default: all that is left of the payment. */
  amount?: string;
  /** The language of whoever starts it, BCP 47. Default "es-PE". */
  merchantLocale?: string;
  proposedAt?: string;
  /** true: Shopify checks nothing, so that a test can send what Shopify would never start. */
  unchecked?: boolean;
  /** Only with `unchecked`: the payment's own otherwise. */
  currency?: string;
  test?: boolean;
  /** Only with `unchecked`: named in the body in place of the payment's own id. */
  paymentId?: string;
  shop?: string;
}

/** A refund as it stood when it was asked for. Instants are UTC, amounts decimal text. */
export interface SimulatedRefund {
  id: string;
  gid: string;
  shop: string;
  paymentId: string;
  amount: string;
  currency: string;
  test: boolean;
  merchantLocale: string;
  proposedAt: string;
  state: RefundState;
  createdAt: Date;
  rejection: RefundRejection | null;
  endedAt: Date | null;
  /** Accepted mutations, oldest first, repeats included. */
  history: AcceptedRefundMutation[];
}

export type RefundRefusal = "not-paid" | "not-an-amount" | "more-than-is-left";

/** Hundredths of this payment that a merchant may still start a refund for. */
export function refundableCents(ledger: Ledger, session: SessionRecord): number {
  if (session.state !== "resolved") return 0;
  return Math.max(0, (centsOf(session.amount) ?? 0) - ledger.refunds.takenCents(session.id));
}

/** Why Shopify's admin does not start this refund, or null when it does. */
export function refundRefusal(
  ledger: Ledger,
  session: SessionRecord,
  amount: string,
): RefundRefusal | null {
  if (session.state !== "resolved") return "not-paid";
  const cents = centsOf(amount);
  if (cents === null || cents === 0) return "not-an-amount";
  return cents > refundableCents(ledger, session) ? "more-than-is-left" : null;
}

/**
 * Starts a refund, without sending it. Throws for what Shopify's admin would not start: a payment that is not paid, and
 * more than is left of it after refunds that went back or are still open; `unchecked` lets everything through.
 */
export function newRefund(ledger: Ledger, input: NewRefundInput, now: Date): RefundRecord {
  const session = ledger.session(input.sessionId);
  if (session === undefined) throw new Error(`no session ${input.sessionId}`);
  const amount = input.amount ?? decimalOf(refundableCents(ledger, session));
  const isBent = [input.currency, input.test, input.paymentId, input.shop].some((one) => one !== undefined);
  if (input.unchecked !== true) {
    if (isBent) throw new Error("only an unchecked refund may differ from its payment");
    const refusal = refundRefusal(ledger, session, amount);
    if (refusal !== null) throw new Error(`Shopify starts no such refund: ${refusal}`);
  }
  const id = opaqueId();
  const refund: RefundRecord = {
    id,
    gid: refundSessionGid(id),
    shop: input.shop ?? session.shop,
    paymentId: input.paymentId ?? session.id,
    amount,
    currency: input.currency ?? session.currency,
    test: input.test ?? session.test,
    merchantLocale: input.merchantLocale ?? "es-PE",
    proposedAt: input.proposedAt ?? now.toISOString(),
    createdAt: now,
    state: "created",
    answerRead: false,
    rejection: null,
    endedAt: null,
    history: [],
  };
  ledger.refunds.add(refund);
  return refund;
}

/** A copy that later changes do not reach. */
export function refundView(refund: RefundRecord): SimulatedRefund {
  const { id, gid, shop, paymentId, amount, currency, test, merchantLocale } = refund;
  const { proposedAt, state, createdAt, rejection, endedAt, history } = refund;
  return {
    ...{ id, gid, shop, paymentId, amount, currency, test, merchantLocale },
    ...{ proposedAt, state, createdAt, endedAt },
    rejection: rejection === null ? null : { ...rejection },
    history: history.map((entry) => ({ ...entry })),
  };
}
