/** The rows of one sheet, as they stand in the file. */
import {
  FileRefused,
  MOST_CELL_CHARACTERS,
  MOST_COLUMNS,
  type Cell,
  type TableRow,
} from "./statement-table.ts";
import { readXml, type XmlHandlers } from "./statement-xml.server.ts";
import type { Workbook } from "./statement-workbook.server.ts";

/** Characters in all cells of one row: no line of a statement comes near, and more of it would not stay small. */
const MOST_ROW_CHARACTERS = 500_000;

/** In lots of whatever came together; every row of it, or the first `most`. */
export async function* sheetRows(
  book: Workbook,
  entry: string,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<TableRow[], void> {
  const isHead = Number.isFinite(most);
  const texts = await book.texts(isHead ? await textsNeeded(book, entry, most) : undefined);
  yield* parsed(book, entry, most, (index) => texts.at(index));
}

/** How many of the book's texts the first rows point to, so that a look at them does not unpack all. */
async function textsNeeded(book: Workbook, entry: string, most: number): Promise<number> {
  let highest = -1;
  const note = (index: number) => {
    highest = Math.max(highest, index);
    return "";
  };
  for await (const _ of parsed(book, entry, most, note)) continue;
  return highest + 1;
}

async function* parsed(
  book: Workbook,
  entry: string,
  most: number,
  textAt: (index: number) => string,
): AsyncGenerator<TableRow[], void> {
  const gathered = new RowGatherer(textAt, most);
  let left = most;
  for await (const _ of readXml(book.archive.open(entry), gathered)) {
    const rows = gathered.take();
    if (rows.length > 0) yield rows.slice(0, left);
    left -= rows.length;
    if (left <= 0) return;
  }
}

class RowGatherer implements XmlHandlers {
  readonly #textAt: (index: number) => string;
  readonly #most: number;
  #rows: TableRow[] = [];
  #taken = 0;
  #line = 0;
  #cells: (Cell | undefined)[] = [];
  #characters = 0;
  #column = -1;
  #type = "n";
  #value = "";
  #isInValue = false;
  #isSpoken = false;

  constructor(textAt: (index: number) => string, most: number) {
    this.#textAt = textAt;
    this.#most = most;
  }

  take(): TableRow[] {
    const rows = this.#rows;
    this.#taken += rows.length;
    this.#rows = [];
    return rows;
  }

  open(name: string, attribute: (name: string) => string | null): void {
    if (name === "row") this.#openRow(attribute("r"));
    else if (name === "c") this.#openCell(attribute("r"), attribute("t"));
    else if (name === "v" || name === "t") this.#isInValue = true;
    else if (name === "rPh") this.#isSpoken = true;
  }

  close(name: string): void {
    if (name === "v" || name === "t") this.#isInValue = false;
    else if (name === "rPh") this.#isSpoken = false;
    else if (name === "c") this.#closeCell();
    // Rows beyond those asked for are not kept: their texts were not read.
    else if (name === "row" && this.#taken + this.#rows.length < this.#most)
      this.#rows.push({ line: this.#line, cells: Array.from(this.#cells, (cell) => cell ?? "") });
  }

  text(text: string): void {
    if (!this.#isInValue || this.#isSpoken) return;
    this.#characters += text.length;
    if (this.#value.length + text.length > MOST_CELL_CHARACTERS || this.#characters > MOST_ROW_CHARACTERS)
      throw new FileRefused("cell-too-long", this.#line);
    this.#value += text;
  }

  #openRow(number: string | null): void {
    const line = number === null ? this.#line + 1 : Number(number);
    // Two rows of one number, or rows out of order, would be two answers to which line is meant.
    if (!Number.isSafeInteger(line) || line <= this.#line || line > 2_000_000)
      throw new FileRefused("damaged", this.#line + 1);
    this.#line = line;
    this.#cells = [];
    this.#characters = 0;
    this.#column = -1;
  }

  #openCell(reference: string | null, type: string | null): void {
    const column = reference === null ? this.#column + 1 : columnOf(reference);
    if (column === null || column <= this.#column) throw new FileRefused("damaged", this.#line);
    this.#column = column;
    this.#type = type ?? "n";
    this.#value = "";
  }

  #closeCell(): void {
    if (this.#value === "" || this.#taken + this.#rows.length >= this.#most) return;
    if (this.#column >= MOST_COLUMNS) throw new FileRefused("too-many-columns", this.#line);
    this.#cells[this.#column] = this.#cell();
  }

  #cell(): Cell {
    if (this.#type === "n") return { number: this.#value };
    if (this.#type !== "s") return this.#value;
    if (!/^\d{1,9}$/.test(this.#value)) throw new FileRefused("damaged", this.#line);
    return this.#textAt(Number(this.#value));
  }
}

/** `AB12` → 27. */
function columnOf(reference: string): number | null {
  const letters = /^([A-Z]{1,3})\d{1,7}$/.exec(reference)?.[1];
  if (letters === undefined) return null;
  let column = 0;
  for (const letter of letters) column = column * 26 + (letter.charCodeAt(0) - 64);
  return column - 1;
}
