/** An entry as it is kept: what both sides said when the close was made. It holds no personal data. Pure. */
import { z } from "zod";
import {
  BUCKETS,
  PROBLEMS,
  type CloseEntry,
  type LedgerRow,
  type Said,
  type SaidRow,
} from "#app/books/close-entry.ts";
import { centimosHere } from "#app/books/close-totals.ts";
import { STATEMENT_KINDS } from "#app/books/statement-row.ts";
import { CURRENCIES } from "#app/lib/money.ts";
import { CODE_STATES, TOLD_STATES } from "#app/payments/lifecycle-moves.ts";

const text = z.string().nullable();
const centimos = z.number().int().nullable();

const hereFacts = z.object({
  codeId: z.string(),
  sessionId: z.string(),
  state: z.enum(CODE_STATES),
  told: z.enum(TOLD_STATES),
  /** What the code is for, paid or not. */
  amountCentimos: z.number().int(),
  paidAt: text,
  deadline: z.string(),
  acknowledgedAt: text,
  caseId: text,
  refundedCentimos: z.number().int(),
});
const thereFacts = z.object({
  kind: z.enum(STATEMENT_KINDS),
  statementId: z.string(),
  line: z.number().int(),
  state: z.enum(["paid", "reversed", "refunded", "unpaid"]),
  /** What its row names, paid or not. */
  amountCentimos: z.number().int(),
  paidAt: text,
  operationNumber: text,
  channel: text,
});
const settledFacts = z.object({
  centimos: z.number().int(),
  currency: z.enum(CURRENCIES),
  feeCentimos: centimos,
  igvCentimos: centimos,
  netCentimos: centimos,
  settledOn: text,
  settlementRef: text,
});
const feeProblem = z.object({
  kind: z.enum(["fee-differs", "net-differs", "payout-late"]),
  expected: z.union([z.string(), z.number(), z.null()]),
  said: z.union([z.string(), z.number(), z.null()]),
});
export const closeFacts = z.object({
  here: hereFacts.nullable(),
  there: thereFacts.nullable(),
  settled: settledFacts.nullable(),
  matchedBy: z.enum(["cip", "transaction-code", "confirmed"]).nullable(),
  fee: feeProblem.nullable(),
  expectedCentimos: centimos,
});
export type CloseFacts = z.infer<typeof closeFacts>;

/** One row of `close_entries`, as it is written and as it is read. */
export const keptEntry = z.object({
  number: z.number().int(),
  place: z.string(),
  bucket: z.enum(BUCKETS),
  problems: z.array(z.enum(PROBLEMS)),
  paymentId: text,
  cip: text,
  hereCentimos: centimos,
  hereCurrency: z.enum(CURRENCIES).nullable(),
  thereCentimos: centimos,
  thereCurrency: z.enum(CURRENCIES).nullable(),
  saidRows: z.number().int(),
  facts: closeFacts,
});
export type KeptEntry = z.infer<typeof keptEntry>;

/** Where an entry stands in its close, and in the next one of the same days: by what it is about. */
export function placeOf(entry: Pick<CloseEntry, "here" | "there" | "repeated">): string {
  if (entry.here !== null) return `1:${entry.here.codeId}`;
  const row = entry.there?.rows[0] ?? entry.repeated[0];
  if (row === undefined) return "";
  // A stranger's rows of two currencies are two entries.
  if (row.cip !== null && row.kind !== "bank") return `2:${row.cip}:${row.currency}`;
  return `3:${row.statementId}:${String(row.line).padStart(9, "0")}`;
}

export function keep(entry: CloseEntry, number: number): KeptEntry {
  const { here, there, settled } = entry;
  return {
    number,
    place: placeOf(entry),
    bucket: entry.bucket,
    problems: entry.problems.filter((problem, index, all) => all.indexOf(problem) === index),
    paymentId: here?.paymentId ?? null,
    cip: here?.cip ?? there?.rows[0]?.cip ?? null,
    hereCentimos: here === null ? null : centimosHere(entry),
    hereCurrency: here?.currency ?? null,
    thereCentimos: there?.centimos ?? null,
    thereCurrency: there?.currency ?? null,
    saidRows: rowsOf(entry).length,
    facts: {
      here: here === null ? null : factsHere(here),
      there: there === null ? null : factsThere(there),
      settled: settled === null ? null : settledFacts.parse(settled),
      matchedBy: entry.matchedBy,
      fee: entry.fee,
      expectedCentimos: entry.expectedCentimos,
    },
  };
}

/** Every row of a statement that went into the entry, once. */
export function rowsOf({ there, settled, repeated }: CloseEntry): SaidRow[] {
  return [...new Set([...(there?.rows ?? []), ...(settled?.rows ?? []), ...repeated])];
}

function factsHere(here: LedgerRow): CloseFacts["here"] {
  const { codeId, sessionId, state, told, amountCentimos, paidAt, deadline, acknowledgedAt } = here;
  const { openCase, refundedCentimos } = here;
  return {
    ...{ codeId, sessionId, state, told, amountCentimos, paidAt, deadline, acknowledgedAt },
    ...{ caseId: openCase?.id ?? null, refundedCentimos },
  };
}

function factsThere({ rows, state, paidAt }: Said): CloseFacts["there"] {
  const [row] = rows;
  if (row === undefined) return null;
  const { kind, statementId, line, amountCentimos, operationNumber, channel } = row;
  return { kind, statementId, line, state, amountCentimos, paidAt, operationNumber, channel };
}
