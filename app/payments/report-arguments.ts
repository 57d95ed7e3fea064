/**
 * The variables of each report, written once when it is decided and repeated byte for byte.
 */
import { invariant } from "#app/lib/invariant.ts";
import type { PaymentReportKind } from "#app/shopify/payments-apps-client.ts";

/** Shown to the merchant at Shopify, in the merchant's language. */
const UNPAID_MESSAGE = {
  es: "El código de PagoEfectivo venció sin ser pagado.",
  en: "The PagoEfectivo code expired without being paid.",
  zh: "PagoEfectivo 付款码已过期，未付款。",
} as const;

/** The JSON text of a report's variables. `pendingExpiresAt` is needed by pending only. */
export function reportArguments(input: {
  kind: PaymentReportKind;
  sessionGid: string;
  pendingExpiresAt: Date | null;
  merchantLocale: string | null;
}): string {
  switch (input.kind) {
    case "pending":
      invariant(input.pendingExpiresAt, "a payment is told pending with a deadline");
      return JSON.stringify({
        id: input.sessionGid,
        pendingExpiresAt: input.pendingExpiresAt.toISOString(),
        reason: "BUYER_ACTION_REQUIRED",
      });
    case "resolve":
      return JSON.stringify({ id: input.sessionGid });
    case "reject":
      return JSON.stringify({
        id: input.sessionGid,
        reason: {
          code: "CANCELLED_PAYMENT",
          merchantMessage: UNPAID_MESSAGE[merchantLanguage(input.merchantLocale)],
          source: "PROVIDER",
        },
      });
  }
}

function merchantLanguage(locale: string | null): keyof typeof UNPAID_MESSAGE {
  const language = locale?.slice(0, 2).toLowerCase();
  return language === "en" || language === "zh" ? language : "es";
}
