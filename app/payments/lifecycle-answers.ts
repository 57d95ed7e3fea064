/**
 * The four answers that a rule of the lifecycle can give, and how a row of them is written.
 */
import type { CaseKind } from "#app/payments/case-kind.ts";
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";

export type RefusalReason =
  | "no-code"
  | "code-ended"
  | "payment-ended"
  | "order-exists"
  | "shopper-gone"
  | "shopper-came"
  | "still-issuing"
  | "code-lives"
  | "not-renewable"
  | "outcome-already-unknown"
  | "not-payable"
  | "not-pending"
  | "not-known";

/** What a rule answers: move there, stay, refuse by name, or ask a person. */
export type Answer<State> =
  | { kind: "move"; to: State }
  | { kind: "same" }
  | { kind: "refuse"; reason: RefusalReason }
  | { kind: "case"; case: CaseKind };

export const same = { kind: "same" } as const;
export const move = <State>(to: State): Answer<State> => ({ kind: "move", to });
export const refuse = (reason: RefusalReason): Answer<never> => ({ kind: "refuse", reason });
export const person = (kind: CaseKind): Answer<never> => ({ kind: "case", case: kind });

export type CodeRow = Record<CodeState | "none", Answer<CodeState>>;
export type ToldRow = Record<Told, Answer<Told>>;

/** The same answer in every state of a code, to be narrowed by the rule that uses it. */
export function every(answer: Answer<CodeState>): CodeRow {
  return {
    none: answer,
    issuing: answer,
    live: answer,
    failed: answer,
    unknown: answer,
    expired: answer,
    voiding: answer,
    voided: answer,
    lost: answer,
    paid: answer,
    reversed: answer,
  };
}

/** The same answer whatever Shopify was told. */
export function everyTold(answer: Answer<Told>): ToldRow {
  return {
    open: answer,
    pending: answer,
    resolved: answer,
    rejected: answer,
    released: answer,
    lapsed: answer,
  };
}

/** Back to checkout: a code that lives is voided first; one that is being made is dealt with once it is known. */
export function givingUp(): CodeRow {
  return {
    ...every(same),
    issuing: refuse("still-issuing"),
    unknown: refuse("still-issuing"),
    paid: refuse("code-ended"),
    reversed: refuse("code-ended"),
    live: move("voiding"),
  };
}

/** Continue and the timer need a code that can still be paid. */
export function pressing(): CodeRow {
  return {
    ...every(refuse("code-ended")),
    none: refuse("no-code"),
    issuing: refuse("no-code"),
    failed: refuse("no-code"),
    unknown: refuse("no-code"),
    live: same,
  };
}

/** A new code needs a dead one in whose place it comes. */
export function renewing(): CodeRow {
  return {
    ...every(same),
    none: refuse("no-code"),
    failed: refuse("no-code"),
    issuing: refuse("still-issuing"),
    unknown: refuse("still-issuing"),
    live: refuse("code-lives"),
    voiding: refuse("code-lives"),
    // A person gave it up; what became of it nobody has proved.
    lost: refuse("not-known"),
    paid: refuse("code-ended"),
    reversed: refuse("code-ended"),
  };
}
