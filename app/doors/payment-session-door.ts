/**
 * `POST /shopify/payment-sessions`: Shopify starts a payment (shopify.dev, payments request reference, read
 * 2026-11-22). Who calls was proved by mutual TLS before any of this runs.
 */
import { assertNever } from "#app/lib/invariant.ts";
import { readBody, receivedHeaders } from "#app/doors/door-answers.ts";
import { answerJson, bodyTooLarge, refusal, type MachineDoor } from "#app/doors/machine-door.ts";
import { sendLater, type MachineTurns } from "#app/doors/machine-turns.ts";
import { groupCommit, type GroupCommit } from "#app/doors/group-commit.server.ts";
import {
  openPayments,
  type ArrivedSession,
  type OpenPaymentOutcome,
} from "#app/payments/open-payment.server.ts";
import { logContext } from "#app/lib/log-context.server.ts";
import { notingRefusals, type RefusalNotes } from "#app/doors/refusal-notes.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { parsePaymentHeaders, parsePaymentSessionRequest } from "#app/shopify/payment-session-request.ts";

const MAX_BYTES = 256 * 1024;

/** Shopify's sender waits for one answer at a time; this many waiting means that we are not keeping up. */
const INTAKE_LIMITS = { maxBatch: 200, maxWaiting: 2_000, besideFrom: 16 };

export type SessionIntake = GroupCommit<ArrivedSession, OpenPaymentOutcome>;

/** One per process: concurrent sessions are stored in one statement. */
export function createSessionIntake(deps: Pick<PaymentDeps, "clock" | "db" | "log">): SessionIntake {
  return groupCommit({ ...INTAKE_LIMITS, flush: (sessions) => openPayments(deps, sessions) });
}

/** `turns`: of each shop; without them nobody is held back. */
export function paymentSessionDoor(
  deps: { publicOrigin: string; turns?: MachineTurns } & RefusalNotes,
  intake: SessionIntake,
): MachineDoor {
  return async (received) => {
    const headers = parsePaymentHeaders(receivedHeaders(received));
    if (headers.kind === "refused") return refusal(headers.status, headers.code, headers.message);
    const waitMs = deps.turns?.(headers.shop) ?? 0;
    if (waitMs > 0) return sendLater(waitMs);
    const say = notingRefusals(deps, { kind: "payment-session", shop: headers.shop });
    const body = await readBody(received, MAX_BYTES);
    if (!body) return bodyTooLarge(MAX_BYTES);
    const parsed = parsePaymentSessionRequest(body.toString("utf8"));
    if (parsed.kind === "refused") return say(parsed.status, parsed.code, parsed.message);

    const { request } = parsed;
    const ourRequestId = logContext()?.requestId;
    const outcome = await intake.submit({ ...headers, ourRequestId, request });
    if (outcome.kind === "accepted")
      return answerJson({ redirect_url: `${deps.publicOrigin}/v/${outcome.slug}` });
    switch (outcome.reason) {
      case "unknown-shop":
        return refusal(404, "unknown-shop", "this shop has not installed the app");
      case "shop-not-ready":
        return say(503, "shop-not-ready", "this shop cannot take PagoEfectivo payments now", request);
      case "content-differs":
        return say(409, "content-differs", "this session id is known with other content", request);
      default:
        return assertNever(outcome.reason);
    }
  };
}
