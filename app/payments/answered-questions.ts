/** Which open questions about a code its move answers. Pure. */
import { CASES_OF_AN_OUTAGE, outageKey, type CaseKind } from "#app/payments/case-kind.ts";
import type { CodeState } from "#app/payments/lifecycle-moves.ts";
import type { Code, Payment } from "#app/payments/payment.ts";

/** Once a look-up or an answer says what became of a code, nobody needs to ask that any more. */
const QUESTIONS: readonly CaseKind[] = [
  "create-unknown",
  "not-known-at-deadline",
  "notice-without-payment",
];
const ANSWERED_BY: readonly CodeState[] = ["live", "paid", "expired", "voided"];
/** These say that a code which outlived its payment cannot be paid any more. */
const DEAD: readonly CodeState[] = ["expired", "voided"];

export function questionsAnswered(
  payment: Payment,
  code: Code | null,
  codeTo: CodeState | null,
): { closes: readonly CaseKind[]; closesAmongMany: readonly string[] } {
  if (!code || !codeTo || !ANSWERED_BY.includes(codeTo)) return { closes: [], closesAmongMany: [] };
  const of = { shopId: payment.shopId, mode: code.mode };
  const more: readonly CaseKind[] = DEAD.includes(codeTo) ? ["payable-after-end"] : [];
  // Only money answers a shopper who says that they have paid.
  const paid: readonly CaseKind[] = codeTo === "paid" ? ["shopper-says-paid"] : [];
  const closes = [...QUESTIONS, ...more, ...paid];
  return { closes, closesAmongMany: CASES_OF_AN_OUTAGE.map((kind) => outageKey(kind, of)) };
}
