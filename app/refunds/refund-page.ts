/** Everything that the page of one refund shows, and what its forms are answered, as plain values. Instants are ISO text, UTC. Pure. */
import type { Money } from "#app/lib/money.ts";
import type { TimelineLine } from "#app/payments/timeline.ts";
import type { ShopperContact } from "#app/payments/payment-detail.ts";
import type {
  DestinationField,
  DestinationProblem,
  DestinationProblems,
} from "#app/refunds/destination/destination-form.ts";
import type { RefundAmount } from "#app/refunds/refund-list.ts";
import type { ReceiptView } from "#app/refunds/receipt/receipt-page.ts";
import type { DestinationHint, RefundActRefusal, RefundState } from "#app/refunds/refund.ts";

/** What a person of the shop can do with a refund on its page. */
export const DESK_ACTS = [
  ...(["link", "details", "show", "approve"] as const),
  ...(["pay-out", "refuse", "complete-test"] as const),
] as const;
export type DeskAct = (typeof DESK_ACTS)[number];

export interface RefundPageView {
  id: string;
  state: RefundState;
  version: number;
  test: boolean;
  amount: RefundAmount;
  /** What the shopper paid, what of it was given back before, and what else is being given back now. */
  paid: Money;
  givenBack: Money | null;
  alsoOpen: Money | null;
  receivedAt: string;
  now: string;
  isOverdue: boolean;
  isFromShopify: boolean;
  payment: { id: string; sessionId: string };
  caseId: string | null;
  /** Masked. */
  contact: ShopperContact;
  canMail: boolean;
  /** The shopper's link that was made last. */
  link: { madeAt: string; expiresAt: string; isUsed: boolean; isOver: boolean } | null;
  /** `by`: null for the shopper; `isMine`: the reader wrote them down. */
  destination: { hint: DestinationHint; at: string; by: string | null; isMine: boolean } | null;
  approval: { isNeeded: boolean; above: Money | null; given: { at: string; by: string } | null };
  paidOut: { on: string; reference: string | null; at: string; by: string } | null;
  refused: { text: string | null; at: string } | null;
  /** It stands in a file for the bank that nobody has closed. */
  inOpenBatch: boolean;
  /** The batch that it is in, or was paid with. */
  batch: { id: string; number: number } | null;
  /** The bank's proof of the payout. */
  receipt: ReceiptView | null;
  /** The collector may have taken the money back: nothing is paid until that is settled. */
  isFrozen: boolean;
  /** What Shopify was told of the end; null where there is no end yet, or nobody waits for it. */
  report: "waiting" | "told" | "refused" | null;
  acts: readonly DeskAct[];
  /** The refund's part of the payment's story, newest first. */
  timeline: readonly TimelineLine[];
}

/** Where the money goes, in full: for whoever pays it, in one answer and nowhere else. */
export interface ShownDestination {
  kind: DestinationHint["kind"];
  documentKind: DestinationHint["documentKind"];
  fields: readonly { name: ShownField; value: string }[];
  /** Is the holder the buyer that Shopify named? */
  nameMatch: "matches" | "differs" | "unknown";
}

export type ShownField = Exclude<DestinationField, "kind" | "documentKind">;

/** The link as the shopper gets it: the only time that it can be read. */
export interface ShownLink {
  url: string;
  expiresAt: string;
  /** A message in the shopper's language, with the link in it. */
  text: string;
  /** Opens WhatsApp with that message. */
  whatsapp: string;
  /** What became of an e-mail; null when none was asked for. */
  mail: "sent" | "not-sent" | null;
}

export type RefundAnswer =
  | { kind: "done"; act: DeskAct }
  | { kind: "link"; link: ShownLink }
  | { kind: "shown"; destination: ShownDestination }
  /** What is wrong beside which field; nothing was done. */
  | { kind: "fields"; act: DeskAct; problems: Readonly<Record<string, RefundProblem>> }
  | { kind: "refused"; reason: RefundActRefusal }
  /** Somebody or something moved the refund meanwhile. */
  | { kind: "moved" };

/** What is wrong with a field; the page has a sentence for each. */
export type RefundProblem =
  | "refunds.problem.reference"
  | "refunds.problem.date"
  | "refunds.problem.dateFuture"
  | "refunds.problem.dateEarly"
  | "refunds.problem.reason"
  | `refunds.problem.${DestinationProblem}`;

/** The sentences beside the fields of a destination. */
export function destinationProblems(
  problems: DestinationProblems,
): Partial<Record<DestinationField, RefundProblem>> {
  return Object.fromEntries(
    Object.entries(problems).map(([field, problem]) => [field, `refunds.problem.${problem}` as const]),
  );
}
