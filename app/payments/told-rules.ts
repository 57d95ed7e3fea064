/** What Shopify is told: what an event can want, and what that does by what was told before. */
import { everyTold, move, person, refuse, same, type ToldRow } from "#app/payments/lifecycle-answers.ts";
import type { Told } from "#app/payments/lifecycle-moves.ts";
import type { PaymentReportKind } from "#app/shopify/payments-apps-client.ts";

/** What an event wants Shopify to be told. */
export type ToldEffect =
  | "nothing"
  | "pend"
  | "resolve"
  | "resolve-paid-group"
  | "resolve-other-expected"
  | "reject"
  | "lapse"
  | "release"
  | "give-up"
  | "give-up-later"
  | "reopen"
  | "wait-longer";

/** What each effect does, by what Shopify has been told already. */
export const TOLD_RULES: Record<ToldEffect, ToldRow> = {
  nothing: everyTold(same),
  pend: { ...everyTold(refuse("payment-ended")), open: move("pending"), pending: same, resolved: same },
  resolve: {
    open: move("resolved"),
    pending: move("resolved"),
    released: move("resolved"),
    lapsed: move("resolved"),
    resolved: person("paid-twice"),
    rejected: person("paid-after-reject"),
  },
  "resolve-paid-group": { ...everyTold(person("paid-twice")), rejected: person("paid-after-reject") },
  // Two orders could be meant, and the sums differ: no machine chooses.
  "resolve-other-expected": {
    ...everyTold(person("paid-other-attempt")),
    resolved: person("paid-twice"),
    rejected: person("paid-after-reject"),
  },
  reject: { ...everyTold(same), open: move("released"), pending: move("rejected") },
  lapse: { ...everyTold(same), open: move("released"), pending: move("lapsed") },
  release: { ...everyTold(same), open: move("released") },
  "give-up": {
    ...everyTold(refuse("payment-ended")),
    open: move("released"),
    pending: refuse("order-exists"),
  },
  // The code must be proved dead first: until then nothing is ended.
  "give-up-later": { ...everyTold(refuse("payment-ended")), open: same, pending: refuse("order-exists") },
  // What Shopify was told pending cannot be moved, and leaves a new code no time.
  reopen: {
    ...everyTold(refuse("payment-ended")),
    open: same,
    pending: refuse("order-exists"),
    released: move("open"),
  },
  "wait-longer": { ...everyTold(refuse("not-pending")), pending: same },
};

/** The report that each move of *told* decides. */
export const REPORT_OF_TOLD: Record<Told, PaymentReportKind | null> = {
  open: null,
  pending: "pending",
  resolved: "resolve",
  rejected: "reject",
  released: null,
  lapsed: null,
};
