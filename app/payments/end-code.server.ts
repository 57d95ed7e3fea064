/**
 * The release time of a code has come: prove that it was not paid, and end its payment; or learn that it was.
 */
import { job } from "#app/jobs/queue.server.ts";
import { askAgainMs, rejectTime, releaseTime } from "#app/payments/code-expiry.ts";
import { lookUpCode } from "#app/payments/look-up-code.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { loadPaymentOfCode } from "#app/payments/payment-queries.server.ts";
import { enqueueAgain } from "#app/payments/payment-store-jobs.server.ts";
import type { Code } from "#app/payments/payment.ts";
import { isProved, removeAndProve } from "#app/payments/void-code.server.ts";

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

  // A code that can still be paid dies now in any case; only the payment's own end may wait for a business day.
  const endsAt = rejectTime(payment.startedAt, code);
  const isTimeToEnd = now >= endsAt;
  const purpose = { ending: isTimeToEnd ? payment.atExpiry : null, isDeadline: true };
  let looked = await lookUpCode(deps, { codeId, purpose });
  if (looked?.found === "still-payable") looked = await removeAndProve(deps, { codeId, purpose });
  // While a person decides about money of this payment nothing ends it; afterwards it must still end.
  const waitsForPerson = payment.moneyInCase && looked?.found !== "paid";
  if (isProved(looked) && looked?.found !== "paid" && !isTimeToEnd) return again(deps, code, endsAt);
  if (isProved(looked) && !waitsForPerson) return;
  await again(deps, code, new Date(now.getTime() + askAgainMs(now.getTime() - due.getTime())));
}

async function again(deps: PaymentDeps, code: Code, at: Date): Promise<void> {
  await enqueueAgain(deps.db, job("end-code", { codeId: code.id }, at, `end:${code.id}`));
}
