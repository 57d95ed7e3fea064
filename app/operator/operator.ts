/**
 * Who operates this installation, as the audit and a payment's story name them, and what came of a command of theirs. Pure.
 */
import { OPERATOR } from "#app/merchants/audit-action.ts";

const NAME = /^[\p{L}\d][\p{L}\d ._@-]{0,63}$/u;
export const SHORTEST_REASON = 5;
export const LONGEST_REASON = 300;

export interface Operator {
  /** As it is written down: `operator:rosa`. */
  userId: string;
  reason: string;
}

/** What is missing before anything may be done in an operator's name; null when nothing is. */
export function refuseOperator(given: { name: string; reason: string }): string | null {
  if (!NAME.test(given.name.trim()))
    return "Say who you are: --as NAME (letters, digits, spaces and . _ @ -). It is written down and the shop's people read it.";
  const { length } = given.reason.trim();
  if (length < SHORTEST_REASON || length > LONGEST_REASON)
    return `Say why: --reason "…", ${SHORTEST_REASON} to ${LONGEST_REASON} characters. It is written down for ever; put no shopper's data into it.`;
  return null;
}

/** Of what `refuseOperator` has nothing against. */
export function operatorOf(given: { name: string; reason: string }): Operator {
  return { userId: `${OPERATOR}${given.name.trim()}`, reason: given.reason.trim() };
}

/** What the command ends with; documented in the runbook, so that a script may go by it. */
export const EXIT = {
  /** Read, done, or a dry run of what could be done. */
  good: 0,
  /** Not found, not allowed, or Shopify said no: `why` says which. */
  refused: 1,
  /** The words of the command were not understood; nothing was looked at. */
  usage: 2,
  /** Begun; what is not proved yet goes on by itself. */
  waiting: 3,
  /** The configuration or the database cannot be used. */
  unusable: 4,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The JSON that is printed, and the exit code. */
export interface OperatorAnswer {
  exitCode: ExitCode;
  outcome: "found" | "would" | "done" | "asked" | "waiting" | "refused" | "not-found" | "ambiguous";
  /** One sentence for a person. */
  why: string;
  [fact: string]: unknown;
}
