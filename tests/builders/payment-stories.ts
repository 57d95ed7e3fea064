/** Stories of a payment by chance, and what the product decides in them: for the properties of its lifecycle. */
import fc from "fast-check";
import type { CaseKind } from "#app/payments/case-kind.ts";
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";
import { decide, type Decision } from "#app/payments/payment-lifecycle.ts";
import type { PaymentEvent } from "#app/payments/payment-events.ts";

/** What else happens between events: a new row for a code, a person, the collector, or another payment of the group. */
type Step =
  | PaymentEvent
  | { kind: "code-begun" }
  | { kind: "code-given-up" }
  | { kind: "taken-back" }
  | { kind: "group-resolved" };

const flag = fc.boolean();
const ending = fc.constantFrom("reject" as const, "lapse" as const, null);
export const event: fc.Arbitrary<PaymentEvent> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("created" as const, "create-not-done", "create-unknown", "not-issuable"),
  }),
  fc.record({ kind: fc.constantFrom("amount-differs" as const, "still-payable", "void-begun") }),
  fc.record({ kind: fc.constant("create-refused" as const), ends: flag }),
  fc.record({ kind: fc.constant("renew" as const), isUnderWay: flag, isAllowed: flag }),
  fc.record({ kind: fc.constant("continue" as const), codeExpired: flag }),
  fc.record({ kind: fc.constant("timer-rang" as const), shopperStayed: flag, codeExpired: flag }),
  fc.record({
    kind: fc.constant("paid" as const),
    pastDeadline: flag,
    groupResolved: flag,
    otherExpected: flag,
  }),
  fc.record({ kind: fc.constantFrom("proved-expired" as const, "proved-removed"), ending }),
  fc.record({
    kind: fc.constantFrom(
      "not-known" as const,
      "not-known-at-deadline" as const,
      "money-decided" as const,
      "extended" as const,
    ),
  }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: event },
  { weight: 4, arbitrary: fc.constantFrom<Step>({ kind: "code-begun" }, { kind: "created" }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: "code-given-up" }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: "taken-back" }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: "group-resolved" }) },
);
/** A code that dies and the one in its place: by chance alone hardly any story would get so far. */
const renewal: fc.Arbitrary<Step[]> = ending.map((end): Step[] => [
  { kind: "proved-expired", ending: end },
  { kind: "renew", isUnderWay: false, isAllowed: true },
  { kind: "code-begun" },
  { kind: "created" },
]);
export const story = fc
  .array(fc.oneof({ weight: 12, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: renewal }), {
    maxLength: 40,
    size: "max",
  })
  .map((parts) => parts.flat());

interface Model {
  told: Told;
  code: CodeState | null;
  groupResolved: boolean;
  /** A new code was asked for, and its row is still to come. */
  awaitsNew: boolean;
}
export interface Taken {
  before: Model;
  event: PaymentEvent;
  decision: Decision;
  after: Model;
}

/** One payment with one code at a time: what is decided is applied, as the store does. */
export function play(steps: readonly Step[]): Taken[] {
  let model: Model = { told: "open", code: null, groupResolved: false, awaitsNew: false };
  const taken: Taken[] = [];
  for (const next of steps) {
    const before = model;
    if (next.kind === "code-begun") {
      const isFree = model.code === null || model.code === "failed" || model.awaitsNew;
      if (isFree && model.told === "open") model = { ...model, code: "issuing", awaitsNew: false };
    } else if (next.kind === "code-given-up") {
      if (model.code === "unknown") model = { ...model, code: "lost" };
    } else if (next.kind === "taken-back") {
      if (model.code === "paid") model = { ...model, code: "reversed" };
    } else if (next.kind === "group-resolved") {
      model = { ...model, groupResolved: model.told !== "resolved" };
    } else {
      const seen = asSeen(next, model);
      const decision = decide(model, model.code === null ? null : { state: model.code }, seen);
      if (decision.kind === "advance") {
        model = { ...model, told: decision.told ?? model.told, code: decision.code ?? model.code };
        // Whoever gives it up, and whatever becomes of the old code, wants no new one any more.
        model = { ...model, awaitsNew: seen.kind === "renew" };
      }
      taken.push({ before, event: seen, decision, after: model });
    }
  }
  return taken;
}

/** The event with what the store knows when it happens. */
function asSeen(event: PaymentEvent, { told, groupResolved, awaitsNew }: Model): PaymentEvent {
  if (event.kind === "paid") return { ...event, groupResolved };
  if (event.kind === "renew") return { ...event, isUnderWay: awaitsNew && told === "open" };
  return event;
}

/** Where the shopper asked for a new code in the place of a dead one. */
export const isRenewal = ({ event: { kind }, decision }: Taken): boolean =>
  kind === "renew" && decision.kind === "advance";

export const reportsOf = (taken: readonly Taken[]): string[] =>
  taken.flatMap(({ decision }) =>
    decision.kind === "advance" && decision.report ? [decision.report] : [],
  );

export function isTold(decision: Decision, told: Told): boolean {
  return decision.kind === "advance" && decision.told === told;
}

export function casesOfOne(decision: Decision): CaseKind[] {
  if (decision.kind === "case") return [decision.case];
  return decision.kind === "advance" && decision.openCase ? [decision.openCase] : [];
}
export const casesOf = (taken: readonly Taken[]): CaseKind[] =>
  taken.flatMap(({ decision }) => casesOfOne(decision));
