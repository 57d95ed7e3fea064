import {
  askAboutCode,
  eventOf,
  JUST_ASKING,
  type purposeAt,
  type Found,
  type Purpose,
  type Silence,
} from "#app/payments/ask-pagoefectivo.server.ts";
import { advancePayment, type Advance } from "#app/payments/advance-payment.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { loadPaymentOfCode } from "#app/payments/payment-queries.server.ts";
import { handPaidCode } from "#app/payments/payment-store-groups.server.ts";
import { reportDecided } from "#app/payments/report-payment.server.ts";

export interface LookedUp {
  found: Found["kind"];
  silence: Silence | null;
  decision: Advance["decision"];
}

/**
 * Asks PagoEfectivo about one code, brings the answer to its payment and tells Shopify what was decided. Null when the
 * code does not exist or has no CIP to ask about. A test payment that is paid is not asked about again.
 */
export async function lookUpCode(
  deps: PaymentDeps,
  input: { codeId: string; purpose?: Purpose; noticeId?: string },
): Promise<LookedUp | null> {
  const payment = await loadPaymentOfCode(deps.db, input.codeId);
  const code = payment?.codes.find((candidate) => candidate.id === input.codeId);
  if (!payment || !code?.cip) return null;
  // A test payment may be paid by simulation; the sandbox knows nothing of it, and its answer would look like a reversal.
  if (payment.test && code.mode === "sandbox" && code.state === "paid")
    return { found: "paid", silence: null, decision: { kind: "repeat" } };
  const found = await askAboutCode(deps, code);
  return applyFinding(deps, { ...input, paymentId: payment.id, found });
}

interface Finding {
  paymentId: string;
  codeId: string;
  found: Found;
  /** Or how it follows from what is stored when the finding is brought. */
  purpose?: Purpose | typeof purposeAt;
  noticeId?: string;
}

/**
 * Brings a finding to its payment: the change is stored, then its report makes its first attempt here. Money belongs to the
 * checkout: it is first handed to the attempt whose order waits for it.
 */
export async function applyFinding(deps: PaymentDeps, input: Finding): Promise<LookedUp> {
  const { found, purpose = JUST_ASKING } = input;
  const now = deps.clock.now();
  if (found.kind === "paid") await handPaidCode(deps.db, { codeId: input.codeId, at: now });
  const advance = await advancePayment(deps, {
    paymentId: input.paymentId,
    codeId: input.codeId,
    actor: "pagoefectivo",
    event: (payment, code) =>
      eventOf(
        found,
        { payment, code },
        now,
        typeof purpose === "function" ? purpose(payment, code, now) : purpose,
      ),
    findings: found.findings,
    detail: found.detail,
    isOutage: found.silence !== undefined,
    ...(typeof purpose !== "function" && purpose.endReason && { endReason: purpose.endReason }),
    ...(found.held && { held: found.held }),
    ...(input.noticeId !== undefined && { noticeId: input.noticeId }),
  });
  const { decision } = advance;
  // The same answer also says what the code is now that nobody has paid it.
  if (decision.kind === "advance" && decision.code === "reversed") return applyFinding(deps, input);
  await reportDecided(deps, advance);
  return { found: found.kind, silence: found.silence ?? null, decision };
}
