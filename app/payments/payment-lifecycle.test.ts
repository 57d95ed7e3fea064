import { describe, expect, it } from "vitest";
import { CASE_KINDS } from "#app/payments/case-kind.ts";
import { CODE_STATES, TOLD_STATES, type CodeState, type Told } from "#app/payments/lifecycle-moves.ts";
import { decide, type Decision } from "#app/payments/payment-lifecycle.ts";
import { type PaymentEvent } from "#app/payments/payment-events.ts";

// The claims that matter most, in words; payment-lifecycle.table.test.ts has every pair.
const STATES = ["none", ...CODE_STATES] as const;

const after = (told: Told, state: CodeState | "none", event: PaymentEvent): Decision =>
  decide({ told }, state === "none" ? null : { state }, event);

const paid = { kind: "paid", pastDeadline: false, groupResolved: false, otherExpected: false } as const;

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

  it("for a code whose create is still unanswered opens a case, and counts as money only once the code is known", () => {
    const decision = after("open", "issuing", paid);

    expect(decision).toEqual({ kind: "case", case: "paid-while-issuing" });
    expect(CASE_KINDS["paid-while-issuing"].holdsMoney).toBe(false);
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

  it("for an attempt that is not the one its checkout waits for is a case where the sums differ", () => {
    const decision = after("released", "voided", { ...paid, otherExpected: true });

    expect(decision).toMatchObject({ kind: "advance", code: "paid", openCase: "paid-other-attempt" });
    expect(after("released", "paid", paid)).toEqual({ kind: "repeat" });
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
    const decided = (["not-known", "not-known-at-deadline"] as const).flatMap((kind) =>
      TOLD_STATES.flatMap((told) => STATES.map((state) => after(told, state, { kind }))),
    );

    expect(decided.filter((decision) => decision.kind === "advance")).toEqual([]);
  });

  it("of which nothing is known when it should end is a case while its code may be payable, and only then", () => {
    const silent = { kind: "not-known-at-deadline" } as const;

    const states = STATES.filter((state) => after("pending", state, silent).kind === "case");

    expect(states).toEqual(["live", "expired", "voiding"]);
    expect(after("pending", "live", silent)).toEqual({ kind: "case", case: "not-known-at-deadline" });
    expect(after("resolved", "paid", silent)).toEqual({ kind: "refuse", reason: "not-known" });
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

describe("a code whose payment the collector took back", () => {
  it("lives again when it can still be paid, and warns when Shopify was told already", () => {
    const decision = after("open", "reversed", { kind: "still-payable" });

    const moved = { kind: "advance", code: "live", told: null, report: null };
    expect(decision).toEqual({ ...moved, openCase: null });
    expect(after("resolved", "reversed", { kind: "still-payable" })).toEqual({
      ...moved,
      openCase: "payable-after-end",
    });
  });

  it("ends with its payment when it is proved expired", () => {
    const decision = after("pending", "reversed", { kind: "proved-expired", ending: "reject" });

    expect(decision).toMatchObject({ code: "expired", told: "rejected", report: "reject" });
  });

  it("changes nothing at Shopify by expiring after the order was paid", () => {
    const decision = after("resolved", "reversed", { kind: "proved-expired", ending: "reject" });

    expect(decision).toMatchObject({ code: "expired", told: null, report: null, openCase: null });
  });

  it("is paid once, not twice, when the shopper pays it again after the order was paid", () => {
    for (const groupResolved of [false, true]) {
      const decision = after("resolved", "reversed", { ...paid, groupResolved });

      const nothingElse = { told: null, report: null, openCase: null };
      expect(decision).toEqual({ kind: "advance", code: "paid", ...nothingElse });
    }
  });

  it("resolves an open payment when it is paid again, and is a case after a reject", () => {
    expect(after("pending", "reversed", paid)).toMatchObject({ code: "paid", told: "resolved" });
    expect(after("rejected", "reversed", paid)).toMatchObject({
      code: "paid",
      told: null,
      openCase: "paid-after-reject",
    });
  });
});

describe("pressing Continue", () => {
  it("tells Shopify pending once, and repeats nothing when pressed again", () => {
    expect(after("open", "live", { kind: "continue", codeExpired: false })).toMatchObject({
      told: "pending",
      report: "pending",
    });
    expect(after("pending", "live", { kind: "continue", codeExpired: false })).toEqual({ kind: "repeat" });
  });

  it("is refused once the code is being voided, so that a cancelled checkout gets no order", () => {
    expect(after("open", "voiding", { kind: "continue", codeExpired: false })).toEqual({
      kind: "refuse",
      reason: "code-ended",
    });
  });

  it("is refused once the code has expired by the clock, though PagoEfectivo has not said so yet", () => {
    const late = { codeExpired: true } as const;
    const refused = { kind: "refuse", reason: "code-ended" };

    expect(after("open", "live", { kind: "continue", ...late })).toEqual(refused);
    expect(after("open", "live", { kind: "timer-rang", shopperStayed: true, ...late })).toEqual(refused);
  });

  it("leads back to the store even then, when the order exists already", () => {
    const decision = after("pending", "live", { kind: "continue", codeExpired: true });

    expect(decision).toEqual({ kind: "repeat" });
  });

  it("is not done by the timer for a shopper who went back to checkout", () => {
    const decision = after("open", "live", {
      kind: "timer-rang",
      shopperStayed: false,
      codeExpired: false,
    });

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
