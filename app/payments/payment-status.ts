/**
 * One word for where a payment stands, as lists, badges, filters and exports show it. The two facts behind it, what became
 * of the code and what Shopify was told, stay in the timeline.
 */
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";

export const PAYMENT_STATUSES = [
  "preparing",
  "pending",
  "paid",
  "expired",
  "voided",
  "review",
  "failed",
  "released",
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export interface StatusFacts {
  told: Told;
  /** The newest code's state; null before there is one. */
  codeState: CodeState | null;
  /** An open case of the payment holds money, or asks what became of it. */
  needsPerson: boolean;
}

/** Money that a person must decide about comes first, then what Shopify knows, then the code. */
export function paymentStatus(facts: StatusFacts): PaymentStatus {
  const { told, codeState, needsPerson } = facts;
  if (needsPerson) return "review";
  if (told === "resolved") return "paid";
  if (told === "rejected" || told === "lapsed") return codeState === "voided" ? "voided" : "expired";
  if (told === "released") return WHEN_RELEASED[codeState ?? "none"];
  return WHEN_AWAITED[codeState ?? "none"];
}

const WHEN_RELEASED: Record<CodeState | "none", PaymentStatus> = {
  none: "failed",
  failed: "failed",
  unknown: "failed",
  lost: "failed",
  voided: "voided",
  expired: "expired",
  issuing: "released",
  live: "released",
  voiding: "released",
  paid: "released",
  reversed: "released",
};

/** Told open or pending: still on its way. */
const WHEN_AWAITED: Record<CodeState | "none", PaymentStatus> = {
  none: "preparing",
  issuing: "preparing",
  failed: "failed",
  unknown: "failed",
  lost: "failed",
  voided: "voided",
  expired: "pending",
  live: "pending",
  voiding: "pending",
  paid: "pending",
  reversed: "pending",
};
