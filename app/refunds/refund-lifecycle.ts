/**
 * The life of a refund: what may happen to it and where that leads. Pure. Whoever writes a refund's state asks `decideRefund`
 * first; the database repeats the states as CHECKs and lets nothing leave an end.
 */
export const REFUND_STATES = [
  "opened",
  "details-asked",
  "details-given",
  "approved",
  "paid-out",
  "refused",
] as const;
export type RefundState = (typeof REFUND_STATES)[number];

export const REFUND_STATE_MEANING: Record<RefundState, string> = {
  opened: "somebody asked for it, and nobody has done anything",
  "details-asked": "the shopper has a link on which to say where the money goes",
  "details-given": "we know where the money goes; nobody has approved it, or it needs no approval",
  approved: "a second person has approved the payout to this very destination",
  "paid-out": "the merchant has paid and recorded it; final",
  refused: "it will not be paid, for a reason that was kept; final",
};

export const REFUND_EVENTS = [
  "ask-details",
  "give-details",
  "change-details",
  "approve",
  "pay-out",
  "pay-out-test",
  "refuse",
] as const;
export type RefundEvent = (typeof REFUND_EVENTS)[number];

/** From → event → to. What is not here does not happen. */
export const REFUND_MOVES: Record<RefundState, Partial<Record<RefundEvent, RefundState>>> = {
  opened: {
    "ask-details": "details-asked",
    "give-details": "details-given",
    "pay-out-test": "paid-out",
    refuse: "refused",
  },
  "details-asked": {
    // The link can be sent again.
    "ask-details": "details-asked",
    "give-details": "details-given",
    "pay-out-test": "paid-out",
    refuse: "refused",
  },
  "details-given": {
    "change-details": "details-given",
    approve: "approved",
    "pay-out": "paid-out",
    "pay-out-test": "paid-out",
    refuse: "refused",
  },
  approved: {
    // Another destination was approved by nobody.
    "change-details": "details-given",
    "pay-out": "paid-out",
    "pay-out-test": "paid-out",
    refuse: "refused",
  },
  "paid-out": {},
  refused: {},
};

export const FINAL_REFUND_STATES: readonly RefundState[] = ["paid-out", "refused"];

/** Proves the table sound; called once at boot. Throws when a state cannot be reached, or when an end has an exit. */
export function checkRefundLifecycle(): void {
  const reached = new Set<RefundState>(["opened"]);
  for (const state of reached) for (const to of Object.values(REFUND_MOVES[state])) reached.add(to);
  for (const state of REFUND_STATES) {
    if (!reached.has(state)) throw new Error(`lifecycle: refund state "${state}" cannot be reached`);
    const hasExit = Object.keys(REFUND_MOVES[state]).length > 0;
    if (hasExit === FINAL_REFUND_STATES.includes(state)) {
      throw new Error(
        `lifecycle: refund state "${state}" ${hasExit ? "is final but has an exit" : "has no exit"}`,
      );
    }
  }
}

/** What an event finds. */
export interface RefundCircumstances {
  state: RefundState;
  test: boolean;
  /** Shopify asked for it and must be told how it ends. */
  hasSession: boolean;
  /** "shopper" or a person's id; null while nobody gave details. */
  detailsBy: string | null;
  /** The person who does it, or "shopper". */
  by: string;
  /** Its amount is one that a second person approves. */
  needsApproval: boolean;
  /** It stands in a file for the bank that nobody has closed. */
  inOpenBatch: boolean;
  /** The collector may have taken the money back, and no person has decided about it. */
  isFrozen: boolean;
}

export type RefundDecision =
  | {
      kind: "advance";
      to: RefundState;
      /** Decided with the move; Shopify is told nothing of a refund that it has not asked for. */
      report: "refund-resolve" | "refund-reject" | null;
      /** Who approved the old destination has not seen the new one. */
      voidsApproval: boolean;
    }
  | {
      kind: "refuse";
      reason:
        | "not-in-this-state"
        | "not-a-test"
        | "no-details"
        | "needs-approval"
        | "own-details"
        | "in-a-batch"
        | "frozen";
    };

/** Money moves by these; they wait while it is in doubt whose the money is. */
const FREEZES: readonly RefundEvent[] = ["approve", "pay-out", "pay-out-test"];
/** The bank may have the file already: these wait until a person took the refund out of it as not paid. */
const KEPT_OUT_BY_BATCH: readonly RefundEvent[] = ["change-details", "refuse"];

/** Where `event` leads, or the first reason why it may not happen. */
export function decideRefund(event: RefundEvent, found: RefundCircumstances): RefundDecision {
  const to = REFUND_MOVES[found.state][event];
  if (event === "pay-out" && (found.state === "opened" || found.state === "details-asked")) {
    return refuse("no-details");
  }
  if (to === undefined) return refuse("not-in-this-state");
  if (event === "pay-out-test" && !found.test) return refuse("not-a-test");
  if (found.isFrozen && FREEZES.includes(event)) return refuse("frozen");
  if (found.inOpenBatch && KEPT_OUT_BY_BATCH.includes(event)) return refuse("in-a-batch");
  if (event === "approve" && found.by === found.detailsBy) return refuse("own-details");
  if (event === "pay-out" && found.needsApproval && found.state !== "approved") {
    return refuse("needs-approval");
  }
  return {
    kind: "advance",
    to,
    report: found.hasSession ? REPORT_OF_END[to] : null,
    voidsApproval: event === "give-details" || event === "change-details",
  };
}

const REPORT_OF_END: Record<RefundState, "refund-resolve" | "refund-reject" | null> = {
  opened: null,
  "details-asked": null,
  "details-given": null,
  approved: null,
  "paid-out": "refund-resolve",
  refused: "refund-reject",
};

function refuse(reason: Extract<RefundDecision, { kind: "refuse" }>["reason"]): RefundDecision {
  return { kind: "refuse", reason };
}
