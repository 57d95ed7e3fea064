/**
 * Shopify finds our pending deadline too far away. Before it is told a nearer one, the code itself is shortened at
 * PagoEfectivo: a code that outlives its order would take money for nothing. If that is not confirmed, the code is voided.
 */
import { nextAsk } from "#app/payments/ask-plan.ts";
import { newId } from "#app/lib/ids.server.ts";
import { job } from "#app/jobs/queue.server.ts";
import { clocks, nearerDeadline } from "#app/payments/code-expiry.ts";
import { moveExpiry } from "#app/payments/move-expiry.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { loadPayment } from "#app/payments/payment-queries.server.ts";
import { enqueue } from "#app/payments/payment-store-jobs.server.ts";
import { applyChange } from "#app/payments/payment-store.server.ts";
import { currentCode } from "#app/payments/payment.ts";
import { reportArguments } from "#app/payments/report-arguments.ts";
import { findLastPending } from "#app/payments/report-queries.server.ts";
import { reportPayment } from "#app/payments/report-payment.server.ts";
import { voidJob } from "#app/payments/void-jobs.server.ts";

/**
 * The job: one step nearer, in both places, and told again; or the code is voided. Safe to run again: only a pending that
 * was dropped as too far is answered, so that a rerun of finished work does nothing but send what is due.
 */
export async function shortenPending(deps: PaymentDeps, paymentId: string): Promise<void> {
  const payment = await loadPayment(deps.db, paymentId);
  const code = payment && currentCode(payment);
  if (!payment || payment.told !== "pending" || code?.state !== "live" || !payment.pendingExpiresAt) return;
  const last = await findLastPending(deps.db, paymentId);
  if (last?.state === "due") await reportPayment(deps, last.id);
  if (last?.state !== "dropped") return;

  const now = deps.clock.now();
  const deadline = nearerDeadline({
    startedAt: payment.startedAt,
    now,
    current: payment.pendingExpiresAt,
    code,
  });
  const expiresAt = deadline && new Date(deadline.getTime() - code.graceMinutes * 60_000);
  if (!expiresAt || !(await moveExpiry(deps, code, expiresAt))) {
    return enqueue(deps.db, [voidJob(code.id, now)]);
  }
  const report = {
    id: newId(deps.clock),
    kind: "pending" as const,
    arguments: reportArguments({ ...payment, kind: "pending", pendingExpiresAt: deadline }),
  };
  const applied = await applyChange(deps.db, {
    paymentId,
    expectedVersion: payment.version,
    at: now,
    actor: "ventanilla",
    event: "pending-shortened",
    detail: {
      pendingExpiresAt: deadline.toISOString(),
      ...clocks(payment.startedAt, { ...code, expiresAt }),
    },
    told: null,
    pendingExpiresAt: deadline,
    endReason: null,
    code: {
      ...UNCHANGED,
      id: code.id,
      expiresAt,
      plansAsks: true,
      nextAskAt: nextAsk({ ...code, expiresAt }, now),
    },
    report,
    cases: [],
    closes: [],
    frees: false,
    closesAmongMany: [],
    jobs: [job("end-code", { codeId: code.id }, deadline, `end:${code.id}`)],
  });
  // Someone was first. The same step is taken again from what is true now: PagoEfectivo is told the same expiry twice.
  if (applied !== "applied") return shortenPending(deps, paymentId);
  await reportPayment(deps, report.id);
}

const UNCHANGED = {
  state: null,
  cip: null,
  cipUrl: null,
  qrUrl: null,
  paidAt: null,
  ended: false,
  failReason: null,
};
