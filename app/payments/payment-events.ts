/** Everything that can happen to a payment or to its code. */
export const EVENTS = {
  created: "PagoEfectivo answered our create with a CIP",
  "create-refused": "PagoEfectivo refused to create a CIP",
  "create-not-done": "the create surely never reached PagoEfectivo",
  "create-unknown": "the create was sent and its outcome is not known",
  "not-issuable": "no code can be made for this payment",
  continue: "the shopper pressed Continue",
  "timer-rang": "the confirmation timer rang",
  cancel: "the shopper went back to checkout",
  "never-seen": "nobody opened the page in time",
  renew: "the shopper asked for a new code in the place of a dead one",
  paid: "a look-up says 23 with the code's amount and currency",
  "amount-differs": "a look-up says 23 with another amount or currency",
  "still-payable": "a look-up says 22",
  "void-begun": "we are about to delete the CIP",
  "proved-expired": "a look-up says 21",
  "proved-removed": "after our DELETE a look-up says removed",
  "not-known": "a look-up was empty, unclear or failed",
  "not-known-at-deadline": "the same, when the payment should end",
  "money-decided": "time is up, and a person has decided what becomes of money that a look-up found",
  extended: "PagoEfectivo accepted a later expiry that the merchant asked for",
} as const;
export type EventKind = keyof typeof EVENTS;

/**
 * What becomes of a payment whose code is proved unpaid: `reject` and `lapse` at its release time, `release` when it
 * was given up before Shopify was told anything.
 */
export type Ending = "reject" | "lapse" | "release";

export type PaymentEvent =
  | { kind: "created" | "create-not-done" | "create-unknown" | "not-issuable" }
  /** `codeExpired`: by our clock the code can no longer be paid, whatever its state says. */
  | { kind: "continue"; codeExpired: boolean }
  | { kind: "amount-differs" | "still-payable" | "void-begun" | "cancel" }
  /** `shopperCame`: since it was found to be nobody's; they look at the page, or have asked for a new code. */
  | { kind: "never-seen"; shopperCame: boolean }
  /** `isUnderWay`: asked for already, and still to come. `isAllowed`: what else stands against it, of the payment and its checkout. */
  | { kind: "renew"; isUnderWay: boolean; isAllowed: boolean }
  /** `ends`: nothing the shopper or a repetition can mend. */
  | { kind: "create-refused"; ends: boolean }
  /** `shopperStayed`: still on the page, or has copied, printed or shared the code. */
  | { kind: "timer-rang"; shopperStayed: boolean; codeExpired: boolean }
  /**
   * `pastDeadline`: after `pendingExpiresAt`. `groupResolved`: another payment of the group is resolved. `otherExpected`: another
   * attempt of the group waits, for other money than this.
   */
  | { kind: "paid"; pastDeadline: boolean; groupResolved: boolean; otherExpected: boolean }
  | { kind: "proved-expired" | "proved-removed"; ending: Ending | null }
  | { kind: "not-known" | "not-known-at-deadline" | "money-decided" | "extended" };
