/** What is known of one payment when its story is told, as plain values. Instants are UTC as ISO text. */
import type { Money } from "#app/lib/money.ts";
import type { Ending } from "#app/payments/case-desk.ts";
import type { CaseKind } from "#app/payments/case-kind.ts";
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";
import type { EndReason } from "#app/payments/payment.ts";
import type { TimelineKind } from "#app/payments/timeline.ts";
import type { RefundState } from "#app/refunds/refund-lifecycle.ts";
import type { ReportKind } from "#app/shopify/payments-apps-client.ts";

export interface StoryFacts {
  now: string;
  told: Told;
  endReason: EndReason | null;
  amount: Money;
  test: boolean;
  /** PagoEfectivo needs an address, and there is none. */
  isWithoutEmail: boolean;
  /** Another attempt of the same checkout is paid. */
  isPaidElsewhere: boolean;
  /** Oldest first: the payment is about the last one. */
  codes: readonly { state: CodeState; expiresAt: string }[];
  /** Oldest first. */
  cases: readonly StoryCase[];
  /** Newest first. */
  refunds: readonly StoryRefund[];
  /** What Shopify was told of the payment itself, in the order of the decisions. */
  reports: readonly ToldReport[];
  /** Newest first. */
  timeline: readonly { id: string; at: string; kind: TimelineKind }[];
}

export interface StoryCase {
  id: string;
  kind: CaseKind;
  isOpen: boolean;
  /** Money that no order accounts for. */
  held: Money | null;
  /** How it was closed. */
  ending: Ending | null;
}

export interface StoryRefund {
  id: string;
  state: RefundState;
  amount: { centimos: number; currency: string };
  /** Of the order; else it gives back money of a case. */
  isFromShopify: boolean;
}

export interface ToldReport {
  kind: ReportKind;
  state: "due" | "acknowledged" | "refused" | "dead" | "settled";
}
