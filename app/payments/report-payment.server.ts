/**
 * Tells Shopify what was decided: one attempt, recorded with what follows from its answer. Called by the job that
 * decided the report, by its retry job, and by the minute schedule; the claim makes sure that only one of them sends.
 */
import { z } from "zod";
import { randomInt } from "node:crypto";
import { newId } from "#app/lib/ids.server.ts";
import { assertNever } from "#app/lib/invariant.ts";
import { job, type JobRequest } from "#app/jobs/queue.server.ts";
import type { Advance } from "#app/payments/advance-payment.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { voidJob } from "#app/payments/void-jobs.server.ts";
import type { NewCase } from "#app/payments/payment-store.server.ts";
import { enqueue } from "#app/payments/payment-store-jobs.server.ts";
import { findDueReports, findDueReportsOf } from "#app/payments/report-queries.server.ts";
import { judgeReportAnswer, REPORT_ATTEMPTS, type ReportVerdict } from "#app/payments/report-schedule.ts";
import {
  caseOfReport,
  claimReport,
  makeReportsDue,
  recordAttempt,
  reviveReport,
  type ClaimedReport,
  type SettledNotice,
} from "#app/payments/payment-store-reports.server.ts";
import { offlineToken } from "#app/shopify/offline-token.server.ts";
import type { ReportAnswer } from "#app/shopify/payments-apps-client.ts";

const storedArguments = z.record(z.string(), z.unknown());

/** The other report of the payment is given this long before we try to send ours. */
const BUSY_WAIT_MS = 2_000;

export type ReportOutcome = ReportVerdict["kind"] | "not-due" | "busy";

/**
 * Makes one attempt of a due report, and settles with it the notice that led to it. Never throws for what Shopify or the network
 * may do. `busy` and `not-due`: no attempt was made.
 */
export async function reportPayment(
  deps: PaymentDeps,
  reportId: string,
  settles: SettledNotice | null = null,
): Promise<ReportOutcome> {
  const report = await claimReport(deps.db, { reportId, now: deps.clock.now() });
  if (report === "not-due") return report;
  if (report === "busy") {
    const later = new Date(deps.clock.now().getTime() + BUSY_WAIT_MS);
    await enqueue(deps.db, [job("send-report", { reportId }, later, `report:${reportId}`)]);
    return report;
  }
  const answer = await send(deps, report);
  const finishedAt = deps.clock.now();
  const verdict = judgeReportAnswer({
    answer,
    attempts: report.attempts,
    sessionAnsweredAt: report.sessionAnsweredAt,
    decidedAt: report.decidedAt,
    hasCase: report.hasCase,
    now: finishedAt,
    jitter: randomInt(1_000) / 1_000,
  });
  await record(deps, { report, answer, verdict, finishedAt, settles });
  const { kind, paidAt, noticedAt } = report;
  deps.onReport?.({ kind, verdict: verdict.kind, at: finishedAt, paidAt, noticedAt });
  return verdict.kind;
}

/**
 * After an advance: the first attempt of what it decided. A job that was killed between deciding and sending runs
 * again, decides "repeat", and finds its report still due here. True when the notice was settled with that attempt.
 */
export async function reportDecided(
  deps: PaymentDeps,
  advance: Advance,
  settles: SettledNotice | null = null,
): Promise<boolean> {
  if (advance.reportId) {
    const outcome = await reportPayment(deps, advance.reportId, settles);
    return settles !== null && outcome !== "busy" && outcome !== "not-due";
  }
  if (advance.decision.kind !== "repeat") return false;
  const now = deps.clock.now();
  const due = await findDueReportsOf(deps.db, { paymentId: advance.payment.id, now });
  for (const reportId of due) await reportPayment(deps, reportId);
  return false;
}

/** One more attempt of a report that used up its own; if Shopify still does not answer it is dead again. */
export async function repeatDeadReport(deps: PaymentDeps, reportId: string): Promise<void> {
  const revived = await reviveReport(deps.db, {
    reportId,
    now: deps.clock.now(),
    attempts: REPORT_ATTEMPTS - 1,
  });
  if (revived) await reportPayment(deps, reportId);
}

/** The minute schedule: whatever is due and has lost its job. A bounded number at a time, oldest first. */
export async function reportAllDue(deps: PaymentDeps): Promise<void> {
  const due = await findDueReports(deps.db, { now: deps.clock.now(), limit: 200 });
  for (const reportId of due) await reportPayment(deps, reportId);
}

/** The shop is back: what was held for it is sent now, by the same job as everything that is due. */
export async function releaseHeldReports(deps: PaymentDeps, shop: string): Promise<void> {
  const released = await makeReportsDue(deps.db, { shop, now: deps.clock.now() });
  for (const reportId of released) await reportPayment(deps, reportId);
}

async function send(deps: PaymentDeps, report: ClaimedReport): Promise<ReportAnswer> {
  const accessToken = report.installed ? await offlineToken(deps.sessions, report.shop) : null;
  // Held, not failed: whoever comes back, or connects again, is told then.
  if (!accessToken) {
    return {
      kind: "failed",
      reason: "unauthorized",
      outcome: "not-done",
      retryable: true,
      retryAfterMs: null,
      httpStatus: null,
    };
  }
  const answer = await deps.shopify.send({
    shop: report.shop,
    accessToken,
    kind: report.kind,
    variables: storedArguments.parse(JSON.parse(report.arguments)),
    isUrged: report.isUrged,
  });
  // Revoked before its time: the next attempt asks Shopify for another.
  if (answer.kind === "failed" && answer.reason === "unauthorized") {
    await deps.sessions.doubtToken(report.shop, accessToken);
  }
  return answer;
}

interface Judged {
  report: ClaimedReport;
  answer: ReportAnswer;
  verdict: ReportVerdict;
  finishedAt: Date;
  settles: SettledNotice | null;
}

async function record(deps: PaymentDeps, judged: Judged): Promise<void> {
  const { report, answer, verdict, finishedAt, settles } = judged;
  const nextAttemptAt = "waitMs" in verdict ? new Date(finishedAt.getTime() + verdict.waitMs) : finishedAt;
  const ended = verdict.kind === "refused" || verdict.kind === "dead" ? verdict : null;
  if (ended) {
    deps.log.error(
      {
        alert: true,
        reportId: report.id,
        paymentId: report.paymentId,
        kind: report.kind,
        reason: ended.why,
      },
      "Shopify could not be told; a case is open",
    );
  }
  await recordAttempt(deps.db, {
    report,
    finishedAt,
    answer: answer.kind === "failed" ? answer.reason : answer.kind,
    detail: {
      attempt: report.attempts,
      ...(verdict.kind !== "acknowledged" && { why: verdict.why }),
      ...(answer.kind === "failed" && { httpStatus: answer.httpStatus, outcome: answer.outcome }),
    },
    state: STATE_AFTER[verdict.kind],
    isCounted: verdict.kind !== "held",
    isQuiet: verdict.kind === "held" && (verdict.why === "stopped" || verdict.isOverdue === true),
    nextAttemptAt,
    redirectUrl: verdict.kind === "acknowledged" ? verdict.redirectUrl : null,
    cases: ended ? [reportCase(deps, report, ended.kind, ended.why)] : casesBesides(deps, judged),
    jobs: jobsAfter(judged, nextAttemptAt),
    settles,
  });
}

/** A deadline that is too far is told again as another report, with other words. */
const STATE_AFTER = {
  acknowledged: "acknowledged",
  again: "due",
  held: "due",
  "too-far": "dropped",
  refused: "refused",
  dead: "dead",
} as const satisfies Record<ReportVerdict["kind"], string>;

const DEAD_REPEATED_MS = 6 * 3_600_000;

function jobsAfter({ report, verdict, finishedAt }: Judged, nextAttemptAt: Date): JobRequest[] {
  switch (verdict.kind) {
    case "acknowledged":
      return [];
    case "again":
    case "held":
      return [job("send-report", { reportId: report.id }, nextAttemptAt, `report:${report.id}`)];
    case "too-far":
      return [job("shorten-pending", { paymentId: report.paymentId }, finishedAt)];
    case "refused":
    case "dead":
      return [
        ...afterRefusedPending(report, finishedAt),
        ...afterDeadResolve(report, verdict.kind, finishedAt),
      ];
    default:
      return assertNever(verdict);
  }
}

/** Without its order a code must not be paid: it is taken back at once. */
function afterRefusedPending(report: ClaimedReport, at: Date): JobRequest[] {
  return report.kind === "pending" && report.payableCodeId ? [voidJob(report.payableCodeId, at)] : [];
}

/** Money was collected, or given back: Shopify is asked again until it answers, or a person closes the case. */
function afterDeadResolve(report: ClaimedReport, ended: "refused" | "dead", at: Date): JobRequest[] {
  if ((report.kind !== "resolve" && report.kind !== "refund-resolve") || ended !== "dead") return [];
  const next = new Date(at.getTime() + DEAD_REPEATED_MS);
  return [job("repeat-dead-report", { reportId: report.id }, next, `dead:${report.id}`)];
}

/** A shop that has removed the app has cases of its own: here it still has it, and yet cannot be told. */
function casesBesides(deps: PaymentDeps, judged: Judged): NewCase[] {
  const { report, verdict } = judged;
  if (verdict.kind !== "held") return lateCase(deps, judged);
  return verdict.needsPerson && report.installed ? [reportCase(deps, report, "dead", verdict.why)] : [];
}

/**
 * Decided in time and heard too late: meanwhile Shopify has let the order expire, and the merchant may have cancelled it or
 * taken the money another way. A resolve that was decided too late has its case from then.
 */
function lateCase(deps: PaymentDeps, { report, verdict, finishedAt }: Judged): NewCase[] {
  const { pendingExpiresAt: deadline } = report;
  if (verdict.kind !== "acknowledged" || report.kind !== "resolve" || !deadline) return [];
  if (report.decidedAt > deadline || finishedAt <= deadline) return [];
  return [
    {
      id: newId(deps.clock),
      kind: "paid-past-deadline",
      mergeKey: `paid-past-deadline:${report.paymentId}`,
      heldCentimos: 0,
      currency: null,
      noticeId: null,
      evidence: { report: report.kind, attempts: report.attempts, deadline: deadline.toISOString() },
    },
  ];
}

/** A resolve that Shopify does not take leaves collected money without an order: its case holds it. */
function reportCase(
  deps: PaymentDeps,
  report: ClaimedReport,
  ended: "refused" | "dead",
  why: string,
): NewCase {
  const isResolve = report.kind === "resolve";
  const kind = `${isResolve ? "resolve" : "report"}-${ended}` as const;
  return {
    id: newId(deps.clock),
    kind,
    mergeKey: caseOfReport(report.id),
    heldCentimos: isResolve ? report.amountCentimos : 0,
    currency: isResolve ? report.currency : null,
    noticeId: null,
    evidence: { report: report.kind, attempts: report.attempts, why },
  };
}
