/**
 * What Shopify is told of a refund, and the words of the refusals that are ours. Written once when it is decided and repeated
 * byte for byte: a reject with another reason is an invalid state (Payments Apps API 2026-10, REFUND_SESSION_INVALID_STATE,
 * read 2026-11-22). Pure.
 */
import { invariant } from "#app/lib/invariant.ts";
import type { RefusalReason } from "#app/refunds/refund.ts";

/** Shown to the merchant at Shopify, in the language of their admin. A person's own refusal is in the person's words. */
const REFUSALS = {
  "over-refund": {
    es: "El reembolso es mayor que lo que queda del pago con PagoEfectivo: el resto ya se devolvió o se está devolviendo. No se devolvió nada con esta solicitud. Pide como máximo lo que queda.",
    en: "The refund is more than what is left of the PagoEfectivo payment: the rest was refunded already, or is being refunded. Nothing was refunded by this request. Ask for no more than what is left.",
    zh: "退款金额超过该 PagoEfectivo 付款的剩余可退金额：其余部分已退或正在退款。本次申请未退任何款项。请勿超过剩余金额。",
  },
  "other-currency": {
    es: "El reembolso está en otra moneda que el pago con PagoEfectivo. No se devolvió nada. Pídelo en la moneda en que se pagó.",
    en: "The refund is in another currency than the PagoEfectivo payment. Nothing was refunded. Ask for it in the currency that was paid.",
    zh: "退款币种与该 PagoEfectivo 付款的币种不同，未退任何款项。请使用付款时的币种申请。",
  },
  "other-mode": {
    es: "El pago con PagoEfectivo y el reembolso no son los dos de prueba, o los dos reales. No se devolvió nada.",
    en: "Of the PagoEfectivo payment and the refund one is a test and the other is real. Nothing was refunded.",
    zh: "该 PagoEfectivo 付款与退款一个为测试、一个为真实交易，未退任何款项。",
  },
  "policy-off": {
    es: "PagoEfectivo no puede devolver pagos en efectivo, y tu tienda no acepta hacer reembolsos a mano. No se devolvió nada. Devuelve el dinero por tu cuenta, o activa los reembolsos a mano en Ventanilla y pídelo de nuevo.",
    en: "PagoEfectivo cannot send cash payments back, and your store has not accepted paying refunds by hand. Nothing was refunded. Give the money back yourself, or turn manual refunds on in Ventanilla and ask again.",
    zh: "PagoEfectivo 无法退回现金付款，且您的商店未启用人工退款。未退任何款项。请自行退款，或在 Ventanilla 中启用人工退款后重新申请。",
  },
} as const satisfies Record<Exclude<RefusalReason, "by-merchant">, Record<Language, string>>;

type Language = "es" | "en" | "zh";

/** The words of each of our own refusals, for the statement that decides which one it is. */
export function refusalTexts(merchantLocale: string | null): Record<keyof typeof REFUSALS, string> {
  const language = merchantLanguage(merchantLocale);
  return {
    "over-refund": REFUSALS["over-refund"][language],
    "other-currency": REFUSALS["other-currency"][language],
    "other-mode": REFUSALS["other-mode"][language],
    "policy-off": REFUSALS["policy-off"][language],
  };
}

/** The JSON text of a refund report's variables. */
export function refundReportArguments(input: {
  kind: "refund-resolve" | "refund-reject";
  sessionGid: string;
  refusalText: string | null;
}): string {
  if (input.kind === "refund-resolve") return JSON.stringify({ id: input.sessionGid });
  invariant(input.refusalText, "a refund is refused in words");
  // The only code that there is (RefundSessionStatusReasonRejectionCode); the cause stands in the message.
  return JSON.stringify({
    id: input.sessionGid,
    reason: { code: "PROCESSING_ERROR", merchantMessage: input.refusalText },
  });
}

function merchantLanguage(locale: string | null): Language {
  const language = locale?.slice(0, 2).toLowerCase();
  return language === "en" || language === "zh" ? language : "es";
}
