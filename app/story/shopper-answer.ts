/**
 * What may be written to the shopper about a payment. Pure. It promises nothing that is not so: that the order is confirmed only where
 * Shopify has said so, that a code can be paid only where it can, and money back only where it was recorded as paid. Nobody's name,
 * address or number stands in it: whoever asks may not be who paid.
 */
import type { CaseKind } from "#app/payments/case-kind.ts";
import { ABOUT_TELLING, holdsMoney, type Standing } from "#app/story/standing.ts";
import type { StoryFacts } from "#app/story/story-facts.ts";
import type { RefundState } from "#app/refunds/refund-lifecycle.ts";

export const ANSWER_KINDS = [
  "test",
  "preparing",
  "needs-email",
  "not-created",
  "limits",
  "unknown",
  "shown",
  "waiting",
  "time-up",
  "dont-pay",
  "expired",
  "other-attempt",
  "elsewhere",
  "arrived",
  "paid",
  "paid-refunded",
  "paid-telling",
  "twice",
  "claimed",
  "checking",
  "review",
  "doubt",
  "given-back",
  "decided",
] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/** Those whose page helps the shopper on. */
const WITH_PAGE: readonly AnswerKind[] = [
  "preparing",
  "needs-email",
  "shown",
  "waiting",
  "time-up",
  "other-attempt",
  "arrived",
  "paid-telling",
];

const ANSWER_OF: Record<Standing, AnswerKind> = {
  preparing: "preparing",
  "needs-email": "needs-email",
  "not-created": "not-created",
  shown: "shown",
  waiting: "waiting",
  unknown: "unknown",
  "time-up": "time-up",
  voiding: "dont-pay",
  gone: "dont-pay",
  "money-arrived": "arrived",
  "taken-back": "doubt",
  paid: "paid",
  "paid-refunded": "paid-refunded",
  "paid-telling": "paid-telling",
  "paid-untold": "paid-telling",
  "paid-reversed": "doubt",
  expired: "expired",
  "expired-open": "expired",
  voided: "dont-pay",
  left: "dont-pay",
  unseen: "dont-pay",
  limits: "limits",
  account: "not-created",
  "no-code": "not-created",
  "paid-elsewhere": "elsewhere",
  "other-attempt": "other-attempt",
  "money-late": "review",
  "money-decided": "decided",
};

/** The order is paid or to be paid by this very money: whatever else a case holds is another's. */
const IS_PAID: readonly Standing[] = ["paid", "paid-refunded", "paid-telling", "paid-untold"];
/** Something says paid and PagoEfectivo does not, or nobody knows whether the code still can be. */
const ABOUT_DOUBT: readonly CaseKind[] = [
  "notice-without-payment",
  "paid-while-issuing",
  "not-known-at-deadline",
  "removed-elsewhere",
];

export interface ShopperAnswer {
  kind: AnswerKind;
  withPage: boolean;
  /** Money on its way back to them, as far as it has come. */
  refunds: readonly { state: AnsweredRefund; centimos: number; currency: "PEN" | "USD" }[];
}
export type AnsweredRefund = Exclude<RefundState, "refused">;

/** What to answer a shopper who asks what became of their payment. */
export function answerShopper(facts: StoryFacts, standing: Standing): ShopperAnswer {
  const kind = facts.test ? "test" : (overruled(facts, standing) ?? ANSWER_OF[standing]);
  const refunds = facts.test ? [] : facts.refunds.flatMap(answeredRefund);
  return { kind, withPage: WITH_PAGE.includes(kind), refunds };
}

/** What open cases make of it: a person is still to decide, and nothing may be said before. Null: nothing. */
function overruled(facts: StoryFacts, standing: Standing): AnswerKind | null {
  const open = facts.cases.filter(({ isOpen }) => isOpen);
  const isOpen = (kinds: readonly CaseKind[]) => open.some(({ kind }) => kinds.includes(kind));
  if (isOpen(["reversal-suspected"])) return "doubt";
  if (IS_PAID.includes(standing)) {
    const isOthers = open.some(({ kind, held }) => held !== null && !ABOUT_TELLING.includes(kind));
    if (isOthers) return standing === "paid" ? "twice" : "review";
    return isOpen(ABOUT_TELLING) ? "paid-telling" : null;
  }
  if (holdsMoney(facts)) return "review";
  // Where PagoEfectivo itself has said paid, what asks whether it was paid is answered.
  if (facts.codes.some(({ state }) => state === "paid")) return wasGivenBack(facts, standing);
  if (isOpen(ABOUT_DOUBT)) return "checking";
  if (isOpen(["shopper-says-paid"])) return "claimed";
  if (isOpen(["create-unknown"])) return "unknown";
  return isOpen(["payable-after-end"]) ? "dont-pay" : null;
}

function wasGivenBack({ cases }: StoryFacts, standing: Standing): AnswerKind | null {
  if (standing !== "money-decided") return null;
  return cases.findLast(({ ending }) => ending !== null)?.ending === "given-back" ? "given-back" : null;
}

function answeredRefund({ state, amount }: StoryFacts["refunds"][number]): ShopperAnswer["refunds"] {
  const { centimos, currency } = amount;
  if (state === "refused" || (currency !== "PEN" && currency !== "USD")) return [];
  return [{ state, centimos, currency }];
}
