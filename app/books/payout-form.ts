/** Reads what a person says of a settlement's money: on which day it was at the bank, and under which number. Pure. */
export const MOST_REFERENCE_CHARACTERS = 100;
/** The longest that money may have been there before anybody says so. */
const MOST_DAYS_AGO = 730;
const DAY_MS = 86_400_000;

export interface PayoutFields {
  paidOutOn: string;
  reference: string;
}
export type PayoutProblem =
  | "fees.problem.paidDay"
  | "fees.problem.paidDayFuture"
  | "fees.problem.paidDayOld"
  | "fees.problem.reference";
export type PayoutProblems = Partial<Record<keyof PayoutFields, PayoutProblem>>;

/** What came of a form on the page of payouts. */
export type PayoutAnswer =
  | { kind: "recorded" }
  | { kind: "withdrawn" }
  | { kind: "looked"; found: number }
  /** What is wrong beside which field of which settlement; nothing was recorded. */
  | { kind: "fields"; settlementId: string; problems: PayoutProblems }
  /** Somebody was first, or it is not there: the page is old. */
  | { kind: "refused"; reason: "not-open" | "not-recorded" };

export function readPayout(
  typed: Readonly<Record<string, string>>,
  today: string,
):
  | { kind: "read"; paidOutOn: string; bankReference: string }
  | { kind: "refused"; problems: PayoutProblems } {
  const problems: PayoutProblems = {};
  const paidOutOn = (typed["paidOutOn"] ?? "").trim();
  const bankReference = (typed["reference"] ?? "").trim();
  const time = /^20\d\d-\d\d-\d\d$/.test(paidOutOn) ? Date.parse(`${paidOutOn}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(paidOutOn))
    problems.paidOutOn = "fees.problem.paidDay";
  else if (paidOutOn > today) problems.paidOutOn = "fees.problem.paidDayFuture";
  else if (time < Date.parse(`${today}T00:00:00Z`) - MOST_DAYS_AGO * DAY_MS)
    problems.paidOutOn = "fees.problem.paidDayOld";
  if (!isWritten(bankReference)) problems.reference = "fees.problem.reference";
  if (Object.keys(problems).length > 0) return { kind: "refused", problems };
  return { kind: "read", paidOutOn, bankReference };
}

function isWritten(text: string): boolean {
  return text !== "" && text.length <= MOST_REFERENCE_CHARACTERS && !/[\p{Cc}\u2028\u2029]/u.test(text);
}
