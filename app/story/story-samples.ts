import { CODE_STATES, TOLD_STATES, type CodeState, type Told } from "#app/payments/lifecycle-moves.ts";
import { CASE_KINDS, type CaseKind } from "#app/payments/case-kind.ts";
import type { EndReason } from "#app/payments/payment.ts";
import type { StoryCase, StoryFacts } from "./story-facts.ts";

// Payments whose story is told, for tests.
export const NOW = "2026-11-24T17:00:00.000Z";
export const LATER = "2026-11-25T17:00:00.000Z";
export const EARLIER = "2026-11-23T17:00:00.000Z";
export const AMOUNT = { centimos: 12_500, currency: "PEN" } as const;

export const END_REASONS = [
  "amount-outside-limits",
  "merchant-account",
  "another-code-active",
  "too-late",
  "not-created",
  "cancelled-by-shopper",
  "never-seen",
  "group-paid",
  "served-by-earlier",
  "moved",
  "voided-by-merchant",
  "unpaid",
] as const satisfies readonly EndReason[];

/** One of Shopify's orders that waits to be paid, but for what the test sets. */
export function factsOf(more: Partial<StoryFacts> = {}): StoryFacts {
  return {
    ...{ now: NOW, told: "pending", endReason: null, amount: AMOUNT, test: false },
    ...{ isWithoutEmail: false, isPaidElsewhere: false },
    ...{ codes: codesOf("live"), cases: [], refunds: [], reports: [], timeline: [] },
    ...more,
  };
}

export function codesOf(state: CodeState | null, expiresAt = LATER): StoryFacts["codes"] {
  return state === null ? [] : [{ state, expiresAt }];
}

export function openCase(kind: CaseKind): StoryCase {
  const held = CASE_KINDS[kind].holdsMoney ? AMOUNT : null;
  return { id: `case-of-${kind}`, kind, isOpen: true, held, ending: null };
}

export const ALL_CASE_KINDS = Object.keys(CASE_KINDS).filter(
  (kind): kind is CaseKind => kind in CASE_KINDS,
);

/** Every payment that the two tables of states allow to be thought of, with what else may stand beside it. */
export function* everyStory(): Generator<StoryFacts> {
  for (const [told, state] of everyPair()) {
    for (const expiresAt of [EARLIER, LATER]) {
      for (const reported of ["due", "acknowledged", "dead"] as const) {
        for (const cases of [[], ...ALL_CASE_KINDS.map((kind) => [openCase(kind)])]) {
          for (const endReason of told === "released" ? [null, ...END_REASONS] : [null]) {
            const kind = told === "resolved" ? "resolve" : "reject";
            const reports =
              told === "open" || told === "released" ? [] : [{ kind, state: reported } as const];
            yield factsOf({ told, codes: codesOf(state, expiresAt), reports, cases, endReason });
          }
        }
      }
    }
  }
}

export function* everyPair(): Generator<[Told, CodeState | null]> {
  for (const told of TOLD_STATES) for (const state of [null, ...CODE_STATES]) yield [told, state];
}
