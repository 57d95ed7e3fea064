/**
 * A workbook's table of texts, to which its cells point by number. Kept packed, a page of texts at a time, because the table of a
 * large file holds more than all the columns that are read: the pages that were used last stay open.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { readXml } from "./statement-xml.server.ts";
import { FileRefused, MOST_CELL_CHARACTERS } from "./statement-table.ts";

const PAGE_TEXTS = 4_096;
const OPEN_PAGES = 16;
/** 500,000 lines with 21 texts each, none of them twice. */
const MOST_TEXTS = 11_000_000;

const page = z.array(z.string());

export class TextTable {
  readonly #packed: Buffer[] = [];
  readonly #open = new Map<number, readonly string[]>();
  #filling: string[] = [];
  #count = 0;

  get size(): number {
    return this.#count;
  }

  add(text: string): void {
    if (this.#count >= MOST_TEXTS) throw new FileRefused("too-large-inside");
    this.#filling.push(text);
    this.#count += 1;
    if (this.#filling.length < PAGE_TEXTS) return;
    this.#packed.push(deflateRawSync(JSON.stringify(this.#filling), { level: 1 }));
    this.#filling = [];
  }

  /** Throws FileRefused for a number that the table does not have: the workbook is not whole. */
  at(index: number): string {
    const number = Math.floor(index / PAGE_TEXTS);
    const texts = number === this.#packed.length ? this.#filling : this.#pageAt(number);
    const text = texts?.[index % PAGE_TEXTS];
    if (text === undefined) throw new FileRefused("damaged");
    return text;
  }

  #pageAt(number: number): readonly string[] | undefined {
    const open = this.#open.get(number);
    if (open) return open;
    const packed = this.#packed[number];
    if (!packed) return undefined;
    const texts = page.parse(JSON.parse(inflateRawSync(packed).toString("utf8")));
    const [oldest] = this.#open.keys();
    if (this.#open.size >= OPEN_PAGES && oldest !== undefined) this.#open.delete(oldest);
    this.#open.set(number, texts);
    return texts;
  }
}

/** Reads the table, or its first `count` texts. */
export async function readTexts(
  pieces: AsyncIterable<Buffer>,
  count = Number.POSITIVE_INFINITY,
): Promise<TextTable> {
  const table = new TextTable();
  let text: string | null = null;
  let isSpoken = false;
  let isIn = false;
  const reading = readXml(pieces, {
    open(name) {
      if (name === "si") text = "";
      if (name === "t") isIn = true;
      // How a Japanese text is spoken stands beside it, and is no part of it.
      if (name === "rPh") isSpoken = true;
    },
    close(name) {
      if (name === "t") isIn = false;
      if (name === "rPh") isSpoken = false;
      if (name !== "si" || text === null) return;
      table.add(text);
      text = null;
    },
    text(more) {
      if (text === null || !isIn || isSpoken) return;
      if (text.length + more.length > MOST_CELL_CHARACTERS) throw new FileRefused("cell-too-long");
      text += more;
    },
  });
  for await (const _ of reading) if (table.size >= count) break;
  return table;
}
