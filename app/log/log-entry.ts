/** Everything that the page of one entry of the log shows, and what its button is answered, as plain values. Pure. */
import type { Direction, LogKind, Verdict } from "#app/log/log-list.ts";
import type { AgainOutcome, PaymentAnswer } from "#app/payments/payment-answer.ts";
import type { SignatureCause } from "#app/pagoefectivo/signature-cause.ts";

/** Which keys a notice would have fitted: what a person can look for in PagoEfectivo's portal. Never the keys. */
export interface FittingKeys {
  mode: "sandbox" | "live";
  serviceId: number;
}

export interface EntryAttempt {
  at: string;
  tookMs: number;
  answer: string;
  /** What Shopify or the network said, in its own words. */
  why: string | null;
  /** From the end of this attempt to the beginning of the next. */
  waitedMs: number | null;
}

/** What *process again* does with an entry. None of them can do anything twice. */
export type AgainEffect =
  /** A stored notice that waits for its look-up: it is acted upon now. */
  | "apply"
  /** PagoEfectivo is asked about the payment's code now. */
  | "look-up"
  /** Shopify is told the same again. */
  | "send";

/** Why there is nothing to process again. */
export type NotAgain =
  /** It went through, and repeating it would ask for nothing new. */
  | "done"
  /** Its sender repeats it: only then can it be accepted. */
  | "sender-repeats"
  /** A create is never repeated: two codes could be paid. */
  | "never-repeated"
  /** It is of no payment, or of one that is not known. */
  | "no-payment"
  /** Its next attempt is planned already. */
  | "planned";

export interface LogEntryView {
  id: string;
  direction: Direction;
  kind: LogKind;
  verdict: Verdict;
  at: string;
  tookMs: number | null;
  times: number;
  httpStatus: number | null;
  /** Why it ended so, in a machine's word. */
  reason: string | null;
  payment: { id: string; sessionId: string; test: boolean } | null;
  refundId: string | null;
  simulated: boolean;
  /** What of the message may be shown: an allow-list, field by field. */
  fields: Readonly<Record<string, string>>;
  /** Of a bad signature, the likeliest first. */
  causes: readonly { cause: SignatureCause; keys: FittingKeys | null }[];
  attempts: readonly EntryAttempt[];
  attemptCount: number;
  nextAt: string | null;
  again: { effect: AgainEffect } | { not: NotAgain };
}

export type AgainAnswer =
  | { kind: "looked-up"; answer: PaymentAnswer }
  | { kind: "applied"; verdict: Verdict }
  | { kind: "sent"; outcome: AgainOutcome["kind"] }
  | { kind: "not-again"; reason: NotAgain | "too-soon" };
