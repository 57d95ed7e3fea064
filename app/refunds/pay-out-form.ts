/** Reads what a person typed about a payout or a refusal. Pure: the page and the server decide with the same rules. */
import type { RefundProblem } from "#app/refunds/refund-page.ts";

export const MOST_REFERENCE_CHARACTERS = 100;
export const MOST_REASON_CHARACTERS = 500;

const LIMA_OFFSET_MS = -5 * 3_600_000;

/** The day in Lima, as an input of type date writes it. Peru has no daylight saving time (IANA, read 2026-11-22). */
export function limaDate(instant: Date): string {
  return new Date(instant.getTime() + LIMA_OFFSET_MS).toISOString().slice(0, 10);
}

export interface PayOutFields {
  paidOn: string;
  reference: string;
}

type Read<Field extends string, Value> =
  { kind: "read"; value: Value } | { kind: "refused"; problems: Partial<Record<Field, RefundProblem>> };

/** When and under which of the bank's numbers it was paid: not in the future, nor before anybody asked for it. */
export function readPayOut(
  typed: PayOutFields,
  between: { receivedAt: Date; now: Date },
): Read<keyof PayOutFields, { paidOn: string; bankReference: string }> {
  const problems: Partial<Record<keyof PayOutFields, RefundProblem>> = {};
  const bankReference = typed.reference.trim();
  const paidOn = typed.paidOn.trim();
  if (!isWritten(bankReference, MOST_REFERENCE_CHARACTERS))
    problems.reference = "refunds.problem.reference";
  if (!isDay(paidOn)) problems.paidOn = "refunds.problem.date";
  else if (paidOn > limaDate(between.now)) problems.paidOn = "refunds.problem.dateFuture";
  else if (paidOn < limaDate(between.receivedAt)) problems.paidOn = "refunds.problem.dateEarly";
  if (Object.keys(problems).length > 0) return { kind: "refused", problems };
  return { kind: "read", value: { paidOn, bankReference } };
}

export function readReason(typed: string): Read<"reason", string> {
  const text = typed.trim();
  return isWritten(text, MOST_REASON_CHARACTERS)
    ? { kind: "read", value: text }
    : { kind: "refused", problems: { reason: "refunds.problem.reason" } };
}

/** No control characters: Shopify and a bank's file repeat it. */
function isWritten(text: string, most: number): boolean {
  return text !== "" && text.length <= most && !/[\p{Cc}\u2028\u2029]/u.test(text.replaceAll("\n", " "));
}

function isDay(text: string): boolean {
  if (!/^20\d\d-\d\d-\d\d$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
