/**
 * When a report is sent again and when it is over. Shopify asks for up to 18 attempts over 24 hours on a growing
 * schedule (shopify.dev, payments considerations, read 2026-11-22); the waits are those of a published production
 * app and add up to 23 h 59 min 30 s.
 */
import type { ReportAnswer, ReportFailure } from "#app/shopify/payments-apps-client.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** The wait after the n-th attempt. */
export const REPORT_WAITS_MS: readonly number[] = [
  0,
  5 * SECOND_MS,
  10 * SECOND_MS,
  30 * SECOND_MS,
  45 * SECOND_MS,
  1 * MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  12 * MINUTE_MS,
  38 * MINUTE_MS,
  1 * HOUR_MS,
  2 * HOUR_MS,
  ...Array<number>(5).fill(4 * HOUR_MS),
];
export const REPORT_ATTEMPTS = REPORT_WAITS_MS.length + 1;

const HELD: readonly ReportFailure[] = ["shop-inactive", "unauthorized"];
const HELD_WAIT_MS = 15 * MINUTE_MS;
/** Its shop's return releases it at once: looking is for those that come back without a word. */
const LONG_HELD_WAIT_MS = HOUR_MS;

/** Attempts that were never sent are not counted, but a person hears of a report that Shopify has not heard for this long. */
const REPORT_LASTS_MS = 24 * HOUR_MS;
/** Reports that were stopped together come back one after the other. */
const STOPPED_SPREAD_MS = 10 * SECOND_MS;

/** PaymentSessionPendingUserErrorCode (Payments Apps API 2026-10). */
const TOO_FAR = "OUT_OF_RANGE_PENDING_EXPIRES_AT";

/** Shopify refuses a mutation while it has not yet read our answer to the session request. */
const ANSWER_READ_WITHIN_MS = 10 * MINUTE_MS;

export type ReportVerdict =
  | { kind: "acknowledged"; redirectUrl: string | null }
  | { kind: "again"; waitMs: number; why: string }
  /**
   * The shop is frozen or locked, or gave us no usable token, or nothing is sent to it for a while because nobody answers:
   * looked at again later, and no attempt is used. `isOverdue`: for more than a day; then a person has to know of it.
   */
  | { kind: "held"; waitMs: number; why: string; isOverdue?: true; needsPerson?: boolean }
  /** Shopify finds the pending deadline too far away: it is told a nearer one instead. */
  | { kind: "too-far"; why: string }
  /** Shopify said no and repeating cannot help. */
  | { kind: "refused"; why: string }
  /** The attempts are used up, or the shop cannot be reached at all. */
  | { kind: "dead"; why: string };

/**
 * What an answer means for its report. `attempts` counts this one; `jitter` (0 … 1) shortens waits by up to a tenth, so
 * that one outage does not end in one burst and the attempts still end within their 24 hours.
 */
export function judgeReportAnswer(input: {
  answer: ReportAnswer;
  attempts: number;
  sessionAnsweredAt: Date;
  decidedAt: Date;
  /** A person has been told of this report. */
  hasCase: boolean;
  now: Date;
  jitter: number;
}): ReportVerdict {
  const { answer } = input;
  if (answer.kind === "acknowledged") return { kind: "acknowledged", redirectUrl: answer.redirectUrl };
  const isOverdue = input.now.getTime() - input.decidedAt.getTime() >= REPORT_LASTS_MS;
  const why = answer.kind === "refused" ? refusalText(answer.userErrors) : answer.reason;
  if (answer.kind === "refused") {
    if (answer.userErrors.some(({ code }) => code === TOO_FAR)) return { kind: "too-far", why };
    const sinceMs = input.now.getTime() - input.sessionAnsweredAt.getTime();
    if (sinceMs >= ANSWER_READ_WITHIN_MS) return { kind: "refused", why };
  } else if (answer.reason === "stopped") {
    if (isOverdue && !input.hasCase) return { kind: "dead", why };
    const waitMs = answer.retryAfterMs ?? 0;
    return { kind: "held", waitMs: Math.round(waitMs + input.jitter * STOPPED_SPREAD_MS), why };
  } else if (HELD.includes(answer.reason)) {
    if (!isOverdue) return { kind: "held", waitMs: HELD_WAIT_MS, why };
    return { kind: "held", waitMs: LONG_HELD_WAIT_MS, why, isOverdue, needsPerson: !input.hasCase };
  } else if (!answer.retryable) {
    return { kind: "dead", why };
  }
  const waitMs = REPORT_WAITS_MS[input.attempts - 1];
  if (waitMs === undefined) return { kind: "dead", why };
  const asked = answer.kind === "failed" ? (answer.retryAfterMs ?? 0) : 0;
  return { kind: "again", waitMs: Math.max(Math.round(waitMs * (1 - input.jitter / 10)), asked), why };
}

function refusalText(errors: readonly { code: string | null; message: string }[]): string {
  return errors.map((error) => error.code ?? error.message).join("; ");
}
