import { describe, expect, it } from "vitest";
import { MERCHANT_LANGUAGES } from "#app/merchants/merchant-login.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";
import { STANDINGS, standingOf, type Standing } from "./standing.ts";
import type { StoryFacts } from "./story-facts.ts";
import {
  ALL_CASE_KINDS,
  AMOUNT,
  codesOf,
  EARLIER,
  END_REASONS,
  everyPair,
  everyStory,
  factsOf,
  openCase,
} from "./story-samples.ts";
import { tellStory } from "./tell-story.ts";

type Column = Record<CodeState | "none", Standing>;

/** Every pair of the two facts, before the code's time is up and with nothing else known. */
const AWAITED: Omit<Column, "live" | "none"> = {
  issuing: "preparing",
  failed: "not-created",
  unknown: "unknown",
  expired: "time-up",
  voiding: "voiding",
  voided: "gone",
  lost: "unknown",
  paid: "money-arrived",
  reversed: "taken-back",
};
const ENDED: Omit<Column, "voided" | "paid"> = {
  none: "expired",
  issuing: "expired",
  live: "expired",
  failed: "expired",
  unknown: "expired",
  expired: "expired",
  voiding: "expired",
  lost: "expired",
  reversed: "expired",
};
const PAID: Omit<Column, "reversed"> = {
  none: "paid-telling",
  issuing: "paid-telling",
  live: "paid-telling",
  failed: "paid-telling",
  unknown: "paid-telling",
  expired: "paid-telling",
  voiding: "paid-telling",
  voided: "paid-telling",
  lost: "paid-telling",
  paid: "paid-telling",
};
const EXPECTED: Record<Told, Column> = {
  open: { ...AWAITED, none: "preparing", live: "shown" },
  pending: { ...AWAITED, none: "preparing", live: "waiting" },
  resolved: { ...PAID, reversed: "paid-reversed" },
  rejected: { ...ENDED, voided: "voided", paid: "money-decided" },
  lapsed: { ...ENDED, voided: "voided", paid: "money-decided" },
  released: {
    none: "no-code",
    issuing: "no-code",
    live: "voided",
    failed: "no-code",
    unknown: "no-code",
    expired: "expired-open",
    voiding: "voided",
    voided: "voided",
    lost: "no-code",
    paid: "money-decided",
    reversed: "expired-open",
  },
};

describe("where a payment stands", () => {
  it.each([...everyPair()])("told %s with a code that is %s has its own sentence", (told, state) => {
    expect(standingOf(factsOf({ told, codes: codesOf(state) }))).toBe(EXPECTED[told][state ?? "none"]);
  });

  it.each([
    [{ told: "open", codes: [], isWithoutEmail: true }, "needs-email"],
    [{ told: "open", codes: codesOf("live", EARLIER) }, "time-up"],
    [{ told: "pending", codes: codesOf("live", EARLIER) }, "time-up"],
    [{ told: "resolved", reports: [{ kind: "resolve", state: "acknowledged" }] }, "paid"],
    [{ told: "resolved", reports: [{ kind: "resolve", state: "dead" }] }, "paid-untold"],
    [{ told: "resolved", reports: [{ kind: "resolve", state: "settled" }] }, "paid-untold"],
    [{ told: "rejected", codes: codesOf("paid"), cases: [openCase("paid-after-reject")] }, "money-late"],
    [{ told: "pending", isPaidElsewhere: true }, "paid-elsewhere"],
    [{ told: "rejected", codes: codesOf("expired"), isPaidElsewhere: true }, "paid-elsewhere"],
    [{ told: "open", codes: codesOf("paid"), isPaidElsewhere: true }, "money-arrived"],
  ] satisfies [Partial<StoryFacts>, Standing][])(
    "knows more where more is known: %j",
    (facts, standing) => {
      expect(standingOf(factsOf(facts))).toBe(standing);
    },
  );

  it("of a paid order whose money was asked back sends nobody to ship it", () => {
    const paid = { told: "resolved", reports: [{ kind: "resolve", state: "acknowledged" }] } as const;
    const refunded = (state: StoryFacts["refunds"][number]["state"], isFromShopify: boolean) =>
      standingOf(factsOf({ ...paid, refunds: [{ id: "r", state, amount: AMOUNT, isFromShopify }] }));

    expect(refunded("opened", true)).toBe("paid-refunded");
    expect(refunded("paid-out", true)).toBe("paid-refunded");
    expect([refunded("refused", true), refunded("paid-out", false)]).toEqual(["paid", "paid"]);
  });

  it("of a payment that was let go says why, whatever became of its code", () => {
    const why = END_REASONS.map((endReason) =>
      standingOf(factsOf({ told: "released", endReason, codes: codesOf("voided") })),
    );

    expect(why).toEqual([
      ...["limits", "account", "no-code", "no-code", "no-code", "left", "unseen"],
      ...["paid-elsewhere", "other-attempt", "other-attempt", "voided", "expired-open"],
    ]);
  });

  it.each(MERCHANT_LANGUAGES)("is said whole in %s, with a date only where there is a code", (language) => {
    const dated = STANDINGS.filter((standing) => {
      const values = { amount: "S/ 125.00", until: "«until»" };
      const what = merchantMessage(`story.what.${standing}`, values, language);
      expect(merchantMessage(`story.next.${standing}`, undefined, language)).not.toBe("");
      expect(merchantMessage(`story.todo.${standing}`, undefined, language)).not.toBe("");
      return what.includes("«until»");
    });

    expect(dated).toEqual(["shown", "waiting", "time-up"]);
  });
});

describe("where the money is", () => {
  it("is never said to be nowhere while a code was paid, a case holds it, or somebody doubts", () => {
    const wrong = [...everyStory()].filter((facts) => {
      const hasMoney = facts.codes.some(({ state }) => state === "paid");
      const isHeld = facts.cases.some(({ held }) => held !== null);
      const places = tellStory(facts).money.map(({ at }) => at);
      if (!hasMoney && !isHeld) return places.length === 0;
      return places.length === 0 || places.includes("nowhere");
    });

    expect(wrong).toEqual([]);
  });

  it("is in the case that holds it, once, and not at PagoEfectivo too", () => {
    const dead = factsOf({
      ...{ told: "resolved", codes: codesOf("paid"), reports: [{ kind: "resolve", state: "dead" }] },
      cases: [openCase("resolve-dead")],
    });
    const twice = { ...dead, cases: [openCase("paid-twice")] };

    expect(tellStory(dead).money).toEqual([{ at: "case", sum: AMOUNT }]);
    expect(tellStory(twice).money).toEqual([
      { at: "pagoefectivo", sum: AMOUNT },
      { at: "case", sum: AMOUNT },
    ]);
  });

  it("follows refunds as far as they have come, and forgets those that were refused", () => {
    const refunds = (["opened", "approved", "paid-out", "refused"] as const).map((state, index) => ({
      ...{ id: state, state },
      amount: { centimos: 1_000 + index, currency: "PEN" },
      isFromShopify: true,
    }));

    const { money } = tellStory(factsOf({ told: "resolved", codes: codesOf("paid"), refunds }));

    expect(money.slice(1)).toEqual([
      { at: "going-back", sum: { centimos: 1_000, currency: "PEN" } },
      { at: "going-back", sum: { centimos: 1_001, currency: "PEN" } },
      { at: "gone-back", sum: { centimos: 1_002, currency: "PEN" } },
    ]);
  });
});

describe("what to do", () => {
  it("is what waits for a person, money first, and only then what follows from where it stands", () => {
    const cases = [openCase("report-refused"), openCase("paid-twice")];
    const refunds = [
      { id: "r1", state: "opened", amount: AMOUNT, isFromShopify: false } as const,
      { id: "r2", state: "paid-out", amount: AMOUNT, isFromShopify: false } as const,
    ];

    expect(tellStory(factsOf({ cases, refunds })).tasks).toEqual([
      { of: "case", id: "case-of-paid-twice", kind: "paid-twice" },
      { of: "case", id: "case-of-report-refused", kind: "report-refused" },
      { of: "refund", id: "r1", state: "opened" },
    ]);
    expect(tellStory(factsOf()).tasks).toEqual([{ of: "payment" }]);
  });

  it("never leaves a case out", () => {
    const { tasks } = tellStory(factsOf({ cases: ALL_CASE_KINDS.map(openCase) }));

    expect(tasks).toHaveLength(ALL_CASE_KINDS.length);
  });

  it("says that Shopify is still to be told, and of a pending that never was nothing", () => {
    expect(tellStory(factsOf({ reports: [{ kind: "reject", state: "due" }] })).isUntold).toBe(true);
    expect(tellStory(factsOf({ reports: [{ kind: "pending", state: "due" }] })).isUntold).toBe(false);
    expect(tellStory(factsOf({ reports: [{ kind: "resolve", state: "acknowledged" }] })).isUntold).toBe(
      false,
    );
  });
});

describe("how it came to this", () => {
  it("is told from the beginning, without what only machines did and without saying news twice", () => {
    const kinds = [
      ...["session-received", "code-asked-for", "created", "code-seen", "continue"],
      ...["code-seen", "resolve-failed", "still-payable", "resolve-failed", "resolve-acknowledged"],
    ] as const;
    const timeline = kinds.map((kind, index) => ({ id: String(index), at: EARLIER, kind })).toReversed();

    expect(tellStory(factsOf({ timeline })).happened.map(({ kind }) => kind)).toEqual([
      ...["session-received", "created", "code-seen", "continue", "resolve-failed", "resolve-acknowledged"],
    ]);
  });
});
