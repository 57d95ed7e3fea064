import { Gate } from "./gate.ts";
import type { JsonObject } from "./json.ts";
import type { PendingErrorCode } from "./session-record.ts";

/** One way in which a call to the GraphQL endpoint can go wrong. `dropped-…` destroys the connection without an answer. */
export type GraphqlFault =
  | "THROTTLED"
  | "INTERNAL_SERVER_ERROR"
  | "SHOP_INACTIVE"
  | "ACCESS_DENIED"
  | "http-401"
  | "http-402"
  | "http-403"
  | "http-423"
  | "http-429"
  | "http-430"
  | "http-500"
  | "http-502"
  | "http-503"
  | "html"
  | "html-429"
  | "dropped-before-effect"
  | "dropped-after-effect"
  | "slow-before-effect"
  | "slow-after-effect";

/** An order for faults to come. Filters left out match every call. */
export interface FaultOrder {
  fault: GraphqlFault;
  /** How many matching calls it spoils; 1 when left out. */
  count?: number;
  /** Only calls of this mutation, e.g. `paymentSessionResolve`. */
  mutation?: string;
  /** Only calls about this session (its `id`, not its gid). */
  sessionId?: string;
}

/**
 * Everything about Shopify that its documents leave open or that a test wants to bend. The object belongs to
 * the running simulator and may be changed at any time; each field is read anew at each use.
 */
export interface Switches {
  /** Attempts at sending one session, the first included. "Several times" is all that is documented. */
  sessionAttempts: number;
  /** Real milliseconds before attempt 2, 3 …; the last value is repeated when the list is short. */
  sessionRetryWaitsMs: number[];
  /** Real milliseconds for the head of the answer, and again for its body. Shopify's own limit is not published. */
  sessionTimeoutMs: number;
  /** Hold it to leave the app's answer unread: until it is read, every mutation on that session is refused. */
  answerReading: Gate;
  /** false: mutations are accepted on sessions whose answer was never read, or that were never sent at all. */
  requireAnswerRead: boolean;
  /** The code of `paymentSessionPending`'s refusal of a session whose answer is not read yet. */
  unreadPendingCode: PendingErrorCode | null;
  /** Milliseconds from the session's creation beyond which `pendingExpiresAt` is out of range: 72 h by default. */
  pendingLimitMs: number;
  /** What a second pending with another deadline does: the first deadline stays, or it moves. */
  repeatedPending: "keeps-first" | "moves-deadline";
  /** true: resolving a second session of a group that already has a resolved one is refused. */
  refuseSecondResolveInGroup: boolean;
  /**
   * A second `refundSessionReject` with another reason: the text of its error code refuses it, the text of the mutation
   * says that the reason is ignored.
   */
  repeatedRefundReject: "refuses-another-reason" | "ignores-the-reason";
  /** true: a reject before any order exists takes the method away from that checkout. */
  rejectBlocksMethod: boolean;
  /** Sent as `transaction_metadata` in each session; null leaves the field out. Its inner shape is not documented. */
  transactionMetadata: JsonObject | null;
  /** Faults to come, taken in order: the first entry that matches the call is used and counted down. */
  nextFaults: FaultOrder[];
  /** Chance (0 to 1) that a call suffers one of `faultKinds`, drawn from the simulator's seed. */
  faultProbability: number;
  /** What the seed may choose among. Keep `slow-…` out unless `slowCalls` is opened by someone. */
  faultKinds: GraphqlFault[];
  /** Where calls with a `slow-…` fault wait; hold it first. */
  slowCalls: Gate;
  /** Size of the leaky bucket of one shop, in cost points. */
  throttleMaximum: number;
  /** Points that come back to the bucket per second. */
  throttleRestorePerSecond: number;
  /** Cost of one mutation. */
  mutationCost: number;
  /** Told in the answer header `X-Shopify-API-Version`; null tells the version that was asked for. */
  answeredApiVersion: string | null;
  /** false: `paymentsAppConfigure` answers that the app is not installed, as before the extension's release. */
  paymentsExtensionReleased: boolean;
  /** true: the checkout shows the method only once the app is ready and the merchant has activated it. */
  checkoutNeedsActivation: boolean;
  /** What a refresh token is worth after its first use: nothing, or as much as before until its successor is used. */
  usedRefreshToken: "dead-at-once" | "until-replacement-is-used";
  /** Attempts at delivering one webhook, the first included. */
  webhookAttempts: number;
  /** Real milliseconds before attempt 2, 3 …; the last value is repeated when the list is short. */
  webhookRetryWaitsMs: number[];
  /** Real milliseconds for the whole answer to a webhook. */
  webhookTimeoutMs: number;
}

const HOUR_MS = 3_600_000;

/**
 * The switches of an untouched simulator: no faults, Shopify's documented limits. Restore rate and mutation cost as
 * in shopify.dev, API limits (read 2026-11-22); the 72 h as in KOMOJU's help for merchants (read 2026-11-22).
 */
export function defaultSwitches(): Switches {
  return {
    sessionAttempts: 3,
    sessionRetryWaitsMs: [100, 300],
    sessionTimeoutMs: 10_000,
    answerReading: new Gate(),
    requireAnswerRead: true,
    unreadPendingCode: "PENDING_INVALID_STATE",
    pendingLimitMs: 72 * HOUR_MS,
    repeatedPending: "keeps-first",
    refuseSecondResolveInGroup: false,
    repeatedRefundReject: "refuses-another-reason",
    rejectBlocksMethod: true,
    transactionMetadata: { tax_amount: "0.00" },
    nextFaults: [],
    faultProbability: 0,
    faultKinds: [
      "THROTTLED",
      "INTERNAL_SERVER_ERROR",
      "http-429",
      "http-500",
      "http-503",
      "html",
      "dropped-before-effect",
      "dropped-after-effect",
    ],
    slowCalls: new Gate(),
    throttleMaximum: 54_600,
    throttleRestorePerSecond: 27_300,
    mutationCost: 10,
    answeredApiVersion: null,
    paymentsExtensionReleased: true,
    checkoutNeedsActivation: false,
    usedRefreshToken: "dead-at-once",
    webhookAttempts: 3,
    webhookRetryWaitsMs: [100, 300],
    webhookTimeoutMs: 5000,
  };
}
