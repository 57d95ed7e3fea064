/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface StatementsPlaceholders {
  "statements.upload.progress": { percent: string };
  "statements.known.before": { name: string; moment: string; person: string };
  "statements.waiting.row": { moment: string };
  "statements.list.more": { count: number };
  "statements.list.lines": { count: number };
  "statements.list.days": { from: string; to: string };
  "statements.list.by": { name: string; moment: string };
  "statements.list.hash": { hash: string };
  "statements.encoding": { encoding: string; delimiter: string };
  "statements.columns.unnamed": { number: string };
  "statements.columns.example": { name: string; example: string };
  "statements.columns.incomplete": { fields: string };
  "statements.stored": { count: number; from: string; to: string };
  "statements.problems.line": { line: string; why: string };
  "statements.problems.lineField": { line: string; field: string; why: string };
}
