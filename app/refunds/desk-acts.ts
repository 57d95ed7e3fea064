/** What a person of the shop can do with a refund now: what its page offers. The acts themselves judge again. Pure. */
import { REFUND_MOVES, type RefundState } from "#app/refunds/refund-lifecycle.ts";
import { DESK_ACTS, type DeskAct } from "#app/refunds/refund-page.ts";

export function deskActs(refund: {
  state: RefundState;
  test: boolean;
  needsApproval: boolean;
  /** The whole of it is still kept. */
  hasDestination: boolean;
  inOpenBatch: boolean;
}): DeskAct[] {
  const moves = REFUND_MOVES[refund.state];
  // What is in the bank's file is paid as it stands there, or taken out of it first.
  const isFree = !refund.inOpenBatch;
  const lacksApproval = refund.needsApproval && refund.state === "details-given";
  const offered: Record<DeskAct, boolean> = {
    link: moves["ask-details"] !== undefined,
    details: (moves["give-details"] ?? moves["change-details"]) !== undefined && isFree,
    show: refund.hasDestination,
    approve: lacksApproval && moves.approve !== undefined,
    "pay-out": moves["pay-out"] !== undefined && !lacksApproval,
    refuse: moves.refuse !== undefined && isFree,
    "complete-test": refund.test && moves["pay-out-test"] !== undefined,
  };
  return DESK_ACTS.filter((act) => offered[act]);
}
