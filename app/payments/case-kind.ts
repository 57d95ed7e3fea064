/**
 * Everything that a machine must not decide, by kind. `holdsMoney` says that céntimos were collected
 * which no order accounts for: such a case closes only as resolved at Shopify, given back, or kept with a reason.
 */
export const CASE_KINDS = {
  "create-unknown": {
    holdsMoney: false,
    says: "A code was asked for and the answer was lost: a payable CIP may exist. Look for it in PagoEfectivo's portal by the transaction code.",
  },
  "payable-after-end": {
    holdsMoney: false,
    says: "A CIP turned out to exist after its payment had ended. Void it before the shopper pays it.",
  },
  "paid-twice": {
    holdsMoney: true,
    says: "Money arrived for a checkout that was already paid. Give it back.",
  },
  "paid-after-reject": {
    holdsMoney: true,
    says: "Money arrived after Shopify was told that the payment failed. Give it back, or settle the order by hand.",
  },
  "paid-other-attempt": {
    holdsMoney: true,
    says: "Money arrived for an earlier attempt at a checkout whose later attempt waits for another amount, currency or mode. Settle the order by hand, or give it back.",
  },
  "paid-failed-code": {
    holdsMoney: true,
    says: "PagoEfectivo reports money for a code that it had refused to create. Check its portal.",
  },
  "paid-while-issuing": {
    // The money is counted when the code is known to exist: counting it here too would count it twice.
    holdsMoney: false,
    says: "PagoEfectivo reports money for a code whose creation has not been answered. Check its portal.",
  },
  "amount-differs": {
    holdsMoney: true,
    says: "PagoEfectivo reports another amount or currency than the code's. Compare both sides before anything is shipped.",
  },
  "paid-second-cip": {
    holdsMoney: true,
    says: "Money arrived for a second CIP that PagoEfectivo made for one of our codes. Give it back.",
  },
  "paid-past-deadline": {
    holdsMoney: false,
    says: "Paid after Shopify's deadline and reported as paid. Check that the order was not cancelled or paid otherwise.",
  },
  "reversal-suspected": {
    holdsMoney: false,
    says: "A paid code is no longer paid at PagoEfectivo. The collector may have taken the payment back: do not ship.",
  },
  "removed-elsewhere": {
    holdsMoney: false,
    says: "The CIP was removed at PagoEfectivo, and not by us. Ask who removed it; the payment stays open.",
  },
  "not-known-at-deadline": {
    holdsMoney: false,
    says: "The deadline passed and PagoEfectivo does not say whether the code was paid. We keep asking and tell Shopify nothing.",
  },
  "notice-without-payment": {
    holdsMoney: false,
    says: "A correctly signed notice says paid, but PagoEfectivo's look-up does not agree. We keep asking until the deadline.",
  },
  "notice-not-ours": {
    holdsMoney: false,
    says: "A correctly signed notice names a CIP that none of our codes has.",
  },
  "notice-unreadable": {
    holdsMoney: false,
    says: "A correctly signed notice could not be read.",
  },
  "shopper-says-paid": {
    holdsMoney: false,
    says: "The shopper says that they have paid and left an operation number, and PagoEfectivo has the code as unpaid. Compare it with what arrived.",
  },
  "resolve-refused": {
    holdsMoney: true,
    says: "Money was collected and Shopify refused to mark the order as paid. Settle the order by hand, or give the money back.",
  },
  "resolve-dead": {
    holdsMoney: true,
    says: "Money was collected and Shopify could not be told within 24 hours. Replay the report when Shopify answers again.",
  },
  "paid-shop-away": {
    holdsMoney: true,
    says: "Money was collected for a shop that removed the app, and Shopify cannot be told. Ask the merchant to install it again, or to give the money back.",
  },
  "report-refused": {
    holdsMoney: false,
    says: "Shopify refused what we told it about this payment.",
  },
  "report-dead": {
    holdsMoney: false,
    says: "Shopify could not be told within 24 hours. Replay the report when Shopify answers again.",
  },
} as const satisfies Record<string, { holdsMoney: boolean; says: string }>;

export type CaseKind = keyof typeof CASE_KINDS;

/** One outage asks the same about many codes: for each merchant that is one case while it is open. */
export const CASES_OF_AN_OUTAGE = ["create-unknown", "not-known-at-deadline"] as const satisfies CaseKind[];

export function outageKey(kind: CaseKind, of: { shopId: string; mode: string }): string {
  return `${kind}:${of.shopId}:${of.mode}`;
}

export function isCaseKind(text: string): text is CaseKind {
  return Object.hasOwn(CASE_KINDS, text);
}
