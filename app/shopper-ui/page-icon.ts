import type { VoucherState } from "#app/payments/voucher-view.ts";

/** The picture in the browser's tab: it turns when the payment is there, for who looks at the tabs only. */
export function iconOf(state: VoucherState | null): string {
  return state === "paid" ? "/favicon-paid.svg" : "/favicon.svg";
}
