/**
 * Reads a whole file by its mapping and hands on what it says, lot by lot; memory holds one lot, however long the file is. A file is
 * taken whole or not at all: whoever is handed rows must forget them when the answer is a refusal.
 */
import { setImmediate } from "node:timers/promises";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import type { StatementFile } from "./statement-file.server.ts";
import { headOf, rowsOf, type Layout } from "./statement-layout.server.ts";
import { headingsOf, type StatementMapping } from "./statement-mapping.ts";
import type { StatementProblem } from "./statement-problem.ts";
import { rowReader, type RowReader } from "./statement-row-reader.ts";
import type { StatementRow } from "./statement-row.ts";
import { FileRefused, MOST_ROWS, type TableRow } from "./statement-table.ts";

export type StatementReading =
  | { kind: "read"; rowCount: number; fromDay: string; toDay: string }
  /** The first line that is wrong, and some of those after it. */
  | {
      kind: "refused";
      line: number | null;
      reason: StatementProblem["reason"];
      problems: StatementProblem[];
    };

/** So many wrong lines are shown at once: who sees them need not upload once for each. */
const MOST_PROBLEMS = 10;
const LOT = 2_000;

export async function readStatement(
  file: StatementFile,
  input: { layout: Layout; mapping: StatementMapping },
  take: (rows: readonly StatementRow[]) => Promise<void>,
): Promise<StatementReading> {
  const progress = new Progress(take);
  try {
    const { heading } = await headOf(file, input.layout);
    const reader = readerOf(input, headingsOf(heading).length);
    for await (const lot of rowsOf(file, input.layout)) {
      for (const row of lot) await progress.see(row, reader, input.layout.headingLine);
      if (progress.isHopeless) break;
      // Pieces may all be there at once; whoever else works in this process must get a turn between two lots.
      await setImmediate();
    }
    progress.end(reader);
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    progress.note({ line: error.line, field: null, reason: error.reason });
  }
  return progress.outcome();
}

function readerOf(
  { layout, mapping }: { layout: Layout; mapping: StatementMapping },
  width: number,
): RowReader {
  const isCsv = layout.format === "csv";
  return rowReader({
    ...{ mapping, width, headingLine: layout.headingLine, isStrict: isCsv },
    is1904: !isCsv && layout.is1904,
    isOpenEnded: isCsv && layout.isOpenEnded,
  });
}

class Progress {
  readonly #take: (rows: readonly StatementRow[]) => Promise<void>;
  readonly #problems: StatementProblem[] = [];
  #lot: StatementRow[] = [];
  #rowCount = 0;
  #fromDay: string | null = null;
  #toDay: string | null = null;

  constructor(take: (rows: readonly StatementRow[]) => Promise<void>) {
    this.#take = take;
  }

  get isHopeless(): boolean {
    return this.#problems.length >= MOST_PROBLEMS;
  }

  note(problem: StatementProblem): void {
    if (!this.isHopeless) this.#problems.push(problem);
  }

  async see(tableRow: TableRow, reader: RowReader, headingLine: number): Promise<void> {
    if (tableRow.line <= headingLine || this.isHopeless) return;
    const read = reader.read(tableRow);
    if (read.kind === "problem") this.note(read.problem);
    if (read.kind !== "row") return;
    this.#rowCount += 1;
    if (this.#rowCount > MOST_ROWS) throw new FileRefused("too-many-rows", tableRow.line);
    for (const day of daysOf(read.row)) this.#seeDay(day);
    if (this.#problems.length > 0) return;
    this.#lot.push(read.row);
    if (this.#lot.length >= LOT) await this.#handOn();
  }

  end(reader: RowReader): void {
    const problem = this.#problems.length === 0 ? reader.end() : null;
    if (problem) this.note(problem);
  }

  async outcome(): Promise<StatementReading> {
    const [first] = this.#problems;
    if (first) return { kind: "refused", line: first.line, reason: first.reason, problems: this.#problems };
    await this.#handOn();
    return {
      kind: "read",
      rowCount: this.#rowCount,
      fromDay: this.#fromDay ?? "",
      toDay: this.#toDay ?? "",
    };
  }

  #seeDay(day: string): void {
    if (this.#fromDay === null || day < this.#fromDay) this.#fromDay = day;
    if (this.#toDay === null || day > this.#toDay) this.#toDay = day;
  }

  async #handOn(): Promise<void> {
    const lot = this.#lot;
    this.#lot = [];
    if (lot.length > 0) await this.#take(lot);
  }
}

/** The Lima days that a row speaks of. When it will expire says nothing of what happened. */
function daysOf(row: StatementRow): string[] {
  const instants = [row.issuedAt, row.paidAt].filter((instant) => instant !== null);
  const days = instants.map((instant) => limaDayOf(new Date(instant)));
  return row.settledOn === null ? days : [...days, row.settledOn];
}
