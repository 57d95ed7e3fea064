import type { StatementProblem } from "#app/books/statement-problem.ts";
import type { ListedStatement, UploadAnswer } from "#app/books/statement-upload.ts";
import type { MerchantWords } from "../words.tsx";

/** Noon in Lima: the day is the same wherever it is read. */
export function dayText(day: string, { date }: MerchantWords): string {
  return date(`${day}T17:00:00.000Z`);
}

export function problemText({ line, field, reason }: StatementProblem, { say }: MerchantWords): string {
  const why = say(`statements.why.${reason}`);
  if (line === null) return why;
  if (field === null) return say("statements.problems.line", { line: String(line), why });
  return say("statements.problems.lineField", {
    line: String(line),
    field: say(`statements.field.${field}`),
    why,
  });
}

export function refusalText(
  { reason, line }: Extract<UploadAnswer, { kind: "refused" }>,
  { say }: MerchantWords,
): string {
  const why = say(`statements.why.${reason}`);
  return line === null ? why : say("statements.problems.line", { line: String(line), why });
}

export function knownText(statement: ListedStatement, { say, shortMoment }: MerchantWords): string {
  return say("statements.known.before", {
    name: statement.fileName,
    moment: shortMoment(statement.uploadedAt),
    person: statement.uploadedBy,
  });
}
