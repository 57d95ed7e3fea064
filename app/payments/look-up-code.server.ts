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
import { findCodeToAsk, type CodeToAsk } from "#app/payments/code-queries.server.ts";
import type { CodeState } from "#app/payments/lifecycle-moves.ts";
import { saysUnpaid } from "#app/payments/payment-lifecycle.ts";
import type { Code } from "#app/payments/payment.ts";
import { reportDecided } from "#app/payments/report-payment.server.ts";

export interface LookedUp {
  found: Found["kind"];
  silence: Silence | null;
  decision: Advance["decision"];
  /** The notice that asked for it was settled with what it led to. */
  isNoticeSettled?: true;
}

/**
 * Asks PagoEfectivo about one code, brings the answer to its payment and tells Shopify what was decided. Null when the
 * code does not exist or has no CIP to ask about. A test payment that is paid is not asked about again.
 */
export async function lookUpCode(
  deps: PaymentDeps,
  input: ({ codeId: string } | { code: CodeToAsk }) & { purpose?: Purpose; noticeId?: string },
): Promise<LookedUp | null> {
  const { purpose, noticeId } = input;
  const code = "code" in input ? input.code : await findCodeToAsk(deps.db, input.codeId);
  if (!code?.cip) return null;
  // A test payment may be paid by simulation; the sandbox knows nothing of it, and its answer would look like a reversal.
  if (code.isTest && code.mode === "sandbox" && code.state === "paid")
    return { found: "paid", silence: null, decision: { kind: "repeat" } };
  const found = await askAboutCode(deps, code);
  return applyFinding(deps, {
    ...{ codeId: code.id, paymentId: code.paymentId, found, askedIn: code.state },
    ...(purpose && { purpose }),
    ...(noticeId !== undefined && { noticeId }),
  });
}

interface Finding {
  paymentId: string;
  codeId: string;
  found: Found;
  /** The code's state when PagoEfectivo was asked, or earlier. */
  askedIn: CodeState;
  /** Or how it follows from what is stored when the finding is brought. */
  purpose?: Purpose | typeof purposeAt;
  noticeId?: string;
}

/** Brings a finding to its payment: the change is stored, then its report makes its first attempt here. */
export async function applyFinding(deps: PaymentDeps, input: Finding): Promise<LookedUp> {
  const { found, purpose = JUST_ASKING } = input;
  const now = deps.clock.now();
  let said = found;
  const advance = await advancePayment(deps, {
    paymentId: input.paymentId,
    codeId: input.codeId,
    actor: "pagoefectivo",
    event: (payment, code) => {
      said = isOvertaken(input, code) ? overtaken(found) : found;
      const why = typeof purpose === "function" ? purpose(payment, code, now) : purpose;
      return eventOf(said, { payment, code }, now, why);
    },
    findings: found.findings,
    detail: found.detail,
    isMoney: found.kind === "paid",
    isOutage: found.silence !== undefined,
    ...(typeof purpose !== "function" && purpose.endReason && { endReason: purpose.endReason }),
    ...(found.held && { held: found.held }),
    ...(input.noticeId !== undefined && { noticeId: input.noticeId }),
  });
  const { decision } = advance;
  // The same answer also says what the code is now that nobody has paid it.
  if (decision.kind === "advance" && decision.code === "reversed") return applyFinding(deps, input);
  // The attempt that tells Shopify of the money is the end of the notice that told us: they are written together.
  const settles =
    found.kind === "paid" && input.noticeId !== undefined
      ? { noticeId: input.noticeId, codeId: input.codeId }
      : null;
  const isNoticeSettled = await reportDecided(deps, advance, settles);
  const looked = { found: said.kind, silence: said.silence ?? null, decision };
  return isNoticeSettled ? { ...looked, isNoticeSettled } : looked;
}

/**
 * While the answer was on its way, another look-up has found that the code was paid, or is over. That nobody has paid it, or still can, was
 * true before, and would be taken for a reversal or for a code that lives on; one that was so already when it was asked about is another matter.
 */
function isOvertaken({ found, askedIn }: Finding, code: Code | null): boolean {
  if (!code || code.state === askedIn) return false;
  if (code.state === "paid") return saysUnpaid(found.kind);
  return (code.state === "expired" || code.state === "voided") && found.kind === "still-payable";
}

function overtaken(found: Found): Found {
  return { kind: "not-known", findings: {}, detail: found.detail };
}
