/**
 * Where a payment stands, finer than its badge: each standing has one sentence for what happened, one for what comes next and one for
 * what the merchant should do. Pure. It is read from the two facts that every payment has, its code and what Shopify was told, and
 * never from the timeline: the timeline tells how it came to this.
 */
import type { CaseKind } from "#app/payments/case-kind.ts";
import type { CodeState } from "#app/payments/lifecycle-moves.ts";
import type { EndReason } from "#app/payments/payment.ts";
import type { StoryFacts } from "#app/story/story-facts.ts";

export const STANDINGS = [
  /** Shopify has our page's address, and no order exists yet. */
  "preparing",
  "needs-email",
  "not-created",
  "shown",
  /** The order exists and waits for cash. */
  "waiting",
  /** With or without an order. */
  "unknown",
  "time-up",
  "voiding",
  "gone",
  "money-arrived",
  "taken-back",
  /** Shopify was told, or is to be told, that it is paid. */
  "paid",
  /** Some of the money has gone back, or is on its way. */
  "paid-refunded",
  "paid-telling",
  "paid-untold",
  "paid-reversed",
  /** It ended without money. */
  "expired",
  "expired-open",
  "voided",
  "left",
  "unseen",
  "limits",
  "account",
  "no-code",
  "paid-elsewhere",
  "other-attempt",
  /** It ended, and money came all the same. */
  "money-late",
  "money-decided",
] as const;
export type Standing = (typeof STANDINGS)[number];

export function standingOf(facts: StoryFacts): Standing {
  const { told } = facts;
  if (told === "resolved") return standingOfPaid(facts);
  const hasMoney = facts.codes.some(({ state }) => state === "paid");
  const isAwaited = told === "open" || told === "pending";
  if (hasMoney && isAwaited) return "money-arrived";
  if (hasMoney) return holdsMoney(facts) ? "money-late" : "money-decided";
  if (facts.isPaidElsewhere) return "paid-elsewhere";
  const state = facts.codes.at(-1)?.state ?? null;
  if (isAwaited) return standingOfAwaited(facts, state);
  if (told === "released") return standingOfReleased(facts.endReason, state);
  return state === "voided" ? "voided" : "expired";
}

/** Cases whose money is what the order was, or should have been, told paid with: no other money than the payment's own. */
export const ABOUT_TELLING: readonly CaseKind[] = [
  "resolve-refused",
  "resolve-dead",
  "paid-shop-away",
  "paid-past-deadline",
];

/** Money of the payment that waits for a person's decision. */
export function holdsMoney({ cases }: Pick<StoryFacts, "cases">): boolean {
  return cases.some(({ isOpen, held }) => isOpen && held !== null);
}

function standingOfPaid({ codes, reports, refunds }: StoryFacts): Standing {
  const isReversed = codes.some(({ state }) => state === "reversed");
  if (isReversed && !codes.some(({ state }) => state === "paid")) return "paid-reversed";
  const told = reports.findLast(({ kind }) => kind === "resolve")?.state ?? "due";
  // Money of a case is no money of the order: giving it back takes nothing from what is to be shipped.
  const isRefunded = refunds.some(({ state, isFromShopify }) => isFromShopify && state !== "refused");
  if (told === "acknowledged") return isRefunded ? "paid-refunded" : "paid";
  return told === "due" ? "paid-telling" : "paid-untold";
}

const WHEN_AWAITED: Record<Exclude<CodeState, "live">, Standing> = {
  issuing: "preparing",
  failed: "not-created",
  unknown: "unknown",
  lost: "unknown",
  expired: "time-up",
  voiding: "voiding",
  voided: "gone",
  paid: "money-arrived",
  reversed: "taken-back",
};

function standingOfAwaited(facts: StoryFacts, state: CodeState | null): Standing {
  const { told, now, isWithoutEmail } = facts;
  if (state === null) return isWithoutEmail ? "needs-email" : "preparing";
  if (state !== "live") return WHEN_AWAITED[state];
  if (now >= (facts.codes.at(-1)?.expiresAt ?? now)) return "time-up";
  return told === "pending" ? "waiting" : "shown";
}

const WHY_RELEASED: Record<EndReason, Standing> = {
  "amount-outside-limits": "limits",
  "merchant-account": "account",
  "another-code-active": "no-code",
  "too-late": "no-code",
  "not-created": "no-code",
  "cancelled-by-shopper": "left",
  "never-seen": "unseen",
  "group-paid": "paid-elsewhere",
  "served-by-earlier": "other-attempt",
  moved: "other-attempt",
  "voided-by-merchant": "voided",
  unpaid: "expired-open",
};

function standingOfReleased(reason: EndReason | null, state: CodeState | null): Standing {
  if (reason !== null) return WHY_RELEASED[reason];
  if (state === "expired" || state === "reversed") return "expired-open";
  return state === "voided" || state === "voiding" || state === "live" ? "voided" : "no-code";
}
