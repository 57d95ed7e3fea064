import { toDecimalText } from "#app/lib/money.ts";
import type { PaymentDetail } from "#app/payments/payment-detail.ts";

/**
 * What PagoEfectivo's or our own support needs to find a payment, as plain lines in no language. Nothing of the shopper,
 * so that it can be pasted anywhere.
 */
export function supportText(payment: PaymentDetail): string {
  const { code } = payment;
  const lines: [string, string | null | undefined][] = [
    ["Shopify payment_id", payment.sessionId],
    ["CIP", code?.cip],
    ["transactionCode", code?.id],
    ["operationNumber", payment.operationNumber],
    ["amount", `${toDecimalText(payment.amount.centimos)} ${payment.amount.currency}`],
    ["mode", payment.test ? "test" : "live"],
    ["told", payment.told],
    ["code", code?.state],
    ["created (UTC)", payment.createdAt],
    ["expires (UTC)", code?.expiresAt],
    ["paid (UTC)", code?.paidAt],
  ];
  return lines.flatMap(([name, value]) => (value ? [`${name}: ${value}`] : [])).join("\n");
}
