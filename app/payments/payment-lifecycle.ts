/**
 * Which event leads where. What must always be true: every answer obeys the move tables, a payment is never
 * told both resolved and rejected, and an event that says *paid* is never merely refused. The use cases call
 * `decide()`; `payment-store.server.ts` applies the answer.
 */
import type { CaseKind } from "#app/payments/case-kind.ts";
import { assertNever, invariant } from "#app/lib/invariant.ts";
import {
  every,
  givingUp,
  move,
  person,
  pressing,
  refuse,
  renewing,
  same,
  type CodeRow,
  type RefusalReason,
} from "#app/payments/lifecycle-answers.ts";
import { mayMoveCode, mayMoveTold, type CodeState, type Told } from "#app/payments/lifecycle-moves.ts";
import type { EventKind, PaymentEvent } from "#app/payments/payment-events.ts";
import { REPORT_OF_TOLD, TOLD_RULES, type ToldEffect } from "#app/payments/told-rules.ts";
import type { PaymentReportKind } from "#app/shopify/payments-apps-client.ts";

export type Decision =
  | {
      kind: "advance";
      code: CodeState | null;
      told: Told | null;
      /** Decided with the move and sent from its stored arguments. */
      report: PaymentReportKind | null;
      /** Opened in the same statement as the move. */
      openCase: CaseKind | null;
    }
  | { kind: "repeat" }
  | { kind: "refuse"; reason: RefusalReason }
  | { kind: "case"; case: CaseKind };

/** What each event does to the code, by the state it finds (`none`: the payment has no code). */
export const CODE_RULES: Record<EventKind, CodeRow> = {
  created: {
    ...every(person("payable-after-end")),
    issuing: move("live"),
    unknown: move("live"),
    live: same,
    paid: same,
  },
  "create-refused": {
    ...every(refuse("outcome-already-unknown")),
    issuing: move("failed"),
    failed: same,
  },
  "create-not-done": {
    ...every(refuse("outcome-already-unknown")),
    issuing: move("failed"),
    failed: same,
  },
  "create-unknown": { ...every(same), issuing: move("unknown"), none: refuse("no-code") },
  "not-issuable": {
    ...every(same),
    issuing: refuse("still-issuing"),
    unknown: refuse("still-issuing"),
    live: refuse("still-issuing"),
    voiding: refuse("still-issuing"),
  },
  continue: pressing(),
  "timer-rang": pressing(),
  cancel: givingUp(),
  "never-seen": givingUp(),
  renew: renewing(),
  paid: {
    live: move("paid"),
    voiding: move("paid"),
    voided: move("paid"),
    expired: move("paid"),
    unknown: move("paid"),
    lost: move("paid"),
    reversed: move("paid"),
    paid: same,
    issuing: person("paid-while-issuing"),
    failed: person("paid-failed-code"),
    none: person("paid-failed-code"),
  },
  "amount-differs": every(person("amount-differs")),
  "still-payable": {
    ...every(refuse("not-payable")),
    reversed: move("live"),
    live: same,
    voiding: same,
    expired: move("live"),
    paid: person("reversal-suspected"),
    voided: person("payable-after-end"),
    lost: person("payable-after-end"),
    failed: person("payable-after-end"),
  },
  "void-begun": { ...every(refuse("not-payable")), live: move("voiding"), voiding: same },
  "proved-expired": {
    ...every(refuse("not-payable")),
    reversed: move("expired"),
    live: move("expired"),
    voiding: move("expired"),
    expired: same,
    voided: same,
    paid: person("reversal-suspected"),
  },
  "proved-removed": {
    ...every(refuse("not-payable")),
    // It was voided before it was paid all the same.
    reversed: move("voided"),
    live: person("removed-elsewhere"),
    expired: person("removed-elsewhere"),
    voiding: move("voided"),
    voided: same,
    paid: person("reversal-suspected"),
  },
  "not-known": every(refuse("not-known")),
  "not-known-at-deadline": {
    ...every(refuse("not-known")),
    live: person("not-known-at-deadline"),
    voiding: person("not-known-at-deadline"),
    expired: person("not-known-at-deadline"),
  },
  // The code stays what it is, whatever was paid: the payment alone ends.
  "money-decided": {
    ...every(same),
    none: refuse("no-code"),
    issuing: refuse("still-issuing"),
    unknown: refuse("still-issuing"),
  },
  extended: { ...every(refuse("not-payable")), live: same, expired: move("live") },
};

/** What a decision is made from: the payment as stored, and the one code that the event is about. */
export interface PaymentFacts {
  told: Told;
}
export interface CodeFacts {
  state: CodeState;
}

/**
 * The one place where an event meets a payment. Pure: it touches nothing and knows no clock.
 * Refusals are checked before moves; a move outside the tables is a bug and throws.
 */
export function decide(payment: PaymentFacts, code: CodeFacts | null, event: PaymentEvent): Decision {
  const untimely = refusePress(payment, event);
  if (untimely) return { kind: "refuse", reason: untimely };
  if (isTakenBack(payment, code, event))
    return { kind: "advance", code: "reversed", told: null, report: null, openCase: null };
  const forCode = CODE_RULES[event.kind][code?.state ?? "none"];
  if (forCode.kind === "refuse" || forCode.kind === "case") return forCode;
  const codeTo = forCode.kind === "move" ? forCode.to : null;
  if (code && codeTo) invariant(mayMoveCode(code.state, codeTo), `code ${code.state} to ${codeTo}`);
  // The same money seen again is a repetition, not a second payment.
  const seenBefore = event.kind === "paid" && codeTo === null;
  if (seenBefore) return { kind: "repeat" };
  // A reversal gave the money back, so that a second payment of the same code is not a second sum.
  const isPaidAgain = event.kind === "paid" && code?.state === "reversed" && payment.told === "resolved";
  if (isPaidAgain) return { kind: "advance", code: codeTo, told: null, report: null, openCase: null };
  return tell(payment, event, codeTo, toldEffect(event, code?.state ?? "none"));
}

/** A look-up says that nobody has paid the code: of one that was paid, that the money was taken back. */
export function saysUnpaid(kind: EventKind): boolean {
  return kind === "still-payable" || kind === "proved-expired" || kind === "proved-removed";
}

/** No order stands for the money: only a case holds it, and the collector has given it back. */
function isTakenBack(payment: PaymentFacts, code: CodeFacts | null, event: PaymentEvent): boolean {
  return code?.state === "paid" && saysUnpaid(event.kind) && payment.told !== "resolved";
}

/** Why a press cannot have what it asks for now, or a timer that stands for the shopper; null when it may. */
function refusePress(payment: PaymentFacts, event: PaymentEvent): RefusalReason | null {
  if (event.kind === "renew") return event.isUnderWay || event.isAllowed ? null : "not-renewable";
  if (event.kind === "never-seen") return event.shopperCame ? "shopper-came" : null;
  if (event.kind !== "continue" && event.kind !== "timer-rang") return null;
  if (event.kind === "timer-rang" && !event.shopperStayed) return "shopper-gone";
  return event.codeExpired && payment.told === "open" ? "code-ended" : null;
}

/** The second half of a decision: what Shopify is told, now that the code's move is known. */
function tell(
  payment: PaymentFacts,
  event: PaymentEvent,
  codeTo: CodeState | null,
  effect: ToldEffect,
): Decision {
  const forTold = TOLD_RULES[effect][payment.told];
  if (forTold.kind === "refuse") return forTold;
  const told = forTold.kind === "move" ? forTold.to : null;
  if (told) invariant(mayMoveTold(payment.told, told), `told ${payment.told} to ${told}`);
  const openCase = forTold.kind === "case" ? forTold.case : extraCase(event, codeTo, payment.told);
  // A later expiry is written although nothing moves, and so is the wish for a new code.
  const isWritten = event.kind === "extended" || effect === "reopen";
  if (codeTo === null && told === null && !isWritten)
    return openCase ? { kind: "case", case: openCase } : { kind: "repeat" };
  return { kind: "advance", code: codeTo, told, report: told && REPORT_OF_TOLD[told], openCase };
}

function toldEffect(event: PaymentEvent, state: CodeState | "none"): ToldEffect {
  switch (event.kind) {
    case "continue":
    case "timer-rang":
      return "pend";
    case "paid":
      if (event.groupResolved) return "resolve-paid-group";
      return event.otherExpected ? "resolve-other-expected" : "resolve";
    case "proved-expired":
    case "proved-removed":
      return event.ending ?? "nothing";
    case "create-refused":
      return event.ends ? "release" : "nothing";
    case "not-issuable":
      return "release";
    case "cancel":
    case "never-seen":
      return state === "live" || state === "voiding" ? "give-up-later" : "give-up";
    case "created":
    case "create-not-done":
    case "create-unknown":
    case "amount-differs":
    case "still-payable":
    case "void-begun":
    case "not-known":
    case "not-known-at-deadline":
      return "nothing";
    case "money-decided":
      // Never a reject: that money came is not in doubt.
      return "lapse";
    case "renew":
      return event.isUnderWay ? "nothing" : "reopen";
    case "extended":
      return "wait-longer";
    default:
      return assertNever(event);
  }
}

/** Cases that go along with a move instead of replacing it. */
function extraCase(event: PaymentEvent, codeTo: CodeState | null, told: Told): CaseKind | null {
  if (codeTo === "unknown") return "create-unknown";
  if (codeTo === "live" && told !== "open" && told !== "pending") return "payable-after-end";
  if (event.kind === "paid" && event.pastDeadline) return "paid-past-deadline";
  return null;
}
