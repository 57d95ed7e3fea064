import { describe, expect, it } from "vitest";
import { CASE_KINDS, type CaseKind } from "#app/payments/case-kind.ts";
import type { RefusalReason } from "#app/payments/lifecycle-answers.ts";
import { CODE_STATES, TOLD_STATES, type CodeState, type Told } from "#app/payments/lifecycle-moves.ts";
import { decide, EVENTS, type Decision, type PaymentEvent } from "#app/payments/payment-lifecycle.ts";

/*
 * What the design says, written by hand: one word per event and code state, one per effect and told state.
 * `=` stays · `>x` moves to x · `!x` refused because x · `?x` a case of kind x (short names below).
 * `-` the design gives a reversed code a way back here; only the general promises are asserted.
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
paid            ?ghost  ?early    >paid    ?ghost  >paid    >paid    >paid     >paid   >paid  =     -
amount-differs  ?amount ?amount   ?amount  ?amount ?amount  ?amount  ?amount   ?amount ?amount ?amount ?amount
still-payable   !dead   !dead     =        ?after  !dead    >live    =         ?after  ?after ?taken -
void-begun      !dead   !dead     >voiding !dead   !dead    !dead    =         !dead   !dead  !dead !dead
proved-expired  !dead   !dead     >expired !dead   !dead    =        >expired  =       !dead  ?taken -
proved-removed  !dead   !dead     ?else    !dead   !dead    ?else    >voided   =       !dead  ?taken !dead
not-known       !dark   !dark     !dark    !dark   !dark    !dark    !dark     !dark   !dark  !dark !dark
`;
const TOLD_TABLE = `
effect          open      pending   resolved rejected released  lapsed
nothing         =         =         =        =        =         =
pend            >pending  =         =        !over    !over     !over
resolve         >resolved >resolved ?twice   ?late    >resolved >resolved
resolve-in-paid ?twice    ?twice    ?twice   ?late    ?twice    ?twice
reject          >released >rejected =        =        =         =
lapse           >released >lapsed   =        =        =         =
release         >released =         =        =        =         =
`;
const REASONS: Record<string, RefusalReason> = {
  "!lost": "outcome-already-unknown",
  "!none": "no-code",
  "!busy": "still-issuing",
  "!ended": "code-ended",
  "!dead": "not-payable",
  "!dark": "not-known",
  "!over": "payment-ended",
};
const CASES: Record<string, CaseKind> = {
  "?after": "payable-after-end",
  "?ghost": "paid-failed-code",
  "?early": "paid-while-issuing",
  "?amount": "amount-differs",
  "?taken": "reversal-suspected",
  "?else": "removed-elsewhere",
  "?twice": "paid-twice",
  "?late": "paid-after-reject",
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

type Effect = "nothing" | "pend" | "resolve" | "resolve-in-paid" | "reject" | "lapse" | "release";

/** Every event with every value that it can carry, and what it wants Shopify to be told. */
const VARIANTS: [PaymentEvent, Effect][] = [
  [{ kind: "created" }, "nothing"],
  [{ kind: "create-refused", ends: true }, "release"],
  [{ kind: "create-refused", ends: false }, "nothing"],
  [{ kind: "create-not-done" }, "nothing"],
  [{ kind: "create-unknown" }, "nothing"],
  [{ kind: "not-issuable" }, "release"],
  [{ kind: "continue" }, "pend"],
  [{ kind: "timer-rang", shopperStayed: true }, "pend"],
  [{ kind: "timer-rang", shopperStayed: false }, "pend"],
  [{ kind: "paid", pastDeadline: false, groupResolved: false }, "resolve"],
  [{ kind: "paid", pastDeadline: true, groupResolved: false }, "resolve"],
  [{ kind: "paid", pastDeadline: false, groupResolved: true }, "resolve-in-paid"],
  [{ kind: "paid", pastDeadline: true, groupResolved: true }, "resolve-in-paid"],
  [{ kind: "amount-differs" }, "nothing"],
  [{ kind: "still-payable" }, "nothing"],
  [{ kind: "void-begun" }, "nothing"],
  [{ kind: "proved-expired", ending: "reject" }, "reject"],
  [{ kind: "proved-expired", ending: "lapse" }, "lapse"],
  [{ kind: "proved-expired", ending: null }, "nothing"],
  [{ kind: "proved-removed", ending: "reject" }, "reject"],
  [{ kind: "proved-removed", ending: "lapse" }, "lapse"],
  [{ kind: "proved-removed", ending: null }, "nothing"],
  [{ kind: "not-known", atDeadline: false }, "nothing"],
  [{ kind: "not-known", atDeadline: true }, "nothing"],
];
const STATES = ["none", ...CODE_STATES] as const;
const REPORTS = { pending: "pending", resolved: "resolve", rejected: "reject" } as const;

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

/** The decision that the two tables describe; null where only the general promises hold. */
function expected(
  told: Told,
  state: CodeState | "none",
  event: PaymentEvent,
  effect: Effect,
): Decision | null {
  if (event.kind === "timer-rang" && !event.shopperStayed)
    return { kind: "refuse", reason: "shopper-gone" };
  if (event.kind === "not-known" && event.atDeadline)
    return { kind: "case", case: "not-known-at-deadline" };
  const ofCode = codeWord(event.kind, state);
  if (ofCode === "-") return null;
  if (ofCode.startsWith("!")) return refusal(ofCode);
  if (ofCode.startsWith("?")) return { kind: "case", case: kindOfCase(ofCode) };
  const isSameMoney = event.kind === "paid" && ofCode === "=";
  if (isSameMoney && (event.groupResolved || told === "resolved" || told === "rejected"))
    return { kind: "repeat" };

  const ofTold = toldWord(effect, told);
  if (ofTold.startsWith("!")) return refusal(ofTold);
  const code = CODE_STATES.find((candidate) => ofCode === `>${candidate}`) ?? null;
  const next = TOLD_STATES.find((candidate) => ofTold === `>${candidate}`) ?? null;
  let openCase = ofTold.startsWith("?") ? kindOfCase(ofTold) : null;
  if (code === "unknown") openCase = "create-unknown";
  if (code === "live" && told !== "open" && told !== "pending") openCase = "payable-after-end";
  if (event.kind === "paid" && event.pastDeadline) openCase ??= "paid-past-deadline";
  if (code === null && next === null)
    return openCase ? { kind: "case", case: openCase } : { kind: "repeat" };
  const report = next === "pending" || next === "resolved" || next === "rejected" ? REPORTS[next] : null;
  return { kind: "advance", code, told: next, report, openCase };
}

const after = (told: Told, state: CodeState | "none", event: PaymentEvent): Decision =>
  decide({ told }, state === "none" ? null : { state }, event);

const paid = { kind: "paid", pastDeadline: false, groupResolved: false } as const;

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
      decision: expected(one.told, one.state, event, effect) ?? one.decision,
    }));
    expect(decided).toEqual(wanted);
  });
});

describe("money", () => {
  it("that arrives for a code paid before pending resolves the open payment", () => {
    const decision = after("open", "live", paid);

    expect(decision).toEqual({
      kind: "advance",
      code: "paid",
      told: "resolved",
      report: "resolve",
      openCase: null,
    });
  });

  it("that arrives after a reject opens a case and moves nothing at Shopify", () => {
    for (const state of ["live", "expired", "voided", "voiding", "unknown", "lost"] as const) {
      const decision = after("rejected", state, paid);

      const openCase = "paid-after-reject";
      expect(decision).toEqual({ kind: "advance", code: "paid", told: null, report: null, openCase });
    }
  });

  it("that arrives late still resolves a released or lapsed payment", () => {
    expect(after("released", "voided", paid)).toMatchObject({ told: "resolved", report: "resolve" });
    expect(after("lapsed", "expired", paid)).toMatchObject({ told: "resolved", report: "resolve" });
  });

  it("past Shopify's deadline is reported and opens a case as well", () => {
    const decision = after("pending", "live", { ...paid, pastDeadline: true });

    expect(decision).toMatchObject({ told: "resolved", report: "resolve", openCase: "paid-past-deadline" });
  });

  it("for a group that is already paid opens a case and resolves nothing", () => {
    const decision = after("pending", "live", { ...paid, groupResolved: true });

    expect(decision).toMatchObject({ code: "paid", told: null, report: null, openCase: "paid-twice" });
  });

  it("seen again on a resolved payment is a repetition, not a second payment", () => {
    expect(after("resolved", "paid", paid)).toEqual({ kind: "repeat" });
  });

  it("is never merely refused, whatever the state", () => {
    const refused = TOLD_STATES.flatMap((told) =>
      STATES.flatMap((state) =>
        [true, false].flatMap((flag) => [
          after(told, state, { ...paid, pastDeadline: flag }),
          after(told, state, { ...paid, groupResolved: flag }),
        ]),
      ),
    ).filter((decision) => decision.kind === "refuse");

    expect(refused).toEqual([]);
  });

  it("in another amount never reaches Shopify by itself", () => {
    const kinds = TOLD_STATES.flatMap((told) =>
      STATES.map((state) => after(told, state, { kind: "amount-differs" })),
    );

    expect(kinds).toEqual(kinds.map(() => ({ kind: "case", case: "amount-differs" })));
    expect(CASE_KINDS["amount-differs"].holdsMoney).toBe(true);
  });
});

describe("an unpaid payment", () => {
  it("is never ended by a look-up that proved nothing", () => {
    const decided = [true, false].flatMap((atDeadline) =>
      TOLD_STATES.flatMap((told) =>
        STATES.map((state) => after(told, state, { kind: "not-known", atDeadline })),
      ),
    );

    expect(decided.filter((decision) => decision.kind === "advance")).toEqual([]);
  });

  it("is not ended by a removal that was not ours", () => {
    const decision = after("pending", "live", { kind: "proved-removed", ending: "reject" });

    expect(decision).toEqual({ kind: "case", case: "removed-elsewhere" });
  });

  it("is rejected when told pending, released with nothing sent when open", () => {
    const expired = { kind: "proved-expired", ending: "reject" } as const;

    expect(after("pending", "live", expired)).toMatchObject({ told: "rejected", report: "reject" });
    expect(after("open", "live", expired)).toMatchObject({ told: "released", report: null });
  });

  it("is left to Shopify's own expiry where the merchant chose so", () => {
    const decision = after("pending", "voiding", { kind: "proved-removed", ending: "lapse" });

    expect(decision).toMatchObject({ code: "voided", told: "lapsed", report: null });
  });
});

describe("pressing Continue", () => {
  it("tells Shopify pending once, and repeats nothing when pressed again", () => {
    expect(after("open", "live", { kind: "continue" })).toMatchObject({
      told: "pending",
      report: "pending",
    });
    expect(after("pending", "live", { kind: "continue" })).toEqual({ kind: "repeat" });
  });

  it("is refused once the code is being voided, so that a cancelled checkout gets no order", () => {
    expect(after("open", "voiding", { kind: "continue" })).toEqual({
      kind: "refuse",
      reason: "code-ended",
    });
  });

  it("is not done by the timer for a shopper who went back to checkout", () => {
    const decision = after("open", "live", { kind: "timer-rang", shopperStayed: false });

    expect(decision).toEqual({ kind: "refuse", reason: "shopper-gone" });
  });
});

describe("a create whose outcome is not known", () => {
  it("opens a case at once", () => {
    const decision = after("open", "issuing", { kind: "create-unknown" });

    expect(decision).toMatchObject({ code: "unknown", told: null, openCase: "create-unknown" });
  });

  it("accepts our own late answer, and warns when the payment has ended meanwhile", () => {
    expect(after("open", "unknown", { kind: "created" })).toMatchObject({ code: "live", openCase: null });
    expect(after("released", "unknown", { kind: "created" })).toMatchObject({
      code: "live",
      openCase: "payable-after-end",
    });
  });

  it("is not taken for a refusal afterwards", () => {
    const decision = after("open", "unknown", { kind: "create-refused", ends: true });

    expect(decision).toEqual({ kind: "refuse", reason: "outcome-already-unknown" });
  });
});
