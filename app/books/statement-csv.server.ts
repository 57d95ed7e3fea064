/** Comma-separated text as rows of cells, whichever sign separates them and however its letters are written. */
import { finished } from "node:stream/promises";
import { CsvError, parse, type Options } from "csv-parse";
import { piecesOf, type StatementFile } from "./statement-file.server.ts";
import type { Encoding } from "./statement-scan.server.ts";
import {
  FileRefused,
  MOST_CELL_CHARACTERS,
  MOST_COLUMNS,
  type FileRefusal,
  type TableRow,
} from "./statement-table.ts";

export const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** No line of a statement comes near; without a limit the parser would hold a file that never ends its line. */
const MOST_RECORD_BYTES = 500_000;

/** In lots of whatever came together. */
export async function* csvRows(
  file: StatementFile,
  layout: { encoding: Encoding; delimiter: Delimiter },
): AsyncGenerator<TableRow[], void> {
  yield* parsed(decoded(piecesOf(file), layout.encoding), layout.delimiter);
}

const HEAD_BYTES = 256 * 1024;

/**
 * The first lines, up to `most`, as each sign that may separate their cells divides them; those that give a table first. Throws
 * FileRefused where none gives one because of what stands in the file.
 */
export async function csvHeads(
  file: StatementFile,
  encoding: Encoding,
  most: number,
): Promise<{ delimiter: Delimiter; rows: TableRow[] }[]> {
  const heads = [];
  for (const delimiter of DELIMITERS) {
    const { rows, refusal } = await readHead(file, { encoding, delimiter }, most);
    heads.push({ delimiter, rows, refusal, score: tableScore(rows) });
  }
  const tables = heads.filter(({ score }) => score > 0).sort((one, other) => other.score - one.score);
  const refused = heads.find(({ refusal }) => refusal !== null)?.refusal;
  if (tables.length === 0 && refused) throw refused;
  return tables;
}

export async function headRows(
  file: StatementFile,
  layout: { encoding: Encoding; delimiter: Delimiter },
  most: number,
): Promise<TableRow[]> {
  return (await readHead(file, layout, most)).rows;
}

/** Another sign divides quotes elsewhere, and the head may end within a cell: what was read before that counts. */
async function readHead(
  file: StatementFile,
  layout: { encoding: Encoding; delimiter: Delimiter },
  most: number,
): Promise<{ rows: TableRow[]; refusal: FileRefused | null }> {
  const rows: TableRow[] = [];
  const end = Math.min(file.size, HEAD_BYTES);
  try {
    for await (const lot of parsed(decoded(piecesOf(file, 0, end), layout.encoding), layout.delimiter)) {
      rows.push(...lot.slice(0, most - rows.length));
      if (rows.length >= most) break;
    }
    return { rows, refusal: null };
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    return { rows, refusal: error };
  }
}

/** How many lines are equally wide, times how wide: the right sign gives a broad table, a wrong one ragged or narrow lines. */
function tableScore(rows: readonly TableRow[]): number {
  const widths = new Map<number, number>();
  for (const { cells } of rows) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
  return Math.max(0, ...[...widths].map(([width, count]) => (width > 1 ? width * count : 0)));
}

async function* decoded(pieces: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string, void> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (piece?: Buffer) => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch {
      throw new FileRefused("cut-short"); // All bytes were seen to be of this encoding: one letter is half.
    }
  };
  let held = "";
  for await (const piece of pieces) {
    const text = held + withoutNul(decode(piece));
    // Half of a line end: the other half may come next.
    held = text.endsWith("\r") ? "\r" : "";
    yield sameLineEnds(text.slice(0, text.length - held.length));
  }
  yield sameLineEnds(held + decode());
}

/** The parser counts the line end of two signs within a cell as two lines, and would name the wrong one (csv-parse 7.0.3). */
function sameLineEnds(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n");
}

/** PostgreSQL keeps no NUL, and no text of a table has one. */
function withoutNul(text: string): string {
  if (text.includes("\0")) throw new FileRefused("not-a-table");
  return text;
}

async function* parsed(
  texts: AsyncIterable<string>,
  delimiter: Delimiter,
): AsyncGenerator<TableRow[], void> {
  let rows: TableRow[] = [];
  const parser = parse({
    delimiter,
    record_delimiter: "\n",
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MOST_RECORD_BYTES,
    on_record: (record: string[], { lines }) => {
      rows.push({ line: lines, cells: checked(record, lines) });
      return null;
    },
  } satisfies Options);
  parser.resume();
  const ended = finished(parser);
  // Whoever writes hears of a failure too; this one is only awaited at the end.
  ended.catch(() => undefined);
  const take = () => {
    const lot = rows;
    rows = [];
    return lot;
  };
  try {
    for await (const text of texts) {
      await written(parser, text);
      if (rows.length > 0) yield take();
    }
    parser.end();
    await ended;
    if (rows.length > 0) yield take();
  } catch (error) {
    throw refusalOf(error, parser.info.lines);
  } finally {
    parser.destroy();
  }
}

function written(parser: ReturnType<typeof parse>, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

function checked(record: string[], line: number): string[] {
  if (record.length > MOST_COLUMNS) throw new FileRefused("too-many-columns", line);
  if (record.some((cell) => cell.length > MOST_CELL_CHARACTERS))
    throw new FileRefused("cell-too-long", line);
  return record;
}

function refusalOf(error: unknown, line: number): unknown {
  if (!(error instanceof CsvError)) return error;
  const reasons: Partial<Record<string, FileRefusal>> = {
    CSV_MAX_RECORD_SIZE: "cell-too-long",
    CSV_QUOTE_NOT_CLOSED: "cut-short",
  };
  return new FileRefused(reasons[error.code] ?? "bad-quotes", line);
}
