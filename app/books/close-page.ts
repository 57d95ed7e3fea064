/** What the pages of closes show and what their forms are answered, as plain values. Instants are ISO text, UTC. Pure. */
import { BUCKETS, type Bucket, type Problem, type StatementOfClose } from "#app/books/close-entry.ts";
import type { CloseFacts } from "#app/books/close-facts.ts";
import type { SpanRefusal } from "#app/books/close-span.ts";
import type { CloseSum, CloseTotal } from "#app/books/close-totals.ts";
import type { Currency, Money } from "#app/lib/money.ts";
import type { ActRefusal } from "#app/payments/merchant-act-rules.ts";
import type { FoundWord } from "#app/payments/payment-answer.ts";

export const MOST_NOTE_CHARACTERS = 500;
export const MOST_NAME_CHARACTERS = 80;

export const FILE_TYPES = ["csv", "xlsx", "pdf"] as const;
export type FileType = (typeof FILE_TYPES)[number];

export function isFileType(text: unknown): text is FileType {
  return FILE_TYPES.some((type) => type === text);
}

export interface ListedClose {
  id: string;
  from: string;
  to: string;
  kind: "daily" | "on-demand";
  askedBy: string | null;
  startedAt: string;
  isDone: boolean;
  /** Exceptions that nobody has taken: the number. */
  open: number;
  exceptions: number;
  signedBy: string | null;
  /** A later run of the same days has taken its place. */
  isOld: boolean;
}

export interface CloseListView {
  /** The latest first. */
  closes: ListedClose[];
  hasMore: boolean;
  /** Of the last close of yesterday or before: what the morning is about. Null before the first. */
  morning: ListedClose | null;
  /** In Lima, for the form. */
  yesterday: string;
  today: string;
}

export interface CloseView extends ListedClose {
  finishedAt: string | null;
  signedAt: string | null;
  signNote: string | null;
  /** While it runs. */
  progress: { isAsking: boolean; done: number; expected: number };
  statements: StatementOfClose[];
  totals: CloseTotal[];
  sums: (CloseSum & { currency: Currency })[];
  nextId: string | null;
  changes: {
    previousId: string;
    appearedCount: number;
    goneCount: number;
    appeared: number[];
    gone: EntryOnPage[];
  } | null;
  view: EntryChoice;
  entries: EntryOnPage[];
  /** The number to go on after; null on the last page. */
  next: number | null;
  isFirst: boolean;
}

export type EntryChoice = "exceptions" | "all" | Bucket;
export const ENTRY_CHOICES: readonly EntryChoice[] = ["exceptions", "all", ...BUCKETS];

export function readChoice(text: string | null): EntryChoice {
  return ENTRY_CHOICES.find((choice) => choice === text) ?? "exceptions";
}

export interface EntryOnPage {
  number: number;
  bucket: Bucket;
  problems: Problem[];
  paymentId: string | null;
  cip: string | null;
  here: Money | null;
  there: Money | null;
  facts: CloseFacts;
  accepted: { by: string; at: string; note: string } | null;
  /** The number of the entry that may be the same money. */
  likely: number | null;
}

export type CloseRefusal =
  | SpanRefusal
  | "not-understood"
  | "needs-note"
  | "needs-name"
  | "too-long"
  /** Signed, run again, or not done: nobody decides in it any more, or yet. */
  | "not-open"
  | "still-open"
  | "nothing-chosen";

export type CloseAnswer =
  | { kind: "started" | "running"; closeId: string }
  | { kind: "accepted"; count: number }
  | { kind: "paired" | "signed" }
  /** What PagoEfectivo said; null where it was not asked. */
  | { kind: "asked"; found: FoundWord | null }
  | { kind: "not-asked"; reason: ActRefusal }
  | { kind: "refused"; reason: CloseRefusal };
