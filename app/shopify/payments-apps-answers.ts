/**
 * What Shopify's answer to a report means. Pure. Sources: shopify.dev, Payments Apps API 2026-10,
 * "API limits" and payments apps "considerations" (read 2026-11-22).
 */
import { z } from "zod";
import type { ExternalOutcome } from "#app/lib/external-call-error.ts";
import type {
  ConfigureAnswer,
  FailedAnswer,
  Readiness,
  ReportAnswer,
  ReportFailure,
  ReportKind,
  ReportUserError,
} from "./payments-apps-client.ts";

const WANTED: Record<ReportKind, { field: string; state: string }> = {
  pending: { field: "paymentSessionPending", state: "PENDING" },
  resolve: { field: "paymentSessionResolve", state: "RESOLVED" },
  reject: { field: "paymentSessionReject", state: "REJECTED" },
  "refund-resolve": { field: "refundSessionResolve", state: "RESOLVED" },
  "refund-reject": { field: "refundSessionReject", state: "REJECTED" },
};

const userError = z.object({
  code: z.string().max(100).nullish().catch(null),
  field: z.array(z.string()).max(20).nullish().catch(null),
  message: z.string().catch(""),
});

const nextAction = z
  .object({ context: z.object({ redirectUrl: z.string().max(8192).startsWith("https://") }) })
  .nullish()
  .catch(null);

const payload = z.object({
  paymentSession: z.object({ state: z.object({ code: z.string() }), nextAction }).nullish(),
  refundSession: z.object({ state: z.object({ code: z.string() }) }).nullish(),
  userErrors: z.array(userError),
});

const graphqlErrors = z
  .array(z.object({ extensions: z.object({ code: z.string().catch("") }).catch({ code: "" }) }))
  .catch([]);

const cost = z.object({
  cost: z.object({
    requestedQueryCost: z.number().nonnegative().catch(10),
    throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
  }),
});

export interface GraphqlAnswer {
  data?: unknown;
  errors?: unknown;
  extensions?: unknown;
}

/** What is the same of every failure of one kind; `retryable` is false only where a repeat cannot help. */
export function failed(
  reason: ReportFailure,
  known: {
    outcome: ExternalOutcome;
    httpStatus: number | null;
    retryable?: boolean;
    retryAfterMs?: number | null;
  },
): FailedAnswer {
  const { outcome, httpStatus, retryable = true, retryAfterMs = null } = known;
  return { kind: "failed", reason, outcome, retryable, retryAfterMs, httpStatus };
}

/**
 * Reads a 2xx answer. The session in the wanted state counts before anything else the answer says:
 * a repeated mutation is how a lost acknowledgement is learnt.
 */
export function readGraphqlAnswer(
  kind: ReportKind,
  httpStatus: number,
  answer: GraphqlAnswer,
): ReportAnswer {
  const wanted = WANTED[kind];
  const data = z.record(z.string(), z.unknown()).safeParse(answer.data).data;
  const parsed = payload.safeParse(data?.[wanted.field]).data;
  const session = parsed?.paymentSession;
  const state = (session ?? parsed?.refundSession)?.state.code;
  if (state === wanted.state) {
    return { kind: "acknowledged", state, redirectUrl: session?.nextAction?.context.redirectUrl ?? null };
  }
  if (parsed && parsed.userErrors.length > 0) {
    return { kind: "refused", userErrors: parsed.userErrors.slice(0, 20).map(readUserError) };
  }
  return readErrors(httpStatus, answer) ?? failed("broken-answer", { outcome: "unknown", httpStatus });
}

const configured = z.object({
  paymentsAppConfiguration: z.object({ ready: z.boolean() }).nullish(),
  userErrors: z.array(userError),
});

/** Reads a 2xx answer to `paymentsAppConfigure`: acknowledged only when Shopify repeats what it was told. */
export function readConfigureAnswer(
  wanted: Readiness,
  httpStatus: number,
  answer: GraphqlAnswer,
): ConfigureAnswer {
  const data = z.record(z.string(), z.unknown()).safeParse(answer.data).data;
  const parsed = configured.safeParse(data?.["paymentsAppConfigure"]).data;
  if (parsed && parsed.userErrors.length > 0) {
    return { kind: "refused", userErrors: parsed.userErrors.slice(0, 20).map(readUserError) };
  }
  if (parsed?.paymentsAppConfiguration?.ready === wanted.ready) return { kind: "acknowledged" };
  return readErrors(httpStatus, answer) ?? failed("broken-answer", { outcome: "unknown", httpStatus });
}

function readUserError(error: z.infer<typeof userError>): ReportUserError {
  return { code: error.code ?? null, field: error.field ?? [], message: error.message.slice(0, 500) };
}

/** Errors of the platform arrive as HTTP 200 with a code; null when there are none. */
function readErrors(httpStatus: number, answer: GraphqlAnswer): FailedAnswer | null {
  const errors = graphqlErrors.parse(answer.errors);
  if (errors.length === 0) return null;
  const codes = errors.map((error) => error.extensions.code);
  if (codes.includes("THROTTLED")) {
    const retryAfterMs = throttleWaitMs(answer.extensions);
    return failed("throttled", { outcome: "not-done", httpStatus, retryAfterMs });
  }
  if (codes.includes("ACCESS_DENIED")) {
    return failed("access-denied", { outcome: "refused", httpStatus, retryable: false });
  }
  if (codes.includes("SHOP_INACTIVE")) return failed("shop-inactive", { outcome: "refused", httpStatus });
  return failed("server-error", { outcome: "unknown", httpStatus });
}

/** How long the bucket needs to hold the price of this request again; null when Shopify did not say. */
function throttleWaitMs(extensions: unknown): number | null {
  const parsed = cost.safeParse(extensions).data;
  if (!parsed) return null;
  const { requestedQueryCost, throttleStatus } = parsed.cost;
  const missing = Math.max(0, requestedQueryCost - throttleStatus.currentlyAvailable);
  return Math.ceil((missing / throttleStatus.restoreRate) * 1000);
}

const MAX_RETRY_AFTER_S = 24 * 60 * 60;

function retryAfterMs(headers: Headers): number | null {
  const seconds = /^\d{1,9}(?:\.\d+)?$/.test(headers.get("retry-after") ?? "")
    ? Number(headers.get("retry-after"))
    : null;
  return seconds === null ? null : Math.ceil(Math.min(seconds, MAX_RETRY_AFTER_S) * 1000);
}

/**
 * Reads an answer outside 2xx. 401 asks for a new token and one repeat; 402 and 423 mean a frozen or
 * locked shop, which may come back; 430 is Shopify's own "too many requests".
 */
export function readHttpFailure(httpStatus: number, headers: Headers): FailedAnswer {
  switch (httpStatus) {
    case 401:
      return failed("unauthorized", { outcome: "refused", httpStatus });
    case 402:
    case 423:
      return failed("shop-inactive", { outcome: "refused", httpStatus });
    case 403:
      return failed("access-denied", { outcome: "refused", httpStatus, retryable: false });
    case 404:
      return failed("shop-not-found", { outcome: "refused", httpStatus, retryable: false });
    case 408:
      return failed("timeout", { outcome: "unknown", httpStatus });
    case 429:
    case 430:
      return failed("rate-limited", {
        outcome: "not-done",
        httpStatus,
        retryAfterMs: retryAfterMs(headers),
      });
    default:
      return failed(httpStatus >= 500 ? "server-error" : "broken-answer", {
        outcome: "unknown",
        httpStatus,
        retryAfterMs: retryAfterMs(headers),
      });
  }
}
