import type { Ledger } from "./ledger.ts";
import type { PendingErrorCode, Rejection, SessionMutation, SessionRecord } from "./session-record.ts";
import type { Switches } from "./switches.ts";

/**
 * The rules by which Shopify moves a payment session: pending, resolve, reject. Resolve and reject are final and
 * exclude each other; repeating the one that happened succeeds and changes nothing. Sources: the Payments Apps
 * schema 2026-10 and its enum texts (shopify.dev, read 2026-11-22).
 */
export interface SessionUserError {
  /** Only `paymentSessionPending` has codes; resolve and reject answer null here and no field at all on the wire. */
  code: PendingErrorCode | null;
  field: string[];
  message: string;
}

export type SessionOutcome =
  | { kind: "accepted"; session: SessionRecord; repeated: boolean }
  | { kind: "user-errors"; userErrors: SessionUserError[] };

export interface RuleContext {
  ledger: Ledger;
  switches: Switches;
  now: Date;
}

function refused(code: PendingErrorCode | null, field: string, message: string): SessionOutcome {
  return { kind: "user-errors", userErrors: [{ code, field: [field], message }] };
}

function accepted(
  context: RuleContext,
  session: SessionRecord,
  mutation: SessionMutation,
  repeated: boolean,
): SessionOutcome {
  session.history.push({ at: context.now, mutation, repeated });
  return { kind: "accepted", session, repeated };
}

function isUnread(context: RuleContext, session: SessionRecord): boolean {
  return context.switches.requireAnswerRead && !session.answerRead;
}

const UNREAD_MESSAGE = "The payment session has not been started yet.";
const UNKNOWN_MESSAGE = "The payment session does not exist.";

/** Puts a session into pending, which creates the order. `pendingExpiresAt` counts from the session's creation. */
export function pendSession(
  context: RuleContext,
  session: SessionRecord | undefined,
  input: { pendingExpiresAt: Date; reason: string },
): SessionOutcome {
  const { switches, now } = context;
  if (session === undefined) return refused("NOT_FOUND", "id", UNKNOWN_MESSAGE);
  if (isUnread(context, session)) return refused(switches.unreadPendingCode, "id", UNREAD_MESSAGE);
  if (session.state === "resolved" || session.state === "rejected") {
    return refused("PENDING_INVALID_STATE", "id", `The payment session is already ${session.state}.`);
  }
  const deadline = input.pendingExpiresAt.getTime();
  if (deadline <= now.getTime()) {
    return refused("EXPIRED_PENDING_EXPIRES_AT", "pendingExpiresAt", "pendingExpiresAt is in the past.");
  }
  if (deadline > session.createdAt.getTime() + switches.pendingLimitMs) {
    return refused(
      "OUT_OF_RANGE_PENDING_EXPIRES_AT",
      "pendingExpiresAt",
      "pendingExpiresAt is too far in the future.",
    );
  }
  const repeated = session.state === "pending";
  if (!repeated || switches.repeatedPending === "moves-deadline") {
    session.pendingExpiresAt = input.pendingExpiresAt;
    session.pendingReason = input.reason;
  }
  session.state = "pending";
  context.ledger.orderFor(session);
  return accepted(context, session, "paymentSessionPending", repeated);
}

/**
 * Makes the session's order paid, creating it when pending never came. It works after Shopify's own expiry too: the
 * order turns from expired to paid (KOMOJU help for merchants, read 2026-11-22).
 */
export function resolveSession(context: RuleContext, session: SessionRecord | undefined): SessionOutcome {
  if (session === undefined) return refused(null, "id", UNKNOWN_MESSAGE);
  if (isUnread(context, session)) return refused(null, "id", UNREAD_MESSAGE);
  if (session.state === "rejected") return refused(null, "id", "The payment session is already rejected.");
  if (session.state === "resolved") return accepted(context, session, "paymentSessionResolve", true);
  if (context.switches.refuseSecondResolveInGroup && groupIsResolved(context.ledger, session)) {
    return refused(null, "id", "Another payment of this checkout is already resolved.");
  }
  session.state = "resolved";
  context.ledger.orderFor(session);
  return accepted(context, session, "paymentSessionResolve", false);
}

/** Ends the session as failed. The reason of a later, repeated reject is ignored: the first one stays. */
export function rejectSession(
  context: RuleContext,
  session: SessionRecord | undefined,
  rejection: Rejection,
): SessionOutcome {
  if (session === undefined) return refused(null, "id", UNKNOWN_MESSAGE);
  if (isUnread(context, session)) return refused(null, "id", UNREAD_MESSAGE);
  if (session.state === "resolved") return refused(null, "id", "The payment session is already resolved.");
  if (session.state === "rejected") return accepted(context, session, "paymentSessionReject", true);
  // A reject of an open session ends the method for that checkout; after pending the buyer gets "Pay now" instead.
  if (session.state !== "pending" && context.switches.rejectBlocksMethod) {
    context.ledger.checkoutOf(session).methodBlocked = true;
  }
  session.state = "rejected";
  session.rejection = rejection;
  return accepted(context, session, "paymentSessionReject", false);
}

function groupIsResolved(ledger: Ledger, session: SessionRecord): boolean {
  return ledger.sessionsOfCheckout(ledger.checkoutOf(session)).some((other) => other.state === "resolved");
}

/** Where the buyer is sent on from the app: the order when there is one, otherwise back to the checkout. */
export function nextRedirectUrl(session: SessionRecord): string {
  if (session.orderId === null) return `https://${session.shop}/checkouts/${session.checkoutId}`;
  return `https://${session.shop}/orders/${session.orderId}/thank-you`;
}

/** The app's answer was read: the session is started and mutations on it are accepted from now on. */
export function markAnswerRead(session: SessionRecord, redirectUrl: string): void {
  session.answerRead = true;
  session.redirectUrl = redirectUrl;
  if (session.state === "created") session.state = "started";
}
