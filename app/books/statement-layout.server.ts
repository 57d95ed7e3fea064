/** How a file is laid out, found out once when it has arrived, and its rows, read as often as needed by what was found out. */
import { z } from "zod";
import { csvHeads, csvRows, DELIMITERS, headRows } from "./statement-csv.server.ts";
import type { StatementFile } from "./statement-file.server.ts";
import { ENCODINGS, type Scan } from "./statement-scan.server.ts";
import { sheetRows } from "./statement-sheet.server.ts";
import { HEADING_WITHIN, likelyHeadings } from "./statement-mapping.ts";
import { FileRefused, type TableRow } from "./statement-table.ts";
import { openWorkbook } from "./statement-workbook.server.ts";

const headingLine = z.int().positive();

/** What is kept of it beside the file; it holds nothing of what stands in the cells. */
export const layoutSchema = z.discriminatedUnion("format", [
  z.object({ format: z.literal("xlsx"), sheet: z.string(), is1904: z.boolean(), headingLine }),
  z.object({
    format: z.literal("csv"),
    encoding: z.enum(ENCODINGS),
    delimiter: z.enum(DELIMITERS),
    isOpenEnded: z.boolean(),
    headingLine,
  }),
]);
export type Layout = z.infer<typeof layoutSchema>;

/** One way to read a file, and the row that would be its heading. */
export interface Candidate {
  layout: Layout;
  heading: TableRow;
}

/** Sheets that are looked into: before the table stand at most a cover and some notes. */
const MOST_SHEETS = 10;
/** Rows below the heading that a person is shown. */
export const PREVIEW_ROWS = 5;

/** The likeliest first; at least one. Throws FileRefused where nothing looks like a table. */
export async function findCandidates(file: StatementFile, scan: Scan): Promise<Candidate[]> {
  const found = scan.format === "xlsx" ? await inWorkbook(file) : await inText(file, scan);
  if (found.length === 0) throw new FileRefused("no-heading");
  return found;
}

async function inWorkbook(file: StatementFile): Promise<Candidate[]> {
  const book = await openWorkbook(file);
  const sheets = book.sheets.filter(({ isHidden }) => !isHidden).slice(0, MOST_SHEETS);
  const found: Candidate[] = [];
  for (const { entry } of sheets) {
    const head = await flat(sheetRows(book, entry, HEADING_WITHIN));
    for (const heading of likelyHeadings(head)) {
      const layout = {
        format: "xlsx" as const,
        sheet: entry,
        is1904: book.is1904,
        headingLine: heading.line,
      };
      found.push({ layout, heading });
    }
  }
  return found;
}

async function inText(file: StatementFile, scan: Scan): Promise<Candidate[]> {
  const { encoding, isOpenEnded } = scan;
  const [best] = await csvHeads(file, encoding, HEADING_WITHIN);
  if (!best) return [];
  return likelyHeadings(best.rows).map((heading) => ({
    layout: {
      format: "csv" as const,
      ...{ encoding, delimiter: best.delimiter, isOpenEnded, headingLine: heading.line },
    },
    heading,
  }));
}

/** All rows, in lots. */
export async function* rowsOf(file: StatementFile, layout: Layout): AsyncGenerator<TableRow[], void> {
  if (layout.format === "csv") yield* csvRows(file, layout);
  else yield* sheetRows(await openWorkbook(file), layout.sheet);
}

/** The heading and the rows below it. */
export async function headOf(
  file: StatementFile,
  layout: Layout,
): Promise<{ heading: TableRow; rows: TableRow[] }> {
  const most = HEADING_WITHIN + PREVIEW_ROWS;
  const head =
    layout.format === "csv"
      ? await headRows(file, layout, most)
      : await flat(sheetRows(await openWorkbook(file), layout.sheet, most));
  const heading = head.find(({ line }) => line === layout.headingLine);
  if (!heading) throw new FileRefused("no-heading");
  const below = head.filter(({ line }) => line > layout.headingLine);
  return { heading, rows: below.slice(0, PREVIEW_ROWS) };
}

async function flat(lots: AsyncIterable<TableRow[]>): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const lot of lots) rows.push(...lot);
  return rows;
}
