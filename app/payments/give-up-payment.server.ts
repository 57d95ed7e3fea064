/**
 * Nobody wants this payment: the shopper went back to checkout, or never came. Its code is voided and it is released;
 * Shopify is told nothing, because a reject would take the method away from that checkout.
 */
import { job, type JobRequest } from "#app/jobs/queue.server.ts";
import { advancePayment } from "#app/payments/advance-payment.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { loadPayment, loadShownBySlug } from "#app/payments/payment-queries.server.ts";
import { enqueueAgain } from "#app/payments/payment-store-jobs.server.ts";
import { currentCode, type Code, type Payment } from "#app/payments/payment.ts";
import { askedForCodeAt } from "#app/payments/renewal.ts";
import { voidJob } from "#app/payments/void-jobs.server.ts";

/** A page that nobody has opened, or looked at, for this long belongs to nobody. */
const UNSEEN_MS = 30 * 60_000;

/** `back`: to checkout. `stays`: an order exists, or the payment is over; its page says which. */
export type CancelOutcome = "back" | "stays" | "not-found";

/** The shopper pressed the way back to checkout. Refused once pending is decided, as pending is refused afterwards. */
export async function cancelPayment(
  deps: Pick<PaymentDeps, "clock" | "db">,
  slug: string,
): Promise<CancelOutcome> {
  const shown = await loadShownBySlug(deps.db, slug);
  if (!shown) return "not-found";
  const { decision, payment } = await advancePayment(deps, {
    paymentId: shown.payment.id,
    codeId: currentCode(shown.payment)?.id ?? null,
    isOfPayment: true,
    actor: "shopper",
    event: () => ({ kind: "cancel" }),
    endReason: "cancelled-by-shopper",
    jobs: (_, given) => voidJobs(given, deps.clock.now()),
  });
  if (decision.kind !== "refuse") return "back";
  // A code that is still being made is given up when nobody comes to see it.
  return decision.reason === "still-issuing" || payment.told === "released" ? "back" : "stays";
}

function voidJobs(code: Code | null, at: Date): JobRequest[] {
  return code?.cip ? [voidJob(code.id, at)] : [];
}

/** When to look whether anybody came. */
export function closeUnseenJob(paymentId: string, from: Date): JobRequest {
  const at = new Date(from.getTime() + UNSEEN_MS);
  return job("close-unseen", { paymentId }, at, `unseen:${paymentId}`);
}

/** The job: ends an open payment whose page nobody has opened, or that has no code and nobody waits for one. */
export async function closeUnseen(deps: PaymentDeps, paymentId: string): Promise<void> {
  const payment = await loadPayment(deps.db, paymentId);
  if (!payment || payment.told !== "open") return;
  const now = deps.clock.now();
  const lookAt = nobodysAt(payment);
  if (lookAt === null) return;
  if (now < lookAt)
    return enqueueAgain(deps.db, closeUnseenJob(paymentId, new Date(lookAt.getTime() - UNSEEN_MS)));
  const { decision } = await advancePayment(deps, {
    paymentId,
    codeId: currentCode(payment)?.id ?? null,
    isOfPayment: true,
    actor: "ventanilla",
    // Their press may have been stored since we looked: it would make a code for a payment that has just ended.
    event: (fresh) => ({ kind: "never-seen", shopperCame: (nobodysAt(fresh) ?? NEVER) > now }),
    endReason: "never-seen",
    jobs: (_, given) => voidJobs(given, now),
  });
  if (decision.kind === "refuse" && ["still-issuing", "shopper-came"].includes(decision.reason)) {
    await enqueueAgain(deps.db, closeUnseenJob(paymentId, now));
  }
}

const NEVER = new Date(8_640_000_000_000_000);

/** From when on the payment belongs to nobody. Null while its code lives and was seen: who has seen it may come back until it expires. */
function nobodysAt(payment: Payment): Date | null {
  const code = currentCode(payment);
  if (code?.state === "live" && payment.firstSeenAt) return null;
  const since = [askedForCodeAt(payment), code?.createdAt, payment.lastPresentAt];
  return new Date(Math.max(...since.map((at) => at?.getTime() ?? 0)) + UNSEEN_MS);
}
