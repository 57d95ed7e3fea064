/** Workbooks as other tools write them, and as no honest tool would: every part of the archive can be replaced. */
import { crc32, deflateRawSync } from "node:zlib";
import type { StatementFile } from "../../app/books/statement-file.server.ts";

/** A cell: text in the table of texts, `{ inline }` text in the sheet, a number as it is written, null for none. */
export type BookCell =
  string | { inline: string } | { number: string } | { formula: string; result: string } | null;

export interface BookInput {
  rows: readonly (readonly BookCell[])[];
  is1904?: boolean;
  /** Some tools write `x:row`. */
  prefix?: string;
  /** Entries instead of, or beside, those that are made; null leaves one out. */
  entries?: Record<string, string | Buffer | null>;
}

const TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

export function workbook({ rows, is1904, prefix = "", entries = {} }: BookInput): Buffer {
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  const shared = (text: string) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, texts.length);
    return texts.push(text) - 1;
  };
  const p = prefix;
  const sheet = rows.map((cells, index) => rowXml(cells, index + 1, p, shared)).join("");
  const made: Record<string, string | Buffer | null> = {
    ...frameOf(is1904 === true),
    "xl/worksheets/sheet1.xml": `<?xml version="1.0" encoding="UTF-8"?><${p}worksheet><${p}sheetData>${sheet}</${p}sheetData></${p}worksheet>`,
    "xl/sharedStrings.xml": `<sst>${texts.map((text) => `<si><t xml:space="preserve">${xml(text)}</t></si>`).join("")}</sst>`,
    ...entries,
  };
  const kept = Object.entries(made).flatMap(([name, content]) =>
    content === null ? [] : [[name, pack(content)] as const],
  );
  return archive(Object.fromEntries(kept));
}

function frameOf(is1904: boolean): Record<string, string> {
  return {
    "_rels/.rels": `<Relationships><Relationship Id="r1" Type="${TYPE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook>${is1904 ? '<workbookPr date1904="1"/>' : ""}<sheets><sheet name="Hoja1" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="${TYPE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${TYPE}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
  };
}

function rowXml(
  cells: readonly BookCell[],
  line: number,
  p: string,
  shared: (text: string) => number,
): string {
  const inside = cells.map((cell, index) => {
    const r = `${columnName(index)}${line}`;
    if (cell === null) return "";
    if (typeof cell === "string") return `<${p}c r="${r}" t="s"><${p}v>${shared(cell)}</${p}v></${p}c>`;
    if ("inline" in cell)
      return `<${p}c r="${r}" t="inlineStr"><${p}is><${p}t>${xml(cell.inline)}</${p}t></${p}is></${p}c>`;
    if ("number" in cell) return `<${p}c r="${r}"><${p}v>${cell.number}</${p}v></${p}c>`;
    return `<${p}c r="${r}" t="str"><${p}f>${xml(cell.formula)}</${p}f><${p}v>${xml(cell.result)}</${p}v></${p}c>`;
  });
  return `<${p}row r="${line}">${inside.join("")}</${p}row>`;
}

export function columnName(index: number): string {
  const rest = Math.floor(index / 26);
  return `${rest > 0 ? columnName(rest - 1) : ""}${String.fromCharCode(65 + (index % 26))}`;
}

function xml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export interface PackedEntry {
  packed: Buffer;
  size: number;
  checksum: number;
}

/** A workbook of entries that are packed already, in the usual frame. */
export function zipOf(entries: Record<string, PackedEntry>): Buffer {
  const frame = Object.entries(frameOf(false)).map(([name, text]) => [name, pack(text)] as const);
  return archive({ ...Object.fromEntries(frame), ...entries });
}

function pack(content: string | Buffer): PackedEntry {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  return { packed: deflateRawSync(bytes), size: bytes.length, checksum: crc32(bytes) };
}

function archive(entries: Record<string, PackedEntry>): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, { packed, size, checksum }] of Object.entries(entries)) {
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(checksum, 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(size, 18);
    head.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), head, Buffer.from(name)]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), head, tail, Buffer.from(name)]),
    );
    files.push(local, packed);
    offset += local.length + packed.length;
  }
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(directoryBytes, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, ...directory, Buffer.from("PK\x05\x06", "latin1"), end]);
}

/** What readers get of bytes that stand in memory. */
export function fileOf(bytes: Buffer | string): StatementFile {
  const whole = typeof bytes === "string" ? Buffer.from(bytes, "utf8") : bytes;
  return {
    size: whole.length,
    read: async (offset, length) => whole.subarray(offset, offset + length),
  };
}
