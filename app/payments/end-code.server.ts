/**
 * The release time of a code has come: prove that it was not paid, and end its payment; or learn that it was.
 */
import { job } from "#app/jobs/queue.server.ts";
import { advancePayment } from "#app/payments/advance-payment.server.ts";
import { purposeAt, type Silence } from "#app/payments/ask-pagoefectivo.server.ts";
import { askAgainMs, rejectTime, releaseTime } from "#app/payments/code-expiry.ts";
import type { CodeState } from "#app/payments/lifecycle-moves.ts";
import { lookUpCode } from "#app/payments/look-up-code.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { loadPaymentOfCode } from "#app/payments/payment-queries.server.ts";
import { askSoon } from "#app/payments/payment-store-asks.server.ts";
import { enqueueAgain } from "#app/payments/payment-store-jobs.server.ts";
import type { Code, Payment } from "#app/payments/payment.ts";
import { isOtherPayable, isReplaced } from "#app/payments/renewal.ts";
import { isProved, removeAndProve } from "#app/payments/void-code.server.ts";

/** While PagoEfectivo is not asked at all the sweep waits for it; this job looks whether that was enough. */
const LEFT_TO_SWEEP_MS = 6 * 60 * 60_000;

/**
 * Asks about the code for the last time. Expired → its payment ends. Still payable → DELETE, then asked again; only
 * then removed proves unpaid. Not known → a case, and asked again later: nothing is ever rejected without proof. While a
 * person decides about money of the payment nothing ends it; afterwards it is left to Shopify's own expiry.
 */
export async function endCode(deps: PaymentDeps, codeId: string): Promise<void> {
  const payment = await loadPaymentOfCode(deps.db, codeId);
  const code = payment?.codes.find((candidate) => candidate.id === codeId);
  if (!payment || !code?.cip || isEnded(payment, code)) return;
  const now = deps.clock.now();
  const due = releaseTime(payment.startedAt, code);
  if (now < due) return again(deps, code, due);

  const purpose = purposeAt(payment, code, now);
  let looked = await lookUpCode(deps, { codeId, purpose });
  if (looked?.found === "still-payable") looked = await removeAndProve(deps, { codeId, purpose });
  const waitMs = askAgainMs(now.getTime() - due.getTime());
  if (looked?.silence) return awaitAnswer(deps, code, { silence: looked.silence, waitMs });
  if (looked?.found === "paid" || looked?.found === "amount-differs") {
    if (await endAfterMoney(deps, payment, code)) return;
  } else if (isProved(looked)) {
    if (await hasEnded(deps, codeId)) return;
    if (purpose.ending === null) return again(deps, code, rejectTime(payment.startedAt, code));
  }
  await again(deps, code, new Date(now.getTime() + waitMs));
}

const SETTLED: readonly CodeState[] = ["expired", "voided", "paid"];

/** Nothing is left to prove: the code was paid or is dead, and its payment is over or waits for another code. */
function isEnded(payment: Payment, code: Code): boolean {
  const isOver = payment.told !== "open" && payment.told !== "pending";
  return (isOver || isReplaced(payment, code)) && SETTLED.includes(code.state);
}

/** As it stands now. A proof need not end a payment: money may wait in a case, or an older code may be payable again. */
async function hasEnded(deps: PaymentDeps, codeId: string): Promise<boolean> {
  const payment = await loadPaymentOfCode(deps.db, codeId);
  const code = payment?.codes.find((candidate) => candidate.id === codeId);
  return !payment || !code || isEnded(payment, code);
}

/** Money was found that resolved no order. False while a case still asks a person about it. */
async function endAfterMoney(deps: PaymentDeps, payment: Payment, code: Code): Promise<boolean> {
  const { decision } = await advancePayment(deps, {
    paymentId: payment.id,
    codeId: code.id,
    actor: "ventanilla",
    event: (now) => ({
      kind: now.moneyInCase || isOtherPayable(now, code) ? "not-known" : "money-decided",
    }),
  });
  return decision.kind !== "refuse";
}

/**
 * Many codes end in the same minute. Where nobody is asked about them now, the sweep is left to ask about all together as
 * soon as somebody answers, and to end what it finds dead.
 */
async function awaitAnswer(
  deps: PaymentDeps,
  code: Code,
  { silence, waitMs }: { silence: Silence; waitMs: number },
): Promise<void> {
  const now = deps.clock.now();
  const inMs = (ms: number) => new Date(now.getTime() + ms);
  if (silence.retryAfterMs === null) return again(deps, code, inMs(waitMs));
  if (silence.isOwnOrder) return again(deps, code, inMs(silence.retryAfterMs));
  await askSoon(deps.db, { codeId: code.id, now });
  await again(deps, code, inMs(LEFT_TO_SWEEP_MS));
}

async function again(deps: PaymentDeps, code: Code, at: Date): Promise<void> {
  await enqueueAgain(deps.db, job("end-code", { codeId: code.id }, at, `end:${code.id}`));
}
