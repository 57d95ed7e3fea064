/** Reports that Shopify did not take, and what came of sending some of them again. Plain values; instants are ISO text, UTC. Pure. */
import { z } from "zod";
import type { Money } from "#app/lib/money.ts";
import type { AgainOutcome } from "#app/payments/payment-answer.ts";
import type { ReportKind } from "#app/shopify/payments-apps-client.ts";

export interface DeadLetter {
  id: string;
  kind: ReportKind;
  state: "dead" | "refused";
  paymentId: string;
  sessionId: string;
  amount: Money;
  test: boolean;
  decidedAt: string;
  attempts: number;
  /** What Shopify answered last, in one of the words below. */
  answer: AnswerWord;
  /** Shopify's own words, where it said no. */
  why: string | null;
}

export interface DeadLetters {
  rows: DeadLetter[];
  hasMore: boolean;
}

export const DEAD_LETTERS_SHOWN = 100;
/** The most that one press sends again. */
export const MOST_SENT_AT_ONCE = 50;

export const ANSWER_WORDS = [
  ...(["throttled", "rate-limited", "unauthorized", "shop-inactive", "access-denied"] as const),
  ...(["shop-not-found", "server-error", "unreachable", "timeout", "broken-answer"] as const),
  ...(["refused", "acknowledged", "other"] as const),
] as const;
export type AnswerWord = (typeof ANSWER_WORDS)[number];

export function isAnswerWord(text: string | null): text is AnswerWord {
  return ANSWER_WORDS.some((known) => known === text);
}

export function answerWord(text: string | null): AnswerWord {
  return isAnswerWord(text) ? text : "other";
}

/** What a report may be about, as pages word it. */
const REPORT_WORDS: readonly ReportKind[] = [
  "pending",
  "resolve",
  "reject",
  "refund-resolve",
  "refund-reject",
];

export function isReportWord(text: string | null): text is ReportKind {
  return REPORT_WORDS.some((known) => known === text);
}

export type SendAgainAnswer =
  { kind: "sent"; outcomes: readonly AgainOutcome[] } | { kind: "refused"; reason: "none" | "many" };

const reportIds = z.array(z.uuid()).max(500);

/** The reports that a form names, comma-separated; none for what no page of ours sends. */
export function readReportIds(text: unknown): readonly string[] {
  if (typeof text !== "string" || text === "") return [];
  return [...new Set(reportIds.safeParse(text.split(",")).data ?? [])];
}
