/**
 * Reads the refund session Shopify POSTs, as strictly as a payment session. Source: shopify.dev, payments apps request
 * reference (read 2026-11-22). Pure.
 */
import { z } from "zod";
import {
  formRefusal,
  identifier,
  locale,
  readAmount,
  refusal,
  type RequestRefusal,
} from "./payment-session-request.ts";
import { parseStrictJson } from "./strict-json.ts";

export interface RefundSessionRequest {
  id: string;
  gid: string;
  /** The `id` of the payment session whose money goes back. */
  paymentId: string;
  amountCentimos: number;
  /** Any ISO 4217 code: one that the payment does not have is answered to Shopify in words, not refused here. */
  currency: string;
  test: boolean;
  merchantLocale: string | null;
  proposedAt: Date;
}

const body = z.object({
  id: identifier,
  gid: identifier.startsWith("gid://shopify/RefundSession/", "must be a RefundSession gid"),
  payment_id: identifier,
  amount: z.string().max(64, "must be at most 64 characters"),
  currency: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code"),
  test: z.boolean(),
  merchant_locale: locale,
  proposed_at: z.iso.datetime({ offset: true }).max(64),
});

/** The request, or the first refusal: 400 for the form, then 422 for the amount. */
export function parseRefundSessionRequest(
  rawText: string,
): { kind: "request"; request: RefundSessionRequest } | RequestRefusal {
  const json = parseStrictJson(rawText);
  if (json === null) return refusal(400, "not-json", "body: must be JSON without repeated keys");
  const parsed = body.safeParse(json.value);
  if (!parsed.success) return formRefusal(parsed.error);
  const session = parsed.data;
  const amount = readAmount(session.amount);
  if (amount.kind === "refused") return amount;
  return {
    kind: "request",
    request: {
      id: session.id,
      gid: session.gid,
      paymentId: session.payment_id,
      amountCentimos: amount.centimos,
      currency: session.currency,
      test: session.test,
      merchantLocale: session.merchant_locale,
      proposedAt: new Date(session.proposed_at),
    },
  };
}
