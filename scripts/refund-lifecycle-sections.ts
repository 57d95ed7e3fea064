/** The refunds' part of docs/lifecycle.md, out of the tables that the product runs on. */
import {
  REFUND_EVENTS,
  REFUND_MOVES,
  REFUND_STATE_MEANING,
  REFUND_STATES,
  type RefundEvent,
  type RefundState,
} from "#app/refunds/refund-lifecycle.ts";
import { code, diagram, statesTable, table } from "./lifecycle-tables.ts";

const EVENT_MEANING: Record<RefundEvent, string> = {
  "ask-details": "the shopper gets a link, or another one",
  "give-details": "the shopper, or a person on their behalf, says where the money goes",
  "change-details": "it goes somewhere else; whoever approved the old destination has not seen the new one",
  approve: "a person agrees to pay; never the one who entered the details",
  "pay-out": "the merchant has paid and records the day and the bank's reference",
  "pay-out-test": "a test refund is completed in one step; no other is",
  refuse: "a person refuses it, in the words that Shopify is told",
};

/** A state that an event leaves as it is, is no move of the state. */
function movesOf(state: RefundState): RefundState[] {
  return [...new Set(Object.values(REFUND_MOVES[state]))].filter((to) => to !== state);
}

export function refundSections(): string[] {
  const moves: Record<RefundState, readonly RefundState[]> = {
    opened: movesOf("opened"),
    "details-asked": movesOf("details-asked"),
    "details-given": movesOf("details-given"),
    approved: movesOf("approved"),
    "paid-out": [],
    refused: [],
  };
  const cell = (state: RefundState, event: RefundEvent): string => {
    const to = REFUND_MOVES[state][event];
    return to === undefined ? "—" : to === state ? "stays" : `→ ${code(to)}`;
  };
  return [
    "## Refunds",
    "A refund has a life of its own beside its payment. Shopify's refund session opens it, or a person does from a case that holds " +
      "money. Together the refunds of a payment are never more than the payment, and those of a case never more than it holds. " +
      "What cannot be paid is `refused` as it arrives: more than is left, another currency or mode, or a shop that has not accepted manual refunds.",
    statesTable(REFUND_STATES, REFUND_STATE_MEANING, moves),
    diagram(REFUND_STATES, moves, "opened"),
    table(
      ["event", "what happened", ...REFUND_STATES.map(code)],
      REFUND_EVENTS.map((event) => [
        code(event),
        EVENT_MEANING[event],
        ...REFUND_STATES.map((state) => cell(state, event)),
      ]),
    ),
    "Above the shop's amount a refund is paid out only when it is `approved`. While a case asks whether the payment was reversed, " +
      "nothing is approved or paid. In an open batch a refund's destination does not change and it is not refused: the bank may " +
      "have the file. `paid-out` and `refused` of what Shopify asked for are decided together with their report, which waits until " +
      "Shopify has acknowledged that the payment is paid.",
  ];
}
