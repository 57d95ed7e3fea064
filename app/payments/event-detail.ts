/** What an event leaves in the payment's story and in a case's evidence, besides what it was told. Pure. */
import { clocks } from "#app/payments/code-expiry.ts";
import type { Decision } from "#app/payments/payment-lifecycle.ts";
import type { CodeState } from "#app/payments/lifecycle-moves.ts";
import type { Code, Payment } from "#app/payments/payment.ts";
import type { Detail } from "#app/payments/timeline-line.ts";

/** What PagoEfectivo's answer says of times. */
interface FoundTimes {
  expiresAt?: Date;
  paidAt?: Date | null;
}

/** When the code ends and when its payment would: told with every event that sets them. */
export function clocksOf(
  payment: Payment,
  code: Code | null,
  codeTo: CodeState | null,
  found: FoundTimes = {},
): Detail {
  const expiresAt = found.expiresAt ?? code?.expiresAt;
  const isSet = codeTo === "live" || found.expiresAt !== undefined;
  return code && expiresAt && isSet ? clocks(payment.startedAt, { ...code, expiresAt }) : {};
}

/** Both receipts of a checkout that was paid twice: this money's, and that of the order. */
export function receiptsOf(payment: Payment, code: Code | null, found: FoundTimes = {}): Detail {
  const { groupReceipt: other } = payment;
  return {
    codeId: code?.id ?? null,
    paidAt: found.paidAt?.toISOString() ?? null,
    otherCodeId: other?.codeId ?? null,
    otherPaidAt: other?.paidAt ?? null,
    otherSessionId: other?.sessionId ?? null,
  };
}

/** Where the event led, in the words of the move tables. */
export function movesOf(decision: Extract<Decision, { kind: "advance" | "case" }>): Detail {
  if (decision.kind === "case") return { case: decision.case };
  return {
    ...(decision.code && { code: decision.code }),
    ...(decision.told && { told: decision.told }),
    ...(decision.openCase && { case: decision.openCase }),
  };
}
