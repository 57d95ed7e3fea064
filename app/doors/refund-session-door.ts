/**
 * `POST /shopify/refund-sessions`: a merchant refunds in Shopify's admin (shopify.dev, payments request reference, read
 * 2026-11-22). Who calls was proved by mutual TLS before any of this runs. Refunds are few: each is stored by itself.
 */
import { assertNever } from "#app/lib/invariant.ts";
import { readBody, receivedHeaders } from "#app/doors/door-answers.ts";
import { bodyTooLarge, refusal, type MachineDoor } from "#app/doors/machine-door.ts";
import { sendLater, type MachineTurns } from "#app/doors/machine-turns.ts";
import { notingRefusals, type RefusalNotes } from "#app/doors/refusal-notes.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { openRefund } from "#app/refunds/open-refund.server.ts";
import { parsePaymentHeaders } from "#app/shopify/payment-session-request.ts";
import { parseRefundSessionRequest } from "#app/shopify/refund-session-request.ts";

const MAX_BYTES = 64 * 1024;

/** `turns`: of each shop; without them nobody is held back. */
export function refundSessionDoor(
  deps: Pick<PaymentDeps, "clock" | "db" | "log"> & RefusalNotes & { turns?: MachineTurns },
): MachineDoor {
  return async (received) => {
    const headers = parsePaymentHeaders(receivedHeaders(received));
    if (headers.kind === "refused") return refusal(headers.status, headers.code, headers.message);
    const waitMs = deps.turns?.(headers.shop) ?? 0;
    if (waitMs > 0) return sendLater(waitMs);
    const say = notingRefusals(deps, { kind: "refund-session", shop: headers.shop });
    const body = await readBody(received, MAX_BYTES);
    if (!body) return bodyTooLarge(MAX_BYTES);
    const parsed = parseRefundSessionRequest(body.toString("utf8"));
    if (parsed.kind === "refused") return say(parsed.status, parsed.code, parsed.message);

    const { request } = parsed;
    const outcome = await openRefund(deps, { ...headers, request });
    if (outcome.kind === "accepted") return { status: 201, body: null };
    switch (outcome.reason) {
      case "unknown-shop":
        return refusal(404, "unknown-shop", "this shop has not installed the app");
      case "unknown-payment":
        return say(404, "unknown-payment", "no payment session of this shop has this id", request);
      case "content-differs":
        return say(409, "content-differs", "this refund session id is known with other content", request);
      case "not-resolved-here":
        return say(503, "not-resolved", "this payment was not told to be paid; send it again", request);
      default:
        return assertNever(outcome.reason);
    }
  };
}
