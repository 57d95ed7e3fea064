/**
 * The story of one payment: where it stands, where its money is, what to do, and how it came to this. Pure, and in no language: the page
 * puts it into the words of its reader, `answer-text` into those of the shopper.
 */
import type { Money } from "#app/lib/money.ts";
import type { CaseKind } from "#app/payments/case-kind.ts";
import type { TimelineKind } from "#app/payments/timeline.ts";
import type { RefundState } from "#app/refunds/refund-lifecycle.ts";
import { answerShopper, type ShopperAnswer } from "#app/story/shopper-answer.ts";
import { ABOUT_TELLING, standingOf, type Standing } from "#app/story/standing.ts";
import type { StoryFacts, StoryRefund } from "#app/story/story-facts.ts";

/** Where the money is; `sum` of those that name one. */
export type MoneyPlace =
  | { at: "nowhere" | "not-yet" | "not-known" | "elsewhere" | "decided" | "taken-back" | "doubtful" }
  | { at: "pagoefectivo" | "case"; sum: Money }
  /** Of refunds: in the currency that they have. */
  | { at: "going-back" | "gone-back"; sum: { centimos: number; currency: string } };

export type StoryTask =
  | { of: "case"; id: string; kind: CaseKind }
  | { of: "refund"; id: string; state: RefundState }
  | { of: "payment" };

export interface Story {
  standing: Standing;
  /** Until when the code could, or can, be paid; null where there is none. */
  until: string | null;
  money: readonly MoneyPlace[];
  /** Something that was decided is still to be told to Shopify, and the standing does not say so itself. */
  isUntold: boolean;
  /** What the merchant should do: what waits for a person first, else what follows from where it stands. */
  tasks: readonly StoryTask[];
  /** Oldest first, without what only machines care for. */
  happened: readonly { id: string; at: string; kind: TimelineKind }[];
  answer: ShopperAnswer;
}

export function tellStory(facts: StoryFacts): Story {
  const standing = standingOf(facts);
  const tasks = tasksOf(facts);
  return {
    standing,
    until: facts.codes.at(-1)?.expiresAt ?? null,
    money: moneyOf(facts, standing),
    isUntold:
      standing !== "paid-telling" &&
      facts.reports.some(({ kind, state }) => kind !== "pending" && state === "due"),
    tasks: tasks.length > 0 ? tasks : [{ of: "payment" }],
    happened: happenedOf(facts),
    answer: answerShopper(facts, standing),
  };
}

/** Cases that hold money come first. */
function tasksOf({ cases, refunds }: StoryFacts): StoryTask[] {
  const open = cases.filter(({ isOpen }) => isOpen);
  const byMoney = [...open.filter(({ held }) => held), ...open.filter(({ held }) => !held)];
  return [
    ...byMoney.map(({ id, kind }) => ({ of: "case", id, kind }) as const),
    ...refunds.filter(isUnderWay).map(({ id, state }) => ({ of: "refund", id, state }) as const),
  ];
}

function isUnderWay({ state }: StoryRefund): boolean {
  return state !== "paid-out" && state !== "refused";
}

const PLACE_OF: Record<Standing, Exclude<MoneyPlace["at"], "case" | "going-back" | "gone-back">> = {
  preparing: "nowhere",
  "needs-email": "nowhere",
  "not-created": "nowhere",
  shown: "not-yet",
  waiting: "not-yet",
  unknown: "not-known",
  "time-up": "not-known",
  voiding: "not-known",
  gone: "nowhere",
  "money-arrived": "pagoefectivo",
  "taken-back": "taken-back",
  paid: "pagoefectivo",
  "paid-refunded": "pagoefectivo",
  "paid-telling": "pagoefectivo",
  "paid-untold": "pagoefectivo",
  "paid-reversed": "taken-back",
  expired: "nowhere",
  "expired-open": "nowhere",
  voided: "nowhere",
  left: "nowhere",
  unseen: "nowhere",
  limits: "nowhere",
  account: "nowhere",
  "no-code": "nowhere",
  "paid-elsewhere": "elsewhere",
  "other-attempt": "elsewhere",
  "money-late": "pagoefectivo",
  "money-decided": "decided",
};

/** Open cases that say of money what PagoEfectivo has not confirmed, or confirms no more. */
const DOUBTS: readonly CaseKind[] = [
  "reversal-suspected",
  "notice-without-payment",
  "paid-while-issuing",
  "not-known-at-deadline",
  "shopper-says-paid",
  "create-unknown",
];

function moneyOf(facts: StoryFacts, standing: Standing): MoneyPlace[] {
  const held = facts.cases.flatMap(({ isOpen, held: sum }) =>
    isOpen && sum ? [{ at: "case", sum } as const] : [],
  );
  return [...ownMoney(facts, standing), ...held, ...facts.refunds.flatMap(placeOfRefund)];
}

/** Where a case holds the payment's own money, the case says so; where one doubts it, nothing surer is said. */
function ownMoney(facts: StoryFacts, standing: Standing): MoneyPlace[] {
  if (facts.cases.some(({ isOpen, kind }) => isOpen && DOUBTS.includes(kind))) return [{ at: "doubtful" }];
  const isHeld = facts.cases.some(
    ({ isOpen, held, kind }) =>
      isOpen && held !== null && (facts.told !== "resolved" || ABOUT_TELLING.includes(kind)),
  );
  if (isHeld) return [];
  const at = PLACE_OF[standing];
  return [at === "pagoefectivo" ? { at, sum: facts.amount } : { at }];
}

function placeOfRefund(refund: StoryRefund): MoneyPlace[] {
  if (refund.state === "refused") return [];
  return [{ at: isUnderWay(refund) ? "going-back" : "gone-back", sum: refund.amount }];
}

/** What a machine did on the way, or asked and learned nothing. */
const NOISE: readonly TimelineKind[] = [
  "code-asked-for",
  "still-payable",
  "not-known",
  "void-begun",
  "merchant-check",
  "operator-check",
  "refund-batched",
  "refund-receipt-added",
  "other",
];
/** What happens again and again and is news once. */
const NEWS_ONCE: readonly TimelineKind[] = [
  "code-seen",
  "code-kept",
  "pending-failed",
  "resolve-failed",
  "reject-failed",
  "refund-resolve-failed",
  "refund-reject-failed",
];
const MOST_TOLD = 40;

function happenedOf({ timeline }: StoryFacts): Story["happened"] {
  const told = new Set<TimelineKind>();
  return timeline
    .toReversed()
    .filter(({ kind }) => {
      const isOld = NEWS_ONCE.includes(kind) && told.has(kind);
      told.add(kind);
      return !isOld && !NOISE.includes(kind);
    })
    .map(({ id, at, kind }) => ({ id, at, kind }))
    .slice(-MOST_TOLD);
}
