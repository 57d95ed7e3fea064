/**
 * What a shopper can take along of a payment: the code with its standing, as plain values. Pure.
 */
import type { Payment } from "#app/payments/payment.ts";
import type { VoucherFrame, VoucherView } from "#app/payments/voucher-view.ts";

export interface KeptCode {
  frame: VoucherFrame;
  cip: string;
  /** ISO, UTC. */
  expiresAt: string;
  /** `over`: the page says why; whatever was taken along earlier must not send anybody to a counter. */
  standing: "payable" | "paid" | "over";
  paidAt: string | null;
  /** Raised by whatever changes the code or what it means. */
  revision: number;
}

/** Null where there never was a code to take along. */
export function keptCode(payment: Pick<Payment, "codes" | "version">, view: VoucherView): KeptCode | null {
  const code = payment.codes.findLast(
    ({ cip, state }) => cip !== null && (state === "paid" || !isPaid(view)),
  );
  if (!code || code.cip === null) return null;
  return {
    frame: view,
    cip: code.cip,
    expiresAt: code.expiresAt.toISOString(),
    standing: view.state === "waiting" ? "payable" : isPaid(view) ? "paid" : "over",
    paidAt: code.paidAt?.toISOString() ?? null,
    revision: payment.version,
  };
}

/** Money of another attempt is on that attempt's own page: here it only means that nobody pays again. */
function isPaid(view: VoucherView): boolean {
  return view.state === "paid" && !view.byEarlierAttempt;
}
