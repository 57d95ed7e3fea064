/** What is shown of a refund's receipt, and what its form is answered. Instants are ISO text, UTC. Pure. */
import type { ReceiptRefusal } from "#app/refunds/receipt/receipt-file.ts";

export interface ReceiptView {
  name: string;
  size: number;
  addedAt: string;
  addedBy: string;
}

export type ReceiptAnswer =
  | { kind: "kept" }
  | {
      kind: "refused";
      reason:
        | ReceiptRefusal
        | "no-file"
        /** The refund is not paid out. */
        | "not-paid-out"
        /** What is known of the payout was deleted already. */
        | "too-late"
        /** One is there: evidence is not exchanged. */
        | "there-is-one";
    };
