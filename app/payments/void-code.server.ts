/**
 * Takes a code back: DELETE at PagoEfectivo, then a look-up, which alone decides. Money that came in between resolves
 * the payment; only *removed* or *expired* proves that none came.
 */
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import { credentialsOfVersion } from "#app/merchants/credential-queries.server.ts";
import { advancePayment } from "#app/payments/advance-payment.server.ts";
import type { Purpose, Silence } from "#app/payments/ask-pagoefectivo.server.ts";
import { askAgainMs, releaseTime } from "#app/payments/code-expiry.ts";
import { lookUpCode, type LookedUp } from "#app/payments/look-up-code.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { loadPaymentOfCode } from "#app/payments/payment-queries.server.ts";
import { voidJob } from "#app/payments/void-jobs.server.ts";
import { enqueue } from "#app/payments/payment-store-jobs.server.ts";

/** A code that is being made is taken back once its create is answered: nothing can be deleted before. */
const ISSUING_WAIT_MS = 10_000;

/** What becomes of the payment once its code is proved dead: the merchant's own act ends a pending one at once. */
type VoidEnding = "release" | "reject";

const RELEASE: Purpose = { ending: "release", isDeadline: false };
/** A person of the shop takes the code back: the shopper cannot ask for another. */
export const BY_MERCHANT: Purpose = {
  ending: "reject",
  isDeadline: false,
  endReason: "voided-by-merchant",
};

/**
 * The job: voids a code before its time, and goes on asking until PagoEfectivo says what became of it or the code's
 * release time comes, when `end-code` takes over. With `release` a payment that Shopify knows nothing of is released, and one
 * that was told pending is ended at its release time, as every unpaid one; with `reject` it is rejected when it is proved.
 */
export async function voidCode(
  deps: PaymentDeps,
  codeId: string,
  ending: VoidEnding = "release",
): Promise<LookedUp | null> {
  const payment = await loadPaymentOfCode(deps.db, codeId);
  const code = payment?.codes.find((candidate) => candidate.id === codeId);
  if (!payment || !code) return null;
  if (code.state === "issuing") {
    await enqueue(deps.db, [
      voidJob(codeId, new Date(deps.clock.now().getTime() + ISSUING_WAIT_MS), ending),
    ]);
    return null;
  }
  if (code.state !== "live" && code.state !== "voiding") return null;
  const looked = await removeAndProve(deps, {
    codeId,
    purpose: ending === "reject" ? BY_MERCHANT : RELEASE,
  });
  if (isProved(looked)) return looked;
  const now = deps.clock.now();
  const sinceMs = now.getTime() - code.createdAt.getTime();
  const at = new Date(now.getTime() + voidAgainMs(sinceMs, looked?.silence ?? null));
  if (at < releaseTime(payment.startedAt, code)) await enqueue(deps.db, [voidJob(codeId, at, ending)]);
  return looked;
}

/** Soon, because somebody may pay it; but while nobody is asked at all, as seldom as at its end. */
function voidAgainMs(sinceMs: number, silence: Silence | null): number {
  if (silence?.isOwnOrder) return silence.retryAfterMs ?? askAgainMs(sinceMs);
  if (silence && silence.retryAfterMs !== null) return Math.max(askAgainMs(sinceMs), silence.retryAfterMs);
  return Math.min(askAgainMs(sinceMs), 5 * 60_000);
}

/** Deletes and looks once. Null when there is no such code, or it has no CIP. */
export async function removeAndProve(
  deps: PaymentDeps,
  input: { codeId: string; purpose: Purpose },
): Promise<LookedUp | null> {
  const payment = await loadPaymentOfCode(deps.db, input.codeId);
  const code = payment?.codes.find((candidate) => candidate.id === input.codeId);
  if (!payment || !code?.cip) return null;
  await advancePayment(deps, {
    paymentId: payment.id,
    codeId: code.id,
    actor: "ventanilla",
    event: () => ({ kind: "void-begun" }),
    ...(input.purpose.endReason && { endReason: input.purpose.endReason }),
  });
  try {
    const credentials = await credentialsOfVersion(deps.db, deps.vault, code.credentialVersionId);
    await deps.pagoefectivo.deleteCip(credentials, code.cip);
  } catch (error) {
    if (!isExternalCallError(error)) throw error;
    // Whatever DELETE answered, or did not: the look-up below decides.
    deps.log.warn({ codeId: code.id, reason: error.reason }, "PagoEfectivo did not confirm a removal");
  }
  return lookUpCode(deps, input);
}

/** Whether a look-up has settled what became of a code: paid, or proved unpaid. */
export function isProved(looked: LookedUp | null): boolean {
  if (looked === null || looked.decision.kind === "case") return false;
  return looked.found === "paid" || looked.found === "proved-expired" || looked.found === "proved-removed";
}
