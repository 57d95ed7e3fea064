/** Everything that the page of one case shows, and what its forms are answered, as plain values. Instants are ISO text, UTC. Pure. */
import type { Money } from "#app/lib/money.ts";
import type { CaseAct } from "#app/cases/suggested-answers.ts";
import type { CaseOutcome, Ending, Resolution } from "#app/payments/case-desk.ts";
import type { CaseKind } from "#app/payments/case-kind.ts";
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";
import type { ActRefusal } from "#app/payments/merchant-act-rules.ts";
import type { PaymentAnswer } from "#app/payments/payment-answer.ts";
import type { ReceivedNotice, ReportedAttempt } from "#app/payments/payment-detail.ts";
import type { TimelineLine } from "#app/payments/timeline.ts";
import type { ListedRefund } from "#app/refunds/refund-list.ts";
import type { RefundActRefusal } from "#app/refunds/refund.ts";

export interface CasePageView {
  id: string;
  kind: CaseKind;
  isOpen: boolean;
  version: number;
  held: Money | null;
  times: number;
  openedAt: string;
  lastSeenAt: string;
  now: string;
  owner: { id: string; name: string } | null;
  /** The reader has it. */
  isMine: boolean;
  payment: { id: string; sessionId: string; amount: Money; test: boolean } | null;
  facts: EvidenceFacts;
  /** The evidence as it is stored, for support. */
  raw: string;
  notice: ReceivedNotice | null;
  receipts: readonly Receipt[];
  /** What PagoEfectivo answered about the payment's codes, newest first. */
  lookUps: readonly TimelineLine[];
  /** What Shopify answered about the payment, newest first. */
  toShopify: readonly ReportedAttempt[];
  acts: readonly { act: CaseAct; refusal: ActRefusal | null }[];
  /** Money of the case on its way back. `left`: what another refund can be opened for; null where none can. */
  refunds: { list: readonly ListedRefund[]; left: Money | null; isManual: boolean };
  resolutions: readonly Resolution[];
  /** Whom the case can be handed to. */
  colleagues: readonly { id: string; name: string }[];
  history: readonly CaseHistoryLine[];
  closed: { at: string; by: string | null; ending: Ending | null; reason: string | null } | null;
}

/** What of the evidence can be said in words; the rest stands in the raw data. */
export interface EvidenceFacts {
  told: Told | null;
  codeState: CodeState | null;
  statusName: string | null;
  found: Money | null;
  why: string | null;
  report: string | null;
  attempts: number | null;
  shopLeftAt: string | null;
  /** Of an outage: the codes (transaction codes) of which nothing is known yet. */
  unanswered: string[];
}

/** One code of the checkout that money was reported for. */
export interface Receipt {
  cip: string | null;
  amount: Money | null;
  paidAt: string | null;
  /** The last look-up that said paid. */
  lookedUpAt: string | null;
  operationNumber: string | null;
  sessionId: string | null;
  /** `case`: the money of this case; `order`: what the order was paid with. */
  is: "case" | "order" | "other";
}

export interface CaseHistoryLine {
  id: string;
  at: string;
  by: string;
  kind: "taken" | "handed" | "noted" | "acted" | "closed";
  text: string | null;
  /** To whom it was handed, by name. */
  to: string | null;
  act: CaseAct | null;
  ending: Ending | null;
}

export type CaseAnswer =
  | Exclude<CaseOutcome, { kind: "not-found" } | { kind: "done" }>
  | { kind: "done"; what: "given" | "noted" | "closed" }
  | { kind: "refund-opened"; refundId: string }
  | { kind: "refund-refused"; reason: RefundActRefusal | "amount" }
  /** An act on the payment: what came of it. */
  | { kind: "acted"; answer: PaymentAnswer };
