/** Large files of the report's form, made a piece at a time so that a test's own memory does not hide what reading them takes. */
import { crc32, createDeflateRaw } from "node:zlib";
import { once } from "node:events";
import { csvOf, REPORT_COLUMNS, reportCells } from "./statement-file.ts";
import { columnName, zipOf, type PackedEntry } from "./workbook.ts";

function lineOf(number: number): string[] {
  const cip = String(2_000_000 + number);
  const day = String(1 + (number % 28)).padStart(2, "0");
  const cells = reportCells({ cip, issued: `${day}/11/2026 09:15:00`, paid: `${day}/11/2026 21:05:10` });
  cells[10] = `Nombre ${number}`;
  cells[12] = `persona${number}@example.com`;
  return cells;
}

export function largeCsv(rows: number): Buffer {
  const pieces = [Buffer.from(csvOf([REPORT_COLUMNS]))];
  for (let start = 0; start < rows; start += 1_000) {
    const lines = Array.from({ length: Math.min(1_000, rows - start) }, (_, index) =>
      lineOf(start + index),
    );
    pieces.push(Buffer.from(csvOf(lines)));
  }
  return Buffer.concat(pieces);
}

/** A workbook of which every cell is a text of the table, as some tools write all of them. */
export async function largeWorkbook(rows: number): Promise<Buffer> {
  const texts = new Packer();
  const sheet = new Packer();
  await texts.write("<sst>");
  await sheet.write("<worksheet><sheetData>");
  let count = 0;
  const add = async (cells: readonly string[], line: number) => {
    const inSheet = [];
    const inTable = [];
    for (const [index, cell] of cells.entries()) {
      if (cell === "") continue;
      inTable.push(`<si><t>${cell}</t></si>`);
      inSheet.push(`<c r="${columnName(index)}${line}" t="s"><v>${count}</v></c>`);
      count += 1;
    }
    await texts.write(inTable.join(""));
    await sheet.write(`<row r="${line}">${inSheet.join("")}</row>`);
  };
  await add(REPORT_COLUMNS, 1);
  for (let number = 0; number < rows; number += 1) await add(lineOf(number), number + 2);
  await texts.write("</sst>");
  await sheet.write("</sheetData></worksheet>");
  return zipOf({
    "xl/sharedStrings.xml": await texts.end(),
    "xl/worksheets/sheet1.xml": await sheet.end(),
  });
}

class Packer {
  readonly #deflate = createDeflateRaw({ level: 1 });
  readonly #pieces: Buffer[] = [];
  #size = 0;
  #checksum = 0;

  constructor() {
    this.#deflate.on("data", (piece: Buffer) => this.#pieces.push(piece));
  }

  async write(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    this.#size += bytes.length;
    this.#checksum = crc32(bytes, this.#checksum);
    if (!this.#deflate.write(bytes)) await once(this.#deflate, "drain");
  }

  async end(): Promise<PackedEntry> {
    this.#deflate.end();
    await once(this.#deflate, "end");
    return { packed: Buffer.concat(this.#pieces), size: this.#size, checksum: this.#checksum };
  }
}
