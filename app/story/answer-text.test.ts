import { describe, expect, it } from "vitest";
import { SHOPPER_LANGUAGES } from "#app/payments/voucher-view.ts";
import type { CaseKind } from "#app/payments/case-kind.ts";
import type { CodeState } from "#app/payments/lifecycle-moves.ts";
import { answerText, mailtoAddress, type AnswerFrame } from "./answer-text.ts";
import type { AnswerKind } from "./shopper-answer.ts";
import type { StoryFacts } from "./story-facts.ts";
import { ALL_CASE_KINDS, AMOUNT, codesOf, everyStory, factsOf, NOW, openCase } from "./story-samples.ts";
import { tellStory } from "./tell-story.ts";

const URL = "https://pagos.example/v/slug-of-this-payment";
const FRAME: AnswerFrame = {
  language: "es",
  storeName: "Tienda X",
  amount: AMOUNT,
  reference: "u0nwmSrNntjIWozmNslK5Tlq",
  pageUrl: URL,
};
const PAID: Partial<StoryFacts> = {
  told: "resolved",
  codes: codesOf("paid"),
  reports: [{ kind: "resolve", state: "acknowledged" }],
};

const kindOf = (facts: Partial<StoryFacts>) => tellStory(factsOf(facts)).answer.kind;
const textOf = (facts: Partial<StoryFacts>, language: "es" | "en" = "es") =>
  answerText(tellStory(factsOf(facts)), { ...FRAME, language }).text;

/** The stories that are answered so although they must not be. */
function wrongly(kinds: readonly AnswerKind[], isRight: (facts: StoryFacts) => boolean): StoryFacts[] {
  return STORIES.filter((facts) => kinds.includes(tellStory(facts).answer.kind) && !isRight(facts));
}

const STORIES = [...everyStory()];
const hasCode = (facts: StoryFacts, state: CodeState) => facts.codes.some((code) => code.state === state);

describe("the answer for the shopper", () => {
  it("says their order is confirmed only once Shopify has said so and nobody doubts the money", () => {
    const isRight = (facts: StoryFacts) =>
      facts.told === "resolved" &&
      facts.reports.every(({ state }) => state === "acknowledged") &&
      !facts.cases.some(({ kind }) => kind === "reversal-suspected") &&
      !hasCode(facts, "reversed");

    expect(wrongly(["paid", "twice"], isRight)).toEqual([]);
  });

  it("sends nobody to pay a code that cannot be paid, or that a person looks into", () => {
    const isRight = (facts: StoryFacts) =>
      hasCode(facts, "live") &&
      facts.codes.every(({ expiresAt }) => expiresAt > NOW) &&
      facts.cases.every(({ held }) => held === null);

    expect(wrongly(["waiting", "shown"], isRight)).toEqual([]);
  });

  it("never tells who has paid, by PagoEfectivo's own word, that no payment was seen", () => {
    const denials = [
      "expired",
      "dont-pay",
      "waiting",
      "shown",
      "limits",
      "not-created",
      "time-up",
    ] as const;

    expect(wrongly(denials, (facts) => !hasCode(facts, "paid"))).toEqual([]);
  });

  it("leads to the page only where the page helps on", () => {
    expect(textOf({})).toContain(URL);
    expect(textOf({ told: "rejected", codes: codesOf("expired") })).not.toContain(URL);
    expect(textOf(PAID)).not.toContain(URL);
  });

  it.each(SHOPPER_LANGUAGES)(
    "is whole in %s in every state: no gap, no placeholder, no other's data",
    (language) => {
      const answers = new Map(
        STORIES.map(tellStory).map(({ answer, until }) => [
          JSON.stringify([answer, until]),
          { answer, until },
        ]),
      );
      const texts = [...answers.values()].map((story) => answerText(story, { ...FRAME, language }).text);

      expect(texts.length).toBeGreaterThan(15);
      for (const text of texts) {
        expect(text).toContain("Tienda X");
        expect(text).toContain(FRAME.reference);
        expect(text).not.toMatch(/[{}]|undefined|null| {2}|\( ?\)|\b(?:el|until|on) ?\(/);
        expect(text).not.toMatch(/@/);
      }
    },
  );

  it("names the hour of Peru until which it can be paid", () => {
    expect(textOf({})).toContain(
      "miércoles, 25 de noviembre de 2026, 12:00\u00a0p.\u00a0m. (hora de Perú)",
    );
    expect(textOf({}, "en")).toContain("Wednesday, November 25, 2026 at 12:00\u00a0PM (Peru time)");
  });

  it("warns first of all that a test is one", () => {
    expect(kindOf({ ...PAID, test: true })).toBe("test");
    expect(textOf({ test: true })).toContain("PRUEBA");
    expect(textOf({ test: true })).not.toContain(URL);
  });
});

describe("an open case", () => {
  /** What each kind makes of an order that waits, and of one that is paid. */
  const EXPECTED: Record<CaseKind, [waiting: AnswerKind, paid: AnswerKind]> = {
    "create-unknown": ["unknown", "paid"],
    "payable-after-end": ["dont-pay", "paid"],
    "paid-twice": ["review", "twice"],
    "paid-after-reject": ["review", "twice"],
    "paid-other-attempt": ["review", "twice"],
    "paid-failed-code": ["review", "twice"],
    "paid-while-issuing": ["checking", "paid"],
    "amount-differs": ["review", "twice"],
    "paid-second-cip": ["review", "twice"],
    "paid-past-deadline": ["waiting", "paid-telling"],
    "reversal-suspected": ["doubt", "doubt"],
    "removed-elsewhere": ["checking", "paid"],
    "not-known-at-deadline": ["checking", "paid"],
    "notice-without-payment": ["checking", "paid"],
    "notice-not-ours": ["waiting", "paid"],
    "notice-unreadable": ["waiting", "paid"],
    "shopper-says-paid": ["claimed", "paid"],
    "resolve-refused": ["review", "paid-telling"],
    "resolve-dead": ["review", "paid-telling"],
    "paid-shop-away": ["review", "paid-telling"],
    "report-refused": ["waiting", "paid"],
    "report-dead": ["waiting", "paid"],
  };

  it.each(ALL_CASE_KINDS)("of the kind %s decides what may be said", (kind) => {
    const cases = [openCase(kind)];

    expect([kindOf({ cases }), kindOf({ ...PAID, cases })]).toEqual(EXPECTED[kind]);
  });

  it("that is closed says nothing more, but that the money was given back", () => {
    const closed = { ...openCase("paid-after-reject"), isOpen: false };
    const late = { told: "rejected", codes: codesOf("paid") } as const;

    expect(kindOf({ ...late, cases: [{ ...closed, ending: "given-back" }] })).toBe("given-back");
    expect(kindOf({ ...late, cases: [{ ...closed, ending: "kept" }] })).toBe("decided");
    expect(kindOf({ cases: [{ ...closed, ending: "answered" }] })).toBe("waiting");
  });
});

describe("a refund", () => {
  const refund = (state: StoryFacts["refunds"][number]["state"], currency = "PEN") => ({
    ...PAID,
    refunds: [{ id: "r", state, amount: { centimos: 5_000, currency }, isFromShopify: true }],
  });

  it("of the order makes nobody read that the order is confirmed, and one of a case does not", () => {
    const ofCase = { id: "r", state: "paid-out", amount: AMOUNT, isFromShopify: false } as const;

    expect(textOf(refund("paid-out"))).not.toContain("confirmado");
    expect(textOf({ ...PAID, refunds: [ofCase] })).toContain("tu pedido está confirmado");
  });

  it("is promised only as far as it has come", () => {
    expect(textOf(refund("opened"))).toContain("S/\u00a050.00 está registrada y todavía no se paga");
    expect(textOf(refund("details-asked"))).toContain("Falta que nos digas a dónde enviarla");
    expect(textOf(refund("approved"))).toBe(textOf(refund("details-given")));
    expect(textOf(refund("paid-out"))).toContain("figura como pagada");
  });

  it("that was refused, or in another money, is not spoken of", () => {
    expect(textOf(refund("refused"))).toBe(textOf(PAID));
    expect(textOf(refund("opened", "EUR"))).not.toContain("50.00");
  });
});

it("opens a mail program with the answer in it, and cannot be made to write to others or add headers", () => {
  const answer = { subject: "Tu pago & más", text: "Hola.\n\n¿Qué?" };

  expect(mailtoAddress(null, answer)).toBe(
    "mailto:?subject=Tu%20pago%20%26%20m%C3%A1s&body=Hola.%0D%0A%0D%0A%C2%BFQu%C3%A9%3F",
  );
  expect(mailtoAddress("a@example.com?bcc=all@example.com", answer)).toMatch(
    /^mailto:a@example\.com%3Fbcc%3Dall@example\.com\?subject=/,
  );
});
