import type { Money } from "#app/lib/money.ts";
/** What the voucher page shows. Plain data: instants are ISO texts in UTC. */
export interface VoucherFrame {
  slug: string;
  storeName: string;
  amount: Money;
  test: boolean;
  /** Shopify payment id */
  paymentReference: string;
}
export type VoucherView = VoucherFrame &
  (
    | { state: "preparing"; backToCheckoutUrl: string }
    | {
        state: "waiting";
        cip: string;
        cipUrl: string | null;
        expiresAt: string;
        /** open: Continue is offered and the checkout can still be returned to; pending: the order exists. */
        told: "open" | "pending";
        backToCheckoutUrl: string | null;
        storeUrl: string | null;
        /** Continue was pressed but Shopify has not answered yet: keep the code, say so, retry. */
        continueIsSlow: boolean;
      }
    | {
        state: "paid";
        paidAt: string | null;
        /** Shopify acknowledged */
        confirmed: boolean;
        storeUrl: string | null;
      }
    /** Deadline passed, not yet proved unpaid. */
    | { state: "expiring"; expiresAt: string; cip: string; storeUrl: string | null }
    | { state: "expired"; expiresAt: string | null; cip: string | null; storeUrl: string | null }
    /** Money or an outcome that a person must look at. */
    | { state: "review"; storeUrl: string | null }
    | {
        state: "error";
        reason:
          | "not-created"
          | "amount-outside-limits"
          | "merchant-account"
          | "outcome-unknown"
          | "another-code-active";
        canRetry: boolean;
        backToCheckoutUrl: string;
        errorId: string;
      }
  );
export type VoucherState = VoucherView["state"];
