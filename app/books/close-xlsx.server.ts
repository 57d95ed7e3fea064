/**
 * A close as a workbook of two sheets, written as it is read: however many entries, memory holds one part of them. Texts are inline
 * strings, which no spreadsheet takes for a formula; amounts are decimal text from whole céntimos (ECMA-376, part 1, 18.3.1.4).
 */
import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import { decimalText, SHEET_COLUMNS, type SheetCell, type SheetRow } from "#app/books/close-sheet.ts";

export interface SheetOfWorkbook {
  name: string;
  /** The first is the heading. */
  rows: AsyncIterable<readonly SheetCell[]>;
}

/** The two sheets in this order: the second's rows are asked for once the first's have all been written. */
export function workbook(sheets: readonly SheetOfWorkbook[], madeAt: Date): ReadableStream<Uint8Array> {
  const zip = new ZipFile();
  const add = (name: string, text: string) =>
    zip.addBuffer(Buffer.from(`${XML}${text}`), name, { mtime: madeAt });
  add("[Content_Types].xml", contentTypes(sheets.length));
  add("_rels/.rels", relations([["officeDocument", "xl/workbook.xml"]]));
  add("xl/workbook.xml", workbookXml(sheets));
  add(
    "xl/_rels/workbook.xml.rels",
    relations([
      ...sheets.map((_, index): [string, string] => ["worksheet", `worksheets/sheet${index + 1}.xml`]),
      ["styles", "styles.xml"],
    ]),
  );
  add("xl/styles.xml", STYLES);
  for (const [index, { rows }] of sheets.entries()) {
    const name = `xl/worksheets/sheet${index + 1}.xml`;
    zip.addReadStream(Readable.from(sheetXml(rows)), name, { mtime: madeAt });
  }
  zip.end();
  return webStream(zip);
}

export function cellsOf(row: SheetRow): SheetCell[] {
  return SHEET_COLUMNS.map((column) => row[column]);
}

function webStream(zip: ZipFile): ReadableStream<Uint8Array> {
  const source = Readable.from(zip.outputStream);
  zip.on("error", (error: unknown) => source.destroy(asError(error)));
  const chunks = source[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next: IteratorResult<unknown> = await chunks.next();
      if (next.done === true) controller.close();
      else if (next.value instanceof Uint8Array) controller.enqueue(next.value);
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error("the workbook could not be written");
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** 0: text · 1: an amount · 2: a heading. */
const STYLES =
  `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>` +
  `<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
  `<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
  `<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>` +
  `<cellXfs count="3"><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="4" applyNumberFormat="1"/>` +
  `<xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`;

function contentTypes(sheets: number): string {
  const parts = Array.from({ length: sheets }, (_, index) => ({
    name: `/xl/worksheets/sheet${index + 1}.xml`,
    type: `${SPREADSHEET}.worksheet+xml`,
  }));
  const all = [
    { name: "/xl/workbook.xml", type: `${SPREADSHEET}.sheet.main+xml` },
    { name: "/xl/styles.xml", type: `${SPREADSHEET}.styles+xml` },
    ...parts,
  ];
  return (
    `<Types xmlns="${PACKAGE}/content-types">` +
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    all.map(({ name, type }) => `<Override PartName="${name}" ContentType="${type}"/>`).join("") +
    `</Types>`
  );
}

function relations(parts: readonly [kind: string, target: string][]): string {
  const one = ([kind, target]: [string, string], index: number) =>
    `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
  return `<Relationships xmlns="${PACKAGE}/relationships">${parts.map(one).join("")}</Relationships>`;
}

function workbookXml(sheets: readonly SheetOfWorkbook[]): string {
  const one = ({ name }: SheetOfWorkbook, index: number) =>
    `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`;
  return `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.map(one).join("")}</sheets></workbook>`;
}

async function* sheetXml(rows: AsyncIterable<readonly SheetCell[]>): AsyncGenerator<string, void> {
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetData>`;
  let part = "";
  let count = 0;
  for await (const row of rows) {
    part += `<row>${row.map((cell) => cellXml(cell, count === 0)).join("")}</row>`;
    count += 1;
    // Small chunks cost more than the text in them.
    if (count % 200 === 0) {
      yield part;
      part = "";
    }
  }
  yield `${part}</sheetData></worksheet>`;
}

function cellXml(cell: SheetCell, isHeading: boolean): string {
  if (typeof cell !== "string") return `<c s="1"><v>${decimalText(cell.centimos)}</v></c>`;
  if (cell === "") return "<c/>";
  const style = isHeading ? ' s="2"' : "";
  return `<c${style} t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

/** XML 1.0 has no place for the other control characters, not even escaped. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
