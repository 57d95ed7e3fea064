import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  checkRefundLifecycle,
  decideRefund,
  FINAL_REFUND_STATES,
  REFUND_EVENTS,
  REFUND_MOVES,
  REFUND_STATES,
  type RefundCircumstances,
  type RefundEvent,
  type RefundState,
} from "#app/refunds/refund-lifecycle.ts";

/*
 * What the design says, written by hand: one word per state and event.
 * `>x` moves to x · `!state` is refused as not possible in this state · `!none` is refused for want of details.
 */
const TABLE = `
state          ask-details     give-details    change-details  approve    pay-out     pay-out-test refuse
opened         >details-asked  >details-given  !state          !state     !none       >paid-out    >refused
details-asked  >details-asked  >details-given  !state          !state     !none       >paid-out    >refused
details-given  !state          !state          >details-given  >approved  >paid-out   >paid-out    >refused
approved       !state          !state          >details-given  !state     >paid-out   >paid-out    >refused
paid-out       !state          !state          !state          !state     !state      !state       !state
refused        !state          !state          !state          !state     !state      !state       !state
`;
const REASONS: Record<string, string> = { "!state": "not-in-this-state", "!none": "no-details" };

const [header = [], ...rows] = TABLE.trim()
  .split("\n")
  .map((line) => line.split(/\s+/));
const cells = REFUND_STATES.flatMap((state) =>
  REFUND_EVENTS.map((event) => {
    const word = rows.find(([name]) => name === state)?.[header.indexOf(event)] ?? "";
    return { state, event, word };
  }),
);

function found(state: RefundState, more: Partial<RefundCircumstances> = {}): RefundCircumstances {
  return {
    state,
    test: true,
    hasSession: true,
    detailsBy: "shopper",
    by: "7001",
    needsApproval: false,
    inOpenBatch: false,
    isFrozen: false,
    ...more,
  };
}

function setMove(
  moves: Partial<Record<RefundEvent, RefundState>>,
  event: RefundEvent,
  to: RefundState | undefined,
): void {
  if (to === undefined) Reflect.deleteProperty(moves, event);
  else moves[event] = to;
}

const anyCircumstances: fc.Arbitrary<RefundCircumstances> = fc.record({
  state: fc.constantFrom(...REFUND_STATES),
  test: fc.boolean(),
  hasSession: fc.boolean(),
  detailsBy: fc.constantFrom(null, "shopper", "7001", "7002"),
  by: fc.constantFrom("shopper", "7001", "7002"),
  needsApproval: fc.boolean(),
  inOpenBatch: fc.boolean(),
  isFrozen: fc.boolean(),
});
const anyEvent = fc.constantFrom(...REFUND_EVENTS);

describe("each event in each state", () => {
  it.each(cells)("$state, $event: $word", ({ state, event, word }) => {
    const decision = decideRefund(event, found(state));

    const expected = word.startsWith(">")
      ? { kind: "advance", to: word.slice(1) }
      : { kind: "refuse", reason: REASONS[word] };
    expect(decision).toMatchObject(expected);
  });

  it("leads to every state, and out of every state that is not an end", () => {
    expect(checkRefundLifecycle).not.toThrow();
  });

  it.each<[string, RefundState, RefundEvent, RefundState | undefined]>([
    ['"approved" cannot be reached', "details-given", "approve", undefined],
    ['"paid-out" is final but has an exit', "paid-out", "refuse", "refused"],
  ])("is refused at start when %s", (problem, state, event, to) => {
    const moves = REFUND_MOVES[state];
    const was = moves[event];
    onTestFinished(() => setMove(moves, event, was));
    setMove(moves, event, to);

    expect(checkRefundLifecycle).toThrow(problem);
  });
});

describe("a payout", () => {
  it("waits for a second person where its amount wants one", () => {
    const given = decideRefund("pay-out", found("details-given", { needsApproval: true }));
    const approved = decideRefund("pay-out", found("approved", { needsApproval: true }));

    expect(given).toEqual({ kind: "refuse", reason: "needs-approval" });
    expect(approved).toMatchObject({ kind: "advance", to: "paid-out" });
  });

  it("in one click is of a test refund only", () => {
    expect(decideRefund("pay-out-test", found("opened", { test: false }))).toEqual({
      kind: "refuse",
      reason: "not-a-test",
    });
  });

  it.each(["approve", "pay-out"] as const)("is frozen while a reversal is suspected: %s", (event) => {
    expect(decideRefund(event, found("details-given", { isFrozen: true }))).toEqual({
      kind: "refuse",
      reason: "frozen",
    });
  });
});

describe("an approval", () => {
  it("is never by who entered the details", () => {
    expect(decideRefund("approve", found("details-given", { detailsBy: "7001", by: "7001" }))).toEqual({
      kind: "refuse",
      reason: "own-details",
    });
    expect(
      decideRefund("approve", found("details-given", { detailsBy: "7001", by: "7002" })),
    ).toMatchObject({
      kind: "advance",
    });
  });

  it("is void when the destination changes", () => {
    expect(decideRefund("change-details", found("approved"))).toMatchObject({
      to: "details-given",
      voidsApproval: true,
    });
  });
});

describe("a refund in an open batch", () => {
  it.each(["change-details", "refuse"] as const)("must be taken out first: %s", (event) => {
    expect(decideRefund(event, found("approved", { inOpenBatch: true }))).toEqual({
      kind: "refuse",
      reason: "in-a-batch",
    });
  });
});

describe("whatever is found", () => {
  it("an end has no way back", () => {
    fc.assert(
      fc.property(anyCircumstances, anyEvent, (circumstances, event) => {
        fc.pre(FINAL_REFUND_STATES.includes(circumstances.state));
        expect(decideRefund(event, circumstances).kind).toBe("refuse");
      }),
    );
  });

  it("Shopify is told of each end of what it asked for, once, and of nothing else", () => {
    fc.assert(
      fc.property(anyCircumstances, anyEvent, (circumstances, event) => {
        const decision = decideRefund(event, circumstances);
        if (decision.kind === "refuse") return;
        const isEnd = FINAL_REFUND_STATES.includes(decision.to);
        expect(decision.report !== null).toBe(isEnd && circumstances.hasSession);
        if (decision.report) expect(decision.report === "refund-resolve").toBe(decision.to === "paid-out");
      }),
    );
  });

  it("no walk pays real money without details, nor a large amount without another person's approval", () => {
    const steps = fc.array(fc.record({ event: anyEvent, by: fc.constantFrom("shopper", "7001", "7002") }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(steps, fc.boolean(), (walk, needsApproval) => {
        let state: RefundState = "opened";
        let details: string | null = null;
        let approvedBy: string | null = null;
        for (const { event, by } of walk) {
          const decision = decideRefund(
            event,
            found(state, { test: false, needsApproval, detailsBy: details, by }),
          );
          if (decision.kind === "refuse") continue;
          if (decision.voidsApproval) [details, approvedBy] = [by, null];
          if (event === "approve") approvedBy = by;
          state = decision.to;
          if (state !== "paid-out") continue;
          expect(details).not.toBeNull();
          if (needsApproval) expect([null, details]).not.toContain(approvedBy);
        }
      }),
    );
  });
});

const unused: RefundEvent[] = REFUND_EVENTS.filter(
  (event) => !REFUND_STATES.some((state) => REFUND_MOVES[state][event]),
);
it("every event happens somewhere", () => expect(unused).toEqual([]));
