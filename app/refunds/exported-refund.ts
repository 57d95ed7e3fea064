import type { Destination } from "#app/refunds/destination/destination.ts";

/** One refund in a person's export, with the destination as they gave it; null once it was wiped. */
export interface ExportedRefund {
  shopifyPaymentId: string;
  /** ISO 8601, UTC. */
  receivedAt: string;
  amount: string;
  currency: string;
  state: string;
  endedAt: string | null;
  paidOutOn: string | null;
  bankReference: string | null;
  destination: Destination | null;
}
