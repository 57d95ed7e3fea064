import { Badge } from "@shopify/polaris";
import type { ComponentProps } from "react";
import type { PaymentStatus } from "#app/payments/payment-status.ts";
import { useWords } from "./words.tsx";

type Tone = NonNullable<ComponentProps<typeof Badge>["tone"]>;

/** Red is for failures only: a code that nobody paid in time is no error. Without a tone a badge is grey. */
const TONES: Record<PaymentStatus, Tone | null> = {
  preparing: "info",
  pending: "attention",
  paid: "success",
  expired: null,
  voided: null,
  review: "warning",
  failed: "critical",
  released: null,
};

/** Where a payment stands, in one word. */
export function StatusBadge({ status }: { status: PaymentStatus }) {
  const { say } = useWords();
  const tone = TONES[status];
  return <Badge {...(tone && { tone })}>{say(`status.${status}`)}</Badge>;
}
