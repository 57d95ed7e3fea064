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
