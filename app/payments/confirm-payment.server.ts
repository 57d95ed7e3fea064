/**
 * The order is wanted: the shopper pressed Continue, or stayed until the timer rang. Deciding *pending* creates the
 * order at Shopify, so it is decided once and only while the code can be paid.
 */
import { job } from "#app/jobs/queue.server.ts";
import { advancePayment } from "#app/payments/advance-payment.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { currentCode, type Code, type Payment } from "#app/payments/payment.ts";
import { loadPayment, loadShownBySlug } from "#app/payments/payment-queries.server.ts";
import { disarmTimer } from "#app/payments/payment-store-presence.server.ts";
import { reportDecided } from "#app/payments/report-payment.server.ts";

/** A shopper whose page asked for news within this is still there. */
const PRESENT_WITHIN_MS = 30_000;

/** How often a waiting Continue looks whether Shopify has answered. */
const LOOK_EVERY_MS = 60;

export type ContinueOutcome =
  | { kind: "return"; redirectUrl: string }
  /** Decided; Shopify has not answered yet. The report is repeated until it does. */
  | { kind: "not-answered-yet" }
  | { kind: "not-possible" }
  | { kind: "not-found" };

/**
 * Decides pending and waits up to `waitMs` for the address to return the shopper to. The report is sent by its job;
 * pressing again repeats nothing.
 */
export async function continuePayment(
  deps: PaymentDeps & { pause: (ms: number) => Promise<void> },
  input: { slug: string; waitMs: number },
): Promise<ContinueOutcome> {
  const shown = await loadShownBySlug(deps.db, input.slug);
  if (!shown) return { kind: "not-found" };
  const { payment } = shown;
  const { decision, payment: advanced } = await advancePayment(deps, {
    paymentId: payment.id,
    codeId: currentCode(payment)?.id ?? null,
    actor: "shopper",
    event: (_, code) => ({ kind: "continue", codeExpired: isExpired(code, deps.clock.now()) }),
    jobs: (reportId) =>
      reportId ? [job("send-report", { reportId }, deps.clock.now(), `report:${reportId}`)] : [],
  });
  if (decision.kind === "refuse" && payment.redirectUrl === null && payment.told !== "resolved") {
    return { kind: "not-possible" };
  }
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const now = await loadPayment(deps.db, advanced.id);
    if (now?.redirectUrl) return { kind: "return", redirectUrl: now.redirectUrl };
    if (waitedMs >= input.waitMs) return { kind: "not-answered-yet" };
    await deps.pause(LOOK_EVERY_MS);
  }
}

/** The confirmation timer rang: who stayed or kept the code gets an order, who went back to checkout does not. */
export async function ringTimer(deps: PaymentDeps, paymentId: string): Promise<void> {
  const payment = await loadPayment(deps.db, paymentId);
  if (!payment || payment.told !== "open") return;
  const advance = await advancePayment(deps, {
    paymentId,
    codeId: currentCode(payment)?.id ?? null,
    actor: "ventanilla",
    event: (fresh, code) => ({
      kind: "timer-rang",
      shopperStayed: shopperStayed(fresh, deps.clock.now()),
      codeExpired: isExpired(code, deps.clock.now()),
    }),
  });
  await reportDecided(deps, advance);
  if (advance.decision.kind === "refuse") await disarmTimer(deps.db, paymentId);
}

function isExpired(code: Code | null, now: Date): boolean {
  return code !== null && now >= code.expiresAt;
}

function shopperStayed(payment: Payment, now: Date): boolean {
  if (payment.keptAt) return true;
  return (
    payment.lastPresentAt !== null && now.getTime() - payment.lastPresentAt.getTime() <= PRESENT_WITHIN_MS
  );
}
