import type { RefundErrorCode, RefundMutation, RefundRecord, RefundRejection } from "./refund-record.ts";
import type { Switches } from "./switches.ts";

/**
 * The rules by which Shopify ends a refund session: resolve, reject. Both are final and exclude each other; repeating the
 * one that happened succeeds and changes nothing. Sources: the Payments Apps schema 2026-10 and its enum texts (shopify.dev,
 * read 2026-11-22).
 */
export interface RefundUserError {
  code: RefundErrorCode;
  field: string[];
  message: string;
}

export type RefundOutcome =
  | { kind: "accepted"; refund: RefundRecord; repeated: boolean }
  | { kind: "user-errors"; userErrors: RefundUserError[] };

export interface RefundRuleContext {
  switches: Switches;
  now: Date;
}

function refused(code: RefundErrorCode, message: string): RefundOutcome {
  return { kind: "user-errors", userErrors: [{ code, field: ["id"], message }] };
}

function accepted(
  context: RefundRuleContext,
  refund: RefundRecord,
  mutation: RefundMutation,
  repeated: boolean,
): RefundOutcome {
  refund.history.push({ at: context.now, mutation, repeated });
  return { kind: "accepted", refund, repeated };
}

const UNKNOWN = refused("REFUND_SESSION_NOT_FOUND", "The refund session does not exist.");
const UNREAD = refused("REFUND_SESSION_INVALID_STATE", "The refund session has not been started yet.");

/** Until Shopify has read the app's answer, and for good when it has given up asking for one. */
function isUnread(context: RefundRuleContext, refund: RefundRecord): boolean {
  return context.switches.requireAnswerRead && !refund.answerRead;
}

/** The money went back. */
export function resolveRefund(context: RefundRuleContext, refund: RefundRecord | undefined): RefundOutcome {
  if (refund === undefined) return UNKNOWN;
  if (isUnread(context, refund)) return UNREAD;
  if (refund.state === "rejected") {
    return refused("REFUND_SESSION_INVALID_STATE", "The refund session is already rejected.");
  }
  if (refund.state === "resolved") return accepted(context, refund, "refundSessionResolve", true);
  refund.state = "resolved";
  refund.endedAt = context.now;
  return accepted(context, refund, "refundSessionResolve", false);
}

/** The money stays. What the merchant is told comes with it. */
export function rejectRefund(
  context: RefundRuleContext,
  refund: RefundRecord | undefined,
  rejection: RefundRejection,
): RefundOutcome {
  if (refund === undefined) return UNKNOWN;
  if (isUnread(context, refund)) return UNREAD;
  if (refund.state === "resolved") {
    return refused("REFUND_SESSION_INVALID_STATE", "The refund session is already resolved.");
  }
  if (refund.state === "rejected") {
    const isSame =
      refund.rejection?.code === rejection.code &&
      refund.rejection.merchantMessage === rejection.merchantMessage;
    if (!isSame && context.switches.repeatedRefundReject === "refuses-another-reason") {
      return refused(
        "REFUND_SESSION_INVALID_STATE",
        "The refund session is already rejected with another reason.",
      );
    }
    return accepted(context, refund, "refundSessionReject", true);
  }
  refund.state = "rejected";
  refund.rejection = rejection;
  refund.endedAt = context.now;
  return accepted(context, refund, "refundSessionReject", false);
}

/** The app's answer was read: the refund is pending, and what the app tells of it is accepted from now on. */
export function markRefundAccepted(refund: RefundRecord): void {
  refund.answerRead = true;
  if (refund.state === "created" || refund.state === "failed") refund.state = "pending";
}

/** The app did not accept it: a merchant who still wants it has to start another one. */
export function markRefundFailed(refund: RefundRecord): void {
  if (refund.state === "created") refund.state = "failed";
}
