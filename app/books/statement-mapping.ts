/** Which column of a file holds what: as recognised, as remembered, or as a person says. Pure. */
import { isCurrency, type Currency } from "#app/lib/money.ts";
import {
  FIELDS_OF,
  isPersonalHeading,
  reportColumns,
  REQUIRED_OF,
  STATEMENT_FIELDS,
  usualColumns,
  type Columns,
  type StatementField,
} from "./statement-fields.ts";
import { STATEMENT_KINDS, type StatementKind } from "./statement-row.ts";
import { cellText, plainWords, type TableRow } from "./statement-table.ts";

export interface StatementMapping {
  kind: StatementKind;
  /** Of amounts beside which the file names none. */
  currency: Currency;
  columns: Columns;
}

export type MappingProblem = {
  field: StatementField;
  reason: "missing" | "twice" | "personal" | "no-such-column";
};

/** What is wrong with a mapping of a file with these headings; empty when it can be read by. */
export function mappingProblems(mapping: StatementMapping, headings: readonly string[]): MappingProblem[] {
  const fields = FIELDS_OF[mapping.kind].filter((field) => mapping.columns[field] !== undefined);
  const seen = new Set<number>();
  const problems = fields.flatMap((field): MappingProblem[] => {
    const column = mapping.columns[field] ?? -1;
    const heading = headings[column];
    const isTwice = seen.has(column);
    seen.add(column);
    if (heading === undefined) return [{ field, reason: "no-such-column" }];
    if (isPersonalHeading(heading)) return [{ field, reason: "personal" }];
    return isTwice ? [{ field, reason: "twice" }] : [];
  });
  const missing = REQUIRED_OF[mapping.kind].flatMap((group): MappingProblem[] => {
    const [first] = group;
    const isMapped = group.some((field) => fields.includes(field));
    return isMapped || first === undefined ? [] : [{ field: first, reason: "missing" }];
  });
  return [...problems, ...missing];
}

/** The same without what its kind has no use for: what was chosen before another kind was. */
export function ofItsKind(mapping: StatementMapping): StatementMapping {
  const columns: Columns = {};
  for (const field of FIELDS_OF[mapping.kind]) {
    const column = mapping.columns[field];
    if (column !== undefined) columns[field] = column;
  }
  return { ...mapping, columns };
}

/** PagoEfectivo's report is read without asking; null for any other heading. */
export function recogniseReport(headings: readonly string[]): StatementMapping | null {
  const columns = reportColumns(headings);
  return columns && { kind: "report", currency: "PEN", columns };
}

/** What a person is shown first for a heading that is new. */
export function proposeMapping(headings: readonly string[], kind?: StatementKind): StatementMapping {
  const { cip } = usualColumns("settlement", headings);
  const likely = kind ?? (cip === undefined ? "bank" : "settlement");
  return { kind: likely, currency: "PEN", columns: usualColumns(likely, headings) };
}

const FIELD_PREFIX = "column.";

/** A mapping as the page's form sends it; null for what no page of ours sends. */
export function readMappingForm(get: (name: string) => unknown): StatementMapping | null {
  const kind = get("kind");
  const currency = get("currency");
  const columns: Columns = {};
  for (const field of STATEMENT_FIELDS) {
    const value = get(`${FIELD_PREFIX}${field}`);
    if (typeof value === "string" && /^\d{1,3}$/.test(value)) columns[field] = Number(value);
  }
  if (typeof currency !== "string" || !isCurrency(currency)) return null;
  const known = STATEMENT_KINDS.find((one) => one === kind);
  return known ? ofItsKind({ kind: known, currency, columns }) : null;
}

export function mappingForm(mapping: StatementMapping): Record<string, string> {
  const form: Record<string, string> = { kind: mapping.kind, currency: mapping.currency };
  for (const field of FIELDS_OF[mapping.kind]) {
    const column = mapping.columns[field];
    if (column !== undefined) form[`${FIELD_PREFIX}${field}`] = String(column);
  }
  return form;
}

/** How far down a heading may stand: above it files have titles and the merchant's name. */
export const HEADING_WITHIN = 30;

/** Rows that may be the heading, the likeliest first. */
export function likelyHeadings(rows: readonly TableRow[]): TableRow[] {
  const near = rows.slice(0, HEADING_WITHIN).filter((row) => textsIn(row) >= 2);
  const report = near.filter((row) => recogniseReport(headingsOf(row)) !== null);
  const rest = near.filter((row) => !report.includes(row));
  const [namedBest] = [...rest].sort((one, other) => namesIn(other) - namesIn(one));
  const widest = rest.find((row) => textsIn(row) >= 3 && numbersIn(row) === 0);
  const first = namedBest && namesIn(namedBest) >= 2 ? [namedBest] : [];
  return [...new Set([...report, ...first, ...(widest ? [widest] : []), ...rest])];
}

/** The names of the columns; a row may have more cells than its heading names. */
export function headingsOf(row: TableRow): string[] {
  const names = row.cells.map((cell) => cellText(cell).replaceAll(/\s+/g, " ").slice(0, 80));
  const last = names.findLastIndex((name) => name !== "");
  return names.slice(0, last + 1);
}

/** What makes two headings the same for whoever remembers a mapping. */
export function headingKey(headings: readonly string[]): string {
  return JSON.stringify(headings.map(plainWords));
}

/** Cells that hold words: a row of figures is no heading. */
function textsIn(row: TableRow): number {
  return row.cells.filter((cell) => typeof cell === "string" && /\p{L}/u.test(cell)).length;
}

function numbersIn(row: TableRow): number {
  return row.cells.filter((cell) => /^[\s\d.,/:-]*\d[\s\d.,/:-]*$/.test(cellText(cell))).length;
}

/** How many columns have a name that we know. */
function namesIn(row: TableRow): number {
  const headings = headingsOf(row);
  return Math.max(...STATEMENT_KINDS.map((kind) => Object.keys(usualColumns(kind, headings)).length));
}
