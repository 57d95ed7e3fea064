import { describe, expect, it } from "vitest";
import type { CaseKind } from "#app/payments/case-kind.ts";
import type { RefusalReason } from "#app/payments/lifecycle-answers.ts";
import { CODE_STATES, TOLD_STATES, type CodeState, type Told } from "#app/payments/lifecycle-moves.ts";
import { decide, type Decision } from "#app/payments/payment-lifecycle.ts";
import { EVENTS, type PaymentEvent } from "#app/payments/payment-events.ts";
import type { PaymentReportKind } from "#app/shopify/payments-apps-client.ts";

/*
 * What the design says, written by hand: one word per event and code state, one per effect and told state.
 * `=` stays · `>x` moves to x · `!x` refused because x · `?x` a case of kind x (short names below).
 * `not-known-due` is not-known when the payment should end. Where words are not enough, `expected` says so.
 */
const CODE_TABLE = `
event           none    issuing   live     failed  unknown  expired  voiding   voided  lost   paid  reversed
created         ?after  >live     =        ?after  >live    ?after   ?after    ?after  ?after =     ?after
create-refused  !lost   >failed   !lost    =       !lost    !lost    !lost     !lost   !lost  !lost !lost
create-not-done !lost   >failed   !lost    =       !lost    !lost    !lost     !lost   !lost  !lost !lost
create-unknown  !none   >unknown  =        =       =        =        =         =       =      =     =
not-issuable    =       !busy     !busy    =       !busy    =        !busy     =       =      =     =
continue        !none   !none     =        !none   !none    !ended   !ended    !ended  !ended !ended !ended
timer-rang      !none   !none     =        !none   !none    !ended   !ended    !ended  !ended !ended !ended
cancel          =        !busy    >voiding =        !busy    =        =        =        =        !ended   !ended
never-seen      =        !busy    >voiding =        !busy    =        =        =        =        !ended   !ended
renew           !none   !busy     !lives   !none   !busy    =        !lives    =       !dark  !ended !ended
paid            ?ghost  ?early    >paid    ?ghost  >paid    >paid    >paid     >paid   >paid  =     >paid
amount-differs  ?amount ?amount   ?amount  ?amount ?amount  ?amount  ?amount   ?amount ?amount ?amount ?amount
still-payable   !dead   !dead     =        ?after  !dead    >live    =         ?after  ?after ?taken >live
void-begun      !dead   !dead     >voiding !dead   !dead    !dead    =         !dead   !dead  !dead !dead
proved-expired  !dead   !dead     >expired !dead   !dead    =        >expired  =       !dead  ?taken >expired
proved-removed  !dead   !dead     ?else    !dead   !dead    ?else    >voided   =       !dead  ?taken >voided
not-known       !dark   !dark     !dark    !dark   !dark    !dark    !dark     !dark   !dark  !dark !dark
money-decided   !none   !busy     =        =       !busy    =        =        =       =      =     =
extended        !dead   !dead     =        !dead   !dead    >live    !dead     !dead   !dead  !dead !dead
not-known-due   !dark   !dark     ?silent  !dark   !dark    ?silent  ?silent   !dark   !dark  !dark !dark
`;
const TOLD_TABLE = `
effect          open      pending   resolved rejected released  lapsed
nothing         =         =         =        =        =         =
pend            >pending  =         =        !over    !over     !over
resolve         >resolved >resolved ?twice   ?late    >resolved >resolved
resolve-in-paid ?twice    ?twice    ?twice   ?late    ?twice    ?twice
resolve-other   ?other    ?other    ?twice   ?late    ?other    ?other
reject          >released >rejected =        =        =         =
lapse           >released >lapsed   =        =        =         =
release         >released =         =        =        =         =
give-up         >released !order    !over    !over    !over     !over
give-up-later   =         !order    !over    !over    !over     !over
reopen          =         !order    !over    !over     >open     !over
wait-longer     !waits    =         !waits   !waits   !waits    !waits
`;
const REASONS: Record<string, RefusalReason> = {
  "!lost": "outcome-already-unknown",
  "!none": "no-code",
  "!busy": "still-issuing",
  "!ended": "code-ended",
  "!dead": "not-payable",
  "!dark": "not-known",
  "!over": "payment-ended",
  "!order": "order-exists",
  "!waits": "not-pending",
  "!lives": "code-lives",
};
const CASES: Record<string, CaseKind> = {
  "?after": "payable-after-end",
  "?ghost": "paid-failed-code",
  "?early": "paid-while-issuing",
  "?amount": "amount-differs",
  "?taken": "reversal-suspected",
  "?else": "removed-elsewhere",
  "?silent": "not-known-at-deadline",
  "?twice": "paid-twice",
  "?late": "paid-after-reject",
  "?other": "paid-other-attempt",
};

function readTable(text: string): (row: string, column: string) => string {
  const [header = [], ...rows] = text
    .trim()
    .split("\n")
    .map((line) => line.split(/\s+/));
  return (row, column) => {
    const cell = rows.find(([name]) => name === row)?.[header.indexOf(column)];
    if (cell === undefined) throw new Error(`no cell for ${row} and ${column}`);
    return cell;
  };
}
const codeWord = readTable(CODE_TABLE);
const toldWord = readTable(TOLD_TABLE);

type Effect =
  | "nothing"
  | "pend"
  | "resolve"
  | "resolve-in-paid"
  | "resolve-other"
  | "reject"
  | "lapse"
  | "release"
  | "give-up"
  | "reopen"
  | "wait-longer";

/** Every event with every value that it can carry, and what it wants Shopify to be told. */
const VARIANTS: [PaymentEvent, Effect][] = [
  [{ kind: "created" }, "nothing"],
  [{ kind: "create-refused", ends: true }, "release"],
  [{ kind: "create-refused", ends: false }, "nothing"],
  [{ kind: "create-not-done" }, "nothing"],
  [{ kind: "create-unknown" }, "nothing"],
  [{ kind: "not-issuable" }, "release"],
  [{ kind: "continue", codeExpired: false }, "pend"],
  [{ kind: "continue", codeExpired: true }, "pend"],
  [{ kind: "timer-rang", shopperStayed: true, codeExpired: false }, "pend"],
  [{ kind: "timer-rang", shopperStayed: true, codeExpired: true }, "pend"],
  [{ kind: "timer-rang", shopperStayed: false, codeExpired: false }, "pend"],
  [{ kind: "timer-rang", shopperStayed: false, codeExpired: true }, "pend"],
  [{ kind: "cancel" }, "give-up"],
  [{ kind: "never-seen", shopperCame: false }, "give-up"],
  [{ kind: "never-seen", shopperCame: true }, "give-up"],
  [{ kind: "renew", isUnderWay: false, isAllowed: true }, "reopen"],
  [{ kind: "renew", isUnderWay: false, isAllowed: false }, "reopen"],
  [{ kind: "renew", isUnderWay: true, isAllowed: true }, "nothing"],
  [{ kind: "renew", isUnderWay: true, isAllowed: false }, "nothing"],
  [{ kind: "paid", pastDeadline: false, groupResolved: false, otherExpected: false }, "resolve"],
  [{ kind: "paid", pastDeadline: true, groupResolved: false, otherExpected: false }, "resolve"],
  [{ kind: "paid", pastDeadline: false, groupResolved: true, otherExpected: false }, "resolve-in-paid"],
  [{ kind: "paid", pastDeadline: true, groupResolved: true, otherExpected: false }, "resolve-in-paid"],
  [{ kind: "paid", pastDeadline: false, groupResolved: true, otherExpected: true }, "resolve-in-paid"],
  [{ kind: "paid", pastDeadline: true, groupResolved: true, otherExpected: true }, "resolve-in-paid"],
  [{ kind: "paid", pastDeadline: false, groupResolved: false, otherExpected: true }, "resolve-other"],
  [{ kind: "paid", pastDeadline: true, groupResolved: false, otherExpected: true }, "resolve-other"],
  [{ kind: "amount-differs" }, "nothing"],
  [{ kind: "still-payable" }, "nothing"],
  [{ kind: "void-begun" }, "nothing"],
  [{ kind: "proved-expired", ending: "reject" }, "reject"],
  [{ kind: "proved-expired", ending: "lapse" }, "lapse"],
  [{ kind: "proved-expired", ending: "release" }, "release"],
  [{ kind: "proved-expired", ending: null }, "nothing"],
  [{ kind: "proved-removed", ending: "reject" }, "reject"],
  [{ kind: "proved-removed", ending: "lapse" }, "lapse"],
  [{ kind: "proved-removed", ending: "release" }, "release"],
  [{ kind: "proved-removed", ending: null }, "nothing"],
  [{ kind: "not-known" }, "nothing"],
  [{ kind: "not-known-at-deadline" }, "nothing"],
  [{ kind: "money-decided" }, "lapse"],
  [{ kind: "extended" }, "wait-longer"],
];
const STATES = ["none", ...CODE_STATES] as const;
const REPORTS = new Map<Told, PaymentReportKind>([
  ["pending", "pending"],
  ["resolved", "resolve"],
  ["rejected", "reject"],
]);

function refusal(word: string): Decision {
  const reason = REASONS[word];
  if (!reason) throw new Error(`the table has no reason ${word}`);
  return { kind: "refuse", reason };
}
function kindOfCase(word: string): CaseKind {
  const kind = CASES[word];
  if (!kind) throw new Error(`the table has no case ${word}`);
  return kind;
}

/** What the design's first table says, and the exceptions to it: nobody is there, it is too late, no new code is allowed. */
function saidOfCode(
  told: Told,
  state: CodeState | "none",
  event: PaymentEvent,
): Decision | CodeState | "stays" {
  if (event.kind === "timer-rang" && !event.shopperStayed)
    return { kind: "refuse", reason: "shopper-gone" };
  if (event.kind === "never-seen" && event.shopperCame) return { kind: "refuse", reason: "shopper-came" };
  if (event.kind === "renew" && !event.isUnderWay && !event.isAllowed)
    return { kind: "refuse", reason: "not-renewable" };
  const isPress = event.kind === "continue" || event.kind === "timer-rang";
  if (isPress && event.codeExpired && told === "open") return refusal("!ended");
  const isDue = event.kind === "not-known-at-deadline";
  const word = codeWord(isDue ? "not-known-due" : event.kind, state);
  if (word.startsWith("!")) return refusal(word);
  if (word.startsWith("?")) return { kind: "case", case: kindOfCase(word) };
  return CODE_STATES.find((candidate) => word === `>${candidate}`) ?? "stays";
}

/** The case that comes along with a move. */
function caseBesides(told: Told, code: CodeState | null, event: PaymentEvent): CaseKind | null {
  if (code === "unknown") return "create-unknown";
  if (code === "live" && told !== "open" && told !== "pending") return "payable-after-end";
  return event.kind === "paid" && event.pastDeadline ? "paid-past-deadline" : null;
}

/** Giving up ends nothing while the code can still be paid. */
function effectIn(state: CodeState | "none", effect: Effect): string {
  const isPayable = state === "live" || state === "voiding";
  return effect === "give-up" && isPayable ? "give-up-later" : effect;
}

/** The decision that the two tables describe together. */
function expected(told: Told, state: CodeState | "none", event: PaymentEvent, effect: Effect): Decision {
  const isTakenBack = ["still-payable", "proved-expired", "proved-removed"].includes(event.kind);
  // Only a case held the money: no order stands for it.
  if (state === "paid" && isTakenBack && told !== "resolved")
    return together("reversed", null, null, event);
  const said = saidOfCode(told, state, event);
  if (typeof said === "object") return said;
  const code = said === "stays" ? null : said;
  const isSameMoney = event.kind === "paid" && code === null;
  if (isSameMoney) return { kind: "repeat" };

  // The reversal gave the money back: the order that was resolved is paid once again, not twice.
  const isPaidAgain = event.kind === "paid" && state === "reversed" && told === "resolved";
  const word = toldWord(isPaidAgain ? "nothing" : effectIn(state, effect), told);
  if (word.startsWith("!")) return refusal(word);
  const next = TOLD_STATES.find((candidate) => word === `>${candidate}`) ?? null;
  const besides = isPaidAgain ? null : caseBesides(told, code, event);
  const openCase = word.startsWith("?") ? kindOfCase(word) : besides;
  return together(code, next, openCase, event);
}

/** A later expiry is written although nothing moves, and so is the first press for a new code. */
function together(
  code: CodeState | null,
  told: Told | null,
  openCase: CaseKind | null,
  event: PaymentEvent,
): Decision {
  const isWritten = event.kind === "extended" || (event.kind === "renew" && !event.isUnderWay);
  if (code === null && told === null && !isWritten)
    return openCase ? { kind: "case", case: openCase } : { kind: "repeat" };
  const report = told === null ? null : (REPORTS.get(told) ?? null);
  return { kind: "advance", code, told, report, openCase };
}

const after = (told: Told, state: CodeState | "none", event: PaymentEvent): Decision =>
  decide({ told }, state === "none" ? null : { state }, event);

describe("every event in every state", () => {
  it("is in this test with every variant", () => {
    const kinds = new Set(VARIANTS.map(([event]) => event.kind));

    expect([...kinds].sort()).toEqual(Object.keys(EVENTS).sort());
  });

  it.each(VARIANTS)("decides %j as the design's tables say", (event, effect) => {
    const pairs = TOLD_STATES.flatMap((told) => STATES.map((state) => ({ told, state })));

    const decided = pairs.map((pair) => ({ ...pair, decision: after(pair.told, pair.state, event) }));

    const wanted = decided.map((one) => ({
      ...one,
      decision: expected(one.told, one.state, event, effect),
    }));
    expect(decided).toEqual(wanted);
  });
});
