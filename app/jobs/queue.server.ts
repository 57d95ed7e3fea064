/**
 * The names of all background work, and how a store enqueues it: in the same statement as the change that asks
 * for it, so that neither can exist without the other. Handlers and schedules stand in `job-table.server.ts`.
 */
import { z } from "zod";

export const JOB_PAYLOADS = {
  "issue-code": z.object({ paymentId: z.uuid() }),
  /** Numbers travel as text, like everything in a payload. */
  "fetch-provider-qr": z.object({ codeId: z.uuid(), attempt: z.string().regex(/^\d{1,9}$/) }),
  "confirmation-timer": z.object({ paymentId: z.uuid() }),
  "apply-notice": z.object({ noticeId: z.uuid() }),
  "look-up-code": z.object({ codeId: z.uuid() }),
  "sweep-codes": z.object({}),
  "end-code": z.object({ codeId: z.uuid() }),
  /** Without an ending it is of a version that knew only the one. */
  "void-code": z.object({ codeId: z.uuid(), ending: z.enum(["release", "reject"]).default("release") }),
  "close-unseen": z.object({ paymentId: z.uuid() }),
  "shorten-pending": z.object({ paymentId: z.uuid() }),
  "repeat-dead-report": z.object({ reportId: z.uuid() }),
  "send-report": z.object({ reportId: z.uuid() }),
  "send-due-reports": z.object({}),
  "release-held-reports": z.object({ shop: z.string().min(1) }),
  "refresh-tokens": z.object({}),
  "shop-left": z.object({ webhookId: z.string().min(1) }),
  "shop-still-away": z.object({ shopId: z.uuid() }),
  "work-privacy-request": z.object({ requestId: z.uuid() }),
  "void-codes-of-set": z.object({
    setId: z.uuid(),
    upTo: z.string().regex(/^\d{1,9}$/),
    userId: z.string().min(1),
  }),
  "tell-readiness": z.object({
    shopId: z.uuid(),
    attempt: z
      .string()
      .regex(/^\d{1,9}$/)
      .default("0"),
  }),
  "tell-all-readiness": z.object({}),
  "check-refused-keys": z.object({}),
  "wipe-retired-credentials": z.object({}),
  "wipe-refund-details": z.object({}),
  "forget-limits": z.object({}),
  "send-found-codes": z.object({
    id: z.uuid(),
    sealed: z.string().min(1),
    mayWrite: z.enum(["yes", "no"]),
    attempt: z.string().regex(/^\d$/),
  }),
  "take-statement": z.object({ uploadId: z.uuid() }),
  "forget-statement-uploads": z.object({}),
  "run-close": z.object({ closeId: z.uuid() }),
  "close-yesterday": z.object({}),
  "gather-payouts": z.object({}),
  "raise-alerts": z.object({}),
  "deliver-alerts": z.object({ shopId: z.uuid() }),
  "watch-silence": z.object({}),
  "clear-log": z.object({}),
  "clear-old-records": z.object({}),
} as const satisfies Record<string, z.ZodType>;

export type JobName = keyof typeof JOB_PAYLOADS;
export type JobPayload<Name extends JobName> = z.infer<(typeof JOB_PAYLOADS)[Name]>;

export interface JobRequest {
  name: JobName;
  payload: Record<string, string>;
  runAt: Date;
  /** Equal keys are one waiting job; the newer request replaces the older one's time. */
  key: string | null;
}

/** A request whose payload fits the name; the compiler holds the two together. */
export function job<Name extends JobName>(
  name: Name,
  payload: JobPayload<Name>,
  runAt: Date,
  key: string | null = null,
): JobRequest {
  return { name, payload: { ...payload }, runAt, key };
}

/** A killed worker spends an attempt, so that a job survives being killed four times. */
export const MAX_ATTEMPTS = 12;

/** The value of the one parameter that `ADD_JOBS` reads. */
export function jobsParameter(jobs: readonly JobRequest[]): string {
  return JSON.stringify(jobs.map((request) => ({ ...request, runAt: request.runAt.toISOString() })));
}

/**
 * SQL for the last part of a store's statement: enqueues what `jobsParameter` gave as `parameter` (`$7`), once per
 * row of `source` (a CTE that holds one row when the change was made and none when it was not).
 */
export function addJobs(parameter: string, source: string): string {
  return `
    select enqueue_job(j.name, j.payload, j."runAt", ${MAX_ATTEMPTS}, j.key)
    from ${source}, jsonb_to_recordset(${parameter}::jsonb)
      as j(name text, payload json, "runAt" timestamptz, key text)`;
}
