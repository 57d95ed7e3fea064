/** What helps with which kind of case, beside closing it: acts on its payment that the page offers as buttons. Pure. */
import type { CaseKind } from "#app/payments/case-kind.ts";
import type { MerchantAct } from "#app/payments/merchant-act-rules.ts";

export const CASE_ACTS = [
  "check",
  "send-again",
  "void",
  "remove",
] as const satisfies readonly MerchantAct[];
export type CaseAct = (typeof CASE_ACTS)[number];

export const SUGGESTED_ACTS: Record<CaseKind, readonly CaseAct[]> = {
  "create-unknown": ["check"],
  "payable-after-end": ["remove", "check"],
  "paid-twice": ["check"],
  "paid-after-reject": ["check"],
  "paid-other-attempt": ["check"],
  "paid-failed-code": ["check"],
  "paid-while-issuing": ["check"],
  "amount-differs": ["check"],
  "paid-second-cip": ["check"],
  "paid-past-deadline": ["check"],
  "reversal-suspected": ["check"],
  "removed-elsewhere": ["check"],
  "not-known-at-deadline": ["check", "void"],
  "notice-without-payment": ["check"],
  "notice-not-ours": [],
  "notice-unreadable": [],
  "shopper-says-paid": ["check"],
  "resolve-refused": ["send-again"],
  "resolve-dead": ["send-again"],
  "paid-shop-away": ["send-again"],
  "report-refused": ["send-again"],
  "report-dead": ["send-again"],
};

export function isCaseAct(text: unknown): text is CaseAct {
  return CASE_ACTS.some((act) => act === text);
}
