/**
 * Every background job and schedule: name → what it does. Payload schemas stand in `queue.server.ts`. A handler never
 * throws for what the outside may do; when it throws, it is a bug or our database, and the queue runs it again.
 */
import type { z } from "zod";
import { runClose } from "#app/books/run-close.server.ts";
import { closeYesterday } from "#app/books/start-close.server.ts";
import { JOB_PAYLOADS, type JobName } from "#app/jobs/queue.server.ts";
import { forgetStatementUploads, type StatementDeps } from "#app/books/statement-upload.server.ts";
import { takeStatement } from "#app/books/take-statement.server.ts";
import { forgetLimits } from "#app/limits/forget-limits.server.ts";
import { gatherAllPayouts } from "#app/books/gather-payouts.server.ts";
import type { AlertDeps } from "#app/cases/alert-deps.server.ts";
import { deliverAlerts, raiseAllAlerts } from "#app/cases/deliver-alerts.server.ts";
import { clearLog } from "#app/log/clear-log.server.ts";
import { watchSilence } from "#app/log/watch-silence.server.ts";
import { checkRefusedKeys } from "#app/merchants/check-refused-keys.server.ts";
import { tellAllReadiness, tellReadiness } from "#app/merchants/tell-readiness.server.ts";
import { wipeRetiredCredentials } from "#app/merchants/wipe-credentials.server.ts";
import { actOnUninstalled } from "#app/merchants/shop-leaves.server.ts";
import { refreshQuietTokens } from "#app/merchants/shop-token.server.ts";
import { applyNotice } from "#app/payments/apply-notice.server.ts";
import { ringTimer } from "#app/payments/confirm-payment.server.ts";
import { endCode } from "#app/payments/end-code.server.ts";
import { fetchProviderQr } from "#app/payments/fetch-provider-qr.server.ts";
import { sendFoundCodes, type SendDeps } from "#app/payments/find-code.server.ts";
import { closeUnseen } from "#app/payments/give-up-payment.server.ts";
import { issueCode } from "#app/payments/issue-code.server.ts";
import { lookUpCode } from "#app/payments/look-up-code.server.ts";
import { shortenPending } from "#app/payments/shorten-pending.server.ts";
import { voidLiveCodesOfSet } from "#app/payments/void-codes-of-set.server.ts";
import { sweepCodes } from "#app/payments/sweep-codes.server.ts";
import { settleShopAway } from "#app/payments/shop-left.server.ts";
import { voidCode } from "#app/payments/void-code.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import {
  releaseHeldReports,
  repeatDeadReport,
  reportAllDue,
  reportPayment,
} from "#app/payments/report-payment.server.ts";
import { clearOldRecords, type KeepDeps } from "#app/privacy/clear-old-records.server.ts";
import { workPrivacyRequest } from "#app/privacy/work-privacy-request.server.ts";
import { wipeOldDestinations } from "#app/refunds/wipe-destinations.server.ts";

/** `isRerun`: an earlier run of this very job was killed or threw. */
export interface JobRun {
  isRerun: boolean;
}
/** What all jobs together work with. */
type JobDeps = PaymentDeps & AlertDeps & SendDeps & StatementDeps & KeepDeps;
type Handler = (deps: JobDeps, payload: unknown, run?: JobRun) => Promise<unknown>;

/** A handler whose payload is checked first. It throws on one that does not fit: a job from another version. */
function handle<Schema extends z.ZodType>(
  schema: Schema,
  work: (deps: JobDeps, payload: z.infer<Schema>, run: JobRun) => Promise<unknown>,
): Handler {
  return (deps, payload, run = { isRerun: false }) => work(deps, schema.parse(payload), run);
}

export const JOB_TABLE: Record<JobName, Handler> = {
  /** Obtain the CIP of a new payment. */
  "issue-code": handle(JOB_PAYLOADS["issue-code"], (deps, { paymentId }, run) =>
    issueCode(deps, paymentId, run),
  ),
  /** Fetch PagoEfectivo's own picture of a code, where its answer named one. */
  "fetch-provider-qr": handle(JOB_PAYLOADS["fetch-provider-qr"], (deps, { codeId, attempt }) =>
    fetchProviderQr(deps, { codeId, attempt: Number(attempt) }),
  ),
  /** The shopper stayed on the page without pressing Continue: make the order. */
  "confirmation-timer": handle(JOB_PAYLOADS["confirmation-timer"], (deps, { paymentId }) =>
    ringTimer(deps, paymentId),
  ),
  /** PagoEfectivo sent a notice: look the code up, decide, tell Shopify. */
  "apply-notice": handle(JOB_PAYLOADS["apply-notice"], (deps, { noticeId }) => applyNotice(deps, noticeId)),
  /** Something casts doubt on a code: look it up. */
  "look-up-code": handle(JOB_PAYLOADS["look-up-code"], (deps, { codeId }) => lookUpCode(deps, { codeId })),
  /** Ask PagoEfectivo about every code that is due on its plan. */
  "sweep-codes": handle(JOB_PAYLOADS["sweep-codes"], (deps) => sweepCodes(deps)),
  /** Expiry plus grace: prove unpaid and end the payment, or learn that it was paid. */
  "end-code": handle(JOB_PAYLOADS["end-code"], (deps, { codeId }) => endCode(deps, codeId)),
  /** Take a code back before its time: cancelled, never seen, or its order was refused. */
  "void-code": handle(JOB_PAYLOADS["void-code"], (deps, { codeId, ending }) =>
    voidCode(deps, codeId, ending),
  ),
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
  /** A shop is back, or its token is: send what was held for it. */
  "release-held-reports": handle(JOB_PAYLOADS["release-held-reports"], (deps, { shop }) =>
    releaseHeldReports(deps, shop),
  ),
  /** Keep the Shopify token of quiet shops alive. */
  "refresh-tokens": handle(JOB_PAYLOADS["refresh-tokens"], (deps) => refreshQuietTokens(deps)),
  /** Shopify says that a shop removed the app. */
  "shop-left": handle(JOB_PAYLOADS["shop-left"], (deps, { webhookId }) =>
    actOnUninstalled(deps, webhookId),
  ),
  /** The shop had an hour to come back: void its codes, hand over money that Shopify cannot be told of. */
  "shop-still-away": handle(JOB_PAYLOADS["shop-still-away"], (deps, { shopId }) =>
    settleShopAway(deps, shopId),
  ),
  /** Shopify asks for a person's or a shop's data, or to remove it: as far as it can be done today. */
  "work-privacy-request": handle(JOB_PAYLOADS["work-privacy-request"], (deps, { requestId }) =>
    workPrivacyRequest(deps, requestId),
  ),
  /** The merchant changed or left a service and had its payable codes voided. */
  "void-codes-of-set": handle(JOB_PAYLOADS["void-codes-of-set"], (deps, { setId, upTo, userId }) =>
    voidLiveCodesOfSet(deps, { setId, upTo: Number(upTo), userId }),
  ),
  /** A shop became ready, or not any more: tell Shopify. */
  "tell-readiness": handle(JOB_PAYLOADS["tell-readiness"], (deps, { shopId, attempt }) =>
    tellReadiness(deps, shopId, Number(attempt)),
  ),
  /** Shops of whose readiness Shopify knows something else. */
  "tell-all-readiness": handle(JOB_PAYLOADS["tell-all-readiness"], (deps) => tellAllReadiness(deps)),
  /** Ask PagoEfectivo again about keys that it refused. */
  "check-refused-keys": handle(JOB_PAYLOADS["check-refused-keys"], (deps) => checkRefusedKeys(deps)),
  /** Wipe keys that no code needs any more. */
  "wipe-retired-credentials": handle(JOB_PAYLOADS["wipe-retired-credentials"], (deps) =>
    wipeRetiredCredentials(deps),
  ),
  /** Wipe where the money of refunds went that ended long ago. */
  "wipe-refund-details": handle(JOB_PAYLOADS["wipe-refund-details"], (deps) => wipeOldDestinations(deps)),
  /** Forget who has all their turns again. */
  "forget-limits": handle(JOB_PAYLOADS["forget-limits"], (deps) => forgetLimits(deps)),
  /** A shopper has lost the page of their code: write to the address that stands with the payment. */
  "send-found-codes": handle(JOB_PAYLOADS["send-found-codes"], (deps, wish) => sendFoundCodes(deps, wish)),
  /** A person said what the columns of an uploaded file are: read it. */
  "take-statement": handle(JOB_PAYLOADS["take-statement"], (deps, { uploadId }) =>
    takeStatement(deps, uploadId),
  ),
  /** Delete uploaded files that nobody has confirmed for a day. */
  "forget-statement-uploads": handle(JOB_PAYLOADS["forget-statement-uploads"], (deps) =>
    forgetStatementUploads(deps),
  ),
  /** Match what is here with what PagoEfectivo, its statements and Shopify say, for one shop and some days. */
  "run-close": handle(JOB_PAYLOADS["run-close"], (deps, { closeId }) => runClose(deps, closeId)),
  /** Close yesterday for every shop, once it is 06:00 in Lima. */
  "close-yesterday": handle(JOB_PAYLOADS["close-yesterday"], (deps) => closeYesterday(deps)),
  /** Find what bank statements say of settlements' money. */
  "gather-payouts": handle(JOB_PAYLOADS["gather-payouts"], (deps) => gatherAllPayouts(deps)),
  /** Cases that nobody was told of, and cases that nobody looks at: make their alerts, and have them sent. */
  "raise-alerts": handle(JOB_PAYLOADS["raise-alerts"], (deps) => raiseAllAlerts(deps)),
  /** Send a shop its alerts. */
  "deliver-alerts": handle(JOB_PAYLOADS["deliver-alerts"], (deps, { shopId }) =>
    deliverAlerts(deps, shopId),
  ),
  /** Shops whose notices stay away longer than they ever do: tell them. */
  "watch-silence": handle(JOB_PAYLOADS["watch-silence"], (deps) => watchSilence(deps)),
  /** Remove from the log what its shop does not keep any longer. */
  "clear-log": handle(JOB_PAYLOADS["clear-log"], (deps) => clearLog(deps)),
  /** Forget old payers, remove old messages, archive the timelines of payments that ended long ago. */
  "clear-old-records": handle(JOB_PAYLOADS["clear-old-records"], (deps) => clearOldRecords(deps)),
};

export interface Schedule {
  job: JobName;
  /** In cron's words, UTC. */
  cron: string;
}

export const SCHEDULES: readonly Schedule[] = [
  { job: "send-due-reports", cron: "* * * * *" },
  { job: "sweep-codes", cron: "* * * * *" },
  { job: "raise-alerts", cron: "* * * * *" },
  { job: "refresh-tokens", cron: "17 8 * * *" },
  { job: "check-refused-keys", cron: "*/5 * * * *" },
  { job: "tell-all-readiness", cron: "23 * * * *" },
  { job: "wipe-retired-credentials", cron: "47 8 * * *" },
  { job: "forget-limits", cron: "*/10 * * * *" },
  { job: "gather-payouts", cron: "*/5 * * * *" },
  { job: "wipe-refund-details", cron: "53 8 * * *" },
  { job: "watch-silence", cron: "*/15 * * * *" },
  { job: "clear-log", cron: "37 7 * * *" },
  { job: "clear-old-records", cron: "7 8 * * *" },
  { job: "forget-statement-uploads", cron: "37 * * * *" },
  // Its own clock says when a day is to be closed: a schedule that was missed is made up for.
  { job: "close-yesterday", cron: "*/5 * * * *" },
];
