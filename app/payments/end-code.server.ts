/**
 * The release time of a code has come: prove that it was not paid, and end its payment; or learn that it was.
 */
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import { credentialsOfVersion } from "#app/merchants/credential-queries.server.ts";
import { job } from "#app/jobs/queue.server.ts";
import { advancePayment } from "#app/payments/advance-payment.server.ts";
import { askAgainMs, releaseTime } from "#app/payments/code-expiry.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { loadPaymentOfCode } from "#app/payments/payment-queries.server.ts";
import { lookUpCode } from "#app/payments/look-up-code.server.ts";
import { enqueue } from "#app/payments/payment-store-jobs.server.ts";
import type { Code } from "#app/payments/payment.ts";

/**
 * Asks about the code for the last time. Expired → its payment ends. Still payable → DELETE, then asked again; only
 * then removed proves unpaid. Not known → a case, and asked again later: nothing is ever rejected without proof.
 */
export async function endCode(deps: PaymentDeps, codeId: string): Promise<void> {
  const payment = await loadPaymentOfCode(deps.db, codeId);
  const code = payment?.codes.find((candidate) => candidate.id === codeId);
  if (!payment || !code?.cip || code.state === "paid") return;
  const now = deps.clock.now();
  const due = releaseTime(payment.startedAt, code);
  if (now < due) return again(deps, code, due);

  const ending = payment.atExpiry;
  let looked = await lookUpCode(deps, { codeId, ending });
  if (looked?.found === "still-payable") {
    await removeAtPagoEfectivo(deps, payment.id, code);
    looked = await lookUpCode(deps, { codeId, ending });
  }
  const proved = looked?.found === "paid" || looked?.found === "proved-expired";
  // While a person decides about money of this payment nothing ends it; afterwards it must still end.
  if (payment.moneyInCase && looked?.found !== "paid") return again(deps, code, nextTime(now, due));
  if (proved || (looked?.found === "proved-removed" && looked.decision.kind !== "case")) return;
  await again(deps, code, nextTime(now, due));
}

function nextTime(now: Date, due: Date): Date {
  return new Date(now.getTime() + askAgainMs(now.getTime() - due.getTime()));
}

/** Whatever DELETE answers, the next look-up decides. */
async function removeAtPagoEfectivo(deps: PaymentDeps, paymentId: string, code: Code): Promise<void> {
  await advancePayment(deps, {
    paymentId,
    codeId: code.id,
    actor: "ventanilla",
    event: () => ({ kind: "void-begun" }),
  });
  if (!code.cip) return;
  try {
    const credentials = await credentialsOfVersion(deps.db, deps.vault, code.credentialVersionId);
    await deps.pagoefectivo.deleteCip(credentials, code.cip);
  } catch (error) {
    if (!isExternalCallError(error)) throw error;
    deps.log.warn({ codeId: code.id, reason: error.reason }, "PagoEfectivo did not confirm a removal");
  }
}

async function again(deps: PaymentDeps, code: Code, at: Date): Promise<void> {
  await enqueue(deps.db, [job("end-code", { codeId: code.id }, at, `end:${code.id}`)]);
}
