/** What every kind of uploaded file comes down to: lines with cells, read one after the other. Pure. */

/** A text, or a number as a workbook keeps it (`160.35`, `1.6035E2`), which is neither rounded nor formatted. */
export type Cell = string | { readonly number: string };

export interface TableRow {
  /** In the file, the first being 1: what a spreadsheet shows at its left. */
  line: number;
  cells: readonly Cell[];
}

/** Limits of what is read; a file beyond them is no statement. */
export const MOST_ROWS = 500_000;
export const MOST_COLUMNS = 500;
/** Excel keeps at most 32,767 characters in a cell; no column that we read comes near. */
export const MOST_CELL_CHARACTERS = 32_767;

/** Why a file cannot be read at all. */
export const FILE_REFUSALS = [
  "empty",
  "incomplete",
  "old-or-locked-workbook",
  "no-workbook",
  "not-a-table",
  "damaged",
  "cut-short",
  "too-large-inside",
  "has-doctype",
  "cell-too-long",
  "too-many-columns",
  "too-many-rows",
  "bad-quotes",
  "no-heading",
] as const;
export type FileRefusal = (typeof FILE_REFUSALS)[number];

/** Ends the reading of a file, wherever in it: thrown by the readers, an answer to whoever asked them to read. */
export class FileRefused extends Error {
  readonly reason: FileRefusal;
  readonly line: number | null;

  constructor(reason: FileRefusal, line: number | null = null) {
    super(`the file is refused: ${reason}`);
    this.name = "FileRefused";
    this.reason = reason;
    this.line = line;
  }
}

export function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  return (typeof cell === "string" ? cell : cell.number).trim();
}

/** `"Nro.Ord.Comercio "` → `nro ord comercio`: headings are compared without accents, signs and capitals. */
export function plainWords(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
