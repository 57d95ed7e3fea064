/**
 * Money on its way back to a shopper. PagoEfectivo has no refund call, so that a refund is a task of people: Shopify or a case
 * opens it, the shopper says where the money goes, the merchant pays and records it. Amount, currency and mode never change.
 */
import type { RefundState } from "#app/refunds/refund-lifecycle.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

export type { RefundState };

/** What pages, exports and logs of people may show of where the money goes: never more. */
export interface DestinationHint {
  kind: "cci" | "account" | "yape" | "plin";
  bank: string | null;
  last4: string;
  holderInitials: string;
  documentKind: "dni" | "ce" | "ruc" | "passport";
}

/** Why a refund was refused. All but the last are ours, decided when it arrived. */
export const REFUSAL_REASONS = [
  "over-refund",
  "other-currency",
  "other-mode",
  "policy-off",
  "by-merchant",
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** One refund, as stored. Instants are UTC. */
export interface Refund {
  id: string;
  shopId: string;
  shop: ShopDomain;
  paymentId: string;
  /** The code whose money it is, where a case asked for it; null for Shopify's sessions. */
  codeId: string | null;
  caseId: string | null;
  sessionId: string | null;
  sessionGid: string | null;
  amountCentimos: number;
  /** PEN or USD, unless it was refused at once because it is another. */
  currency: string;
  test: boolean;
  merchantLocale: string | null;
  receivedAt: Date;
  state: RefundState;
  version: number;
  refusal: RefusalReason | null;
  /** The words of the refusal, as Shopify is told them. */
  refusalText: string | null;
  destinationHint: DestinationHint | null;
  /** "shopper", or Shopify's id of the person who entered the details. */
  detailsBy: string | null;
  detailsAt: Date | null;
  approvedBy: string | null;
  approvedAt: Date | null;
  paidOutBy: string | null;
  /** The day on which the merchant paid, "YYYY-MM-DD". */
  paidOutOn: string | null;
  bankReference: string | null;
  batchId: string | null;
  endedAt: Date | null;
}

/** Why an act was refused; nothing was written. */
export type RefundActRefusal =
  | "not-in-this-state"
  | "needs-approval"
  | "own-details"
  | "no-details"
  | "not-a-test"
  | "policy-off"
  | "in-a-batch"
  | "batch-closed"
  /** The collector may have taken the money back: nothing is paid while that case is open. */
  | "frozen"
  /** More than the money that is there. */
  | "over-refund"
  /** The case holds no money, or is closed. */
  | "no-money"
  /** A text that is missing or too long, or a day that is none or has not come. */
  | "not-understood";

export type RefundActOutcome =
  | { kind: "done"; refund: Refund }
  | { kind: "refused"; reason: RefundActRefusal }
  /** Somebody was first, or the version is not the one that stands: look again. */
  | { kind: "moved" }
  /** No refund, or no case, of this shop has this id. */
  | { kind: "unknown" };
