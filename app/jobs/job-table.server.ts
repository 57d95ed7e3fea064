/**
 * Every background job and schedule: name → what it does. Payload schemas stand in `queue.server.ts`. A handler never
 * throws for what the outside may do; when it throws, it is a bug or our database, and the queue runs it again.
 */
import type { z } from "zod";
import { JOB_PAYLOADS, type JobName } from "#app/jobs/queue.server.ts";
import { applyNotice } from "#app/payments/apply-notice.server.ts";
import { ringTimer } from "#app/payments/confirm-payment.server.ts";
import { endCode } from "#app/payments/end-code.server.ts";
import { closeUnseen } from "#app/payments/give-up-payment.server.ts";
import { issueCode } from "#app/payments/issue-code.server.ts";
import { lookUpCode } from "#app/payments/look-up-code.server.ts";
import { shortenPending } from "#app/payments/shorten-pending.server.ts";
import { voidCode } from "#app/payments/void-code.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { repeatDeadReport, reportAllDue, reportPayment } from "#app/payments/report-payment.server.ts";

/** `isRerun`: an earlier run of this very job was killed or threw. */
export interface JobRun {
  isRerun: boolean;
}
type Handler = (deps: PaymentDeps, payload: unknown, run?: JobRun) => Promise<unknown>;

/** A handler whose payload is checked first. It throws on one that does not fit: a job from another version. */
function handle<Schema extends z.ZodType>(
  schema: Schema,
  work: (deps: PaymentDeps, payload: z.infer<Schema>, run: JobRun) => Promise<unknown>,
): Handler {
  return (deps, payload, run = { isRerun: false }) => work(deps, schema.parse(payload), run);
}

export const JOB_TABLE: Record<JobName, Handler> = {
  /** Obtain the CIP of a new payment. */
  "issue-code": handle(JOB_PAYLOADS["issue-code"], (deps, { paymentId }, run) =>
    issueCode(deps, paymentId, run),
  ),
  /** The shopper stayed on the page without pressing Continue: make the order. */
  "confirmation-timer": handle(JOB_PAYLOADS["confirmation-timer"], (deps, { paymentId }) =>
    ringTimer(deps, paymentId),
  ),
  /** PagoEfectivo sent a notice: look the code up, decide, tell Shopify. */
  "apply-notice": handle(JOB_PAYLOADS["apply-notice"], (deps, { noticeId }) => applyNotice(deps, noticeId)),
  /** Something casts doubt on a code: look it up. */
  "look-up-code": handle(JOB_PAYLOADS["look-up-code"], (deps, { codeId }) => lookUpCode(deps, { codeId })),
  /** Expiry plus grace: prove unpaid and end the payment, or learn that it was paid. */
  "end-code": handle(JOB_PAYLOADS["end-code"], (deps, { codeId }) => endCode(deps, codeId)),
  /** Take a code back before its time: cancelled, never seen, or its order was refused. */
  "void-code": handle(JOB_PAYLOADS["void-code"], (deps, { codeId }) => voidCode(deps, codeId)),
  /** Nobody has opened the page: release the payment. */
  "close-unseen": handle(JOB_PAYLOADS["close-unseen"], (deps, { paymentId }) =>
    closeUnseen(deps, paymentId),
  ),
  /** Shopify wants a nearer deadline: shorten the code, then tell it. */
  "shorten-pending": handle(JOB_PAYLOADS["shorten-pending"], (deps, { paymentId }) =>
    shortenPending(deps, paymentId),
  ),
  /** Money was taken and Shopify could not be told for 24 hours: try once more, every six hours. */
  "repeat-dead-report": handle(JOB_PAYLOADS["repeat-dead-report"], (deps, { reportId }) =>
    repeatDeadReport(deps, reportId),
  ),
  /** Tell Shopify again what was decided. */
  "send-report": handle(JOB_PAYLOADS["send-report"], (deps, { reportId }) => reportPayment(deps, reportId)),
  /** Pick up due reports that lost their job. */
  "send-due-reports": handle(JOB_PAYLOADS["send-due-reports"], (deps) => reportAllDue(deps)),
};

/** Schedules in cron's words, UTC. */
export const SCHEDULES: readonly { job: JobName; cron: string }[] = [
  { job: "send-due-reports", cron: "* * * * *" },
];
