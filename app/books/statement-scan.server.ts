/** One look at all bytes of a file, before any of it is believed: what identifies it, and how its text is written. */
import { createHash } from "node:crypto";
import { piecesOf, type StatementFile } from "./statement-file.server.ts";
import { FileRefused } from "./statement-table.ts";

export const ENCODINGS = ["utf-8", "windows-1252", "utf-16le", "utf-16be"] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface Scan {
  /** SHA-256 of the bytes. */
  contentHash: Buffer;
  format: "xlsx" | "csv";
  encoding: Encoding;
  /** The last line has no line end. */
  isOpenEnded: boolean;
}

const WORKBOOK = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
/** Compound files: workbooks before 2007, and newer ones behind a password ([MS-CFB], section 2.2). */
const OLD_WORKBOOK = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);
const HEAD = 4_096;

/** Throws FileRefused for what is neither a workbook nor text. */
export async function scanFile(file: StatementFile): Promise<Scan> {
  if (file.size === 0) throw new FileRefused("empty");
  const head = await file.read(0, Math.min(HEAD, file.size));
  const hash = createHash("sha256");
  const looks = new TextLooks();
  for await (const piece of piecesOf(file)) {
    hash.update(piece);
    looks.see(piece);
  }
  const contentHash = hash.digest();
  if (head.subarray(0, 4).equals(WORKBOOK))
    return { contentHash, format: "xlsx", encoding: "utf-8", isOpenEnded: false };
  if (head.subarray(0, 4).equals(OLD_WORKBOOK)) throw new FileRefused("old-or-locked-workbook");
  const encoding = encodingOf(head, looks);
  const start = new TextDecoder(encoding).decode(head).trimStart();
  // A page or a document under a spreadsheet's name: portals send their sign-in page so.
  if (/^(?:<|%PDF-|\{)/.test(start)) throw new FileRefused("not-a-table");
  return { contentHash, format: "csv", encoding, isOpenEnded: await isOpenEnded(file, encoding) };
}

class TextLooks {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  isUtf8 = true;
  hasNul = false;

  see(piece: Buffer): void {
    this.hasNul ||= piece.includes(0);
    if (!this.isUtf8) return;
    try {
      this.#decoder.decode(piece, { stream: true });
    } catch {
      this.isUtf8 = false; // A byte that UTF-8 cannot have there: the older encoding, in which every byte is a letter.
    }
  }
}

function encodingOf(head: Buffer, looks: TextLooks): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (!looks.hasNul) return looks.isUtf8 ? "utf-8" : "windows-1252";
  // Without a mark, UTF-16 shows by the zero beside each letter of the heading.
  const pairs = Math.floor(head.length / 2);
  const zeros = [0, 1].map((side) => head.filter((byte, index) => byte === 0 && index % 2 === side).length);
  const [first = 0, second = 0] = zeros;
  if (second > pairs / 2 && first === 0) return "utf-16le";
  if (first > pairs / 2 && second === 0) return "utf-16be";
  throw new FileRefused("not-a-table");
}

async function isOpenEnded(file: StatementFile, encoding: Encoding): Promise<boolean> {
  const isWide = encoding.startsWith("utf-16");
  const length = Math.min(file.size, isWide ? 2 : 1);
  const last = new TextDecoder(encoding).decode(await file.read(file.size - length, length));
  return !/[\r\n]$/.test(last);
}
