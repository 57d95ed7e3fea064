/**
 * The zip archive that a workbook is, from outside and so not trusted: what is unpacked is counted, and its checksum compared. One
 * entry is unpacked at a time, as it is read; nothing is ever written to a disk.
 */
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from "yauzl";
import { piecesOf, type StatementFile } from "./statement-file.server.ts";
import { FileRefused } from "./statement-table.ts";

/** Excel writes about a dozen; some tools one for each picture and comment. */
const MOST_ENTRIES = 2_000;
/** 200,000 lines of the report's 21 columns are some 200 MB of XML. */
const MOST_UNPACKED = 1_000_000_000;
/** XML of a table packs to a tenth or a twentieth; a bomb to a thousandth. Small entries may be anything. */
const MOST_RATIO = 150;
const SMALL = 10_000_000;

export interface Archive {
  has(name: string): boolean;
  /** Unpacks one entry. Throws FileRefused when it is larger than it says, or damaged. */
  open(name: string): AsyncGenerator<Buffer, void>;
}

/** What reads for yauzl. A failure of ours to read is kept apart from what is wrong with the file. */
class ArchiveReader extends RandomAccessReader {
  readonly #file: StatementFile;
  failure: Error | null = null;

  constructor(file: StatementFile) {
    super();
    this.#file = file;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#watched(piecesOf(this.#file, start, end)), { objectMode: false });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null) => void,
  ): void {
    this.#file.read(position, length).then(
      (bytes) => {
        bytes.copy(buffer, offset);
        done(null);
      },
      (error: unknown) => {
        this.failure = asError(error);
        done(this.failure);
      },
    );
  }

  async *#watched(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
    try {
      yield* pieces;
    } catch (error) {
      this.failure = asError(error);
      throw this.failure;
    }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error("the file could not be read", { cause: error });
}

/** Opens the archive by its directory, which stands at its end: a file that was cut short has none. */
export async function openArchive(file: StatementFile): Promise<Archive> {
  const reader = new ArchiveReader(file);
  const entries = new Map<string, Entry>();
  const zip = await guarded(reader, async () => {
    const opened = await fromRandomAccessReaderPromise(reader, file.size, {
      ...{ autoClose: false, lazyEntries: true, validateEntrySizes: true },
    });
    if (opened.entryCount > MOST_ENTRIES) throw new FileRefused("too-large-inside");
    for await (const entry of opened.eachEntry()) entries.set(entry.fileName, entry);
    return opened;
  });
  return {
    has: (name) => entries.has(name),
    open(name) {
      const entry = entries.get(name);
      if (!entry) throw new FileRefused("damaged");
      return unpacked(reader, zip, entry);
    },
  };
}

async function* unpacked(reader: ArchiveReader, zip: ZipFile, entry: Entry): AsyncGenerator<Buffer, void> {
  checkSize(entry);
  const stream = await guarded(reader, () => zip.openReadStreamPromise(entry));
  let checksum = 0;
  const pieces: AsyncIterator<unknown> = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await guarded(reader, () => pieces.next());
      if (next.done === true) break;
      if (!Buffer.isBuffer(next.value)) throw new FileRefused("damaged");
      checksum = crc32(next.value, checksum);
      yield next.value;
    }
  } finally {
    stream.destroy();
  }
  if (checksum !== entry.crc32) throw new FileRefused("damaged");
}

function checkSize(entry: Entry): void {
  if (entry.isEncrypted()) throw new FileRefused("old-or-locked-workbook");
  const { compressedSize, uncompressedSize } = entry;
  const isBomb = uncompressedSize > SMALL && uncompressedSize > compressedSize * MOST_RATIO;
  if (uncompressedSize > MOST_UNPACKED || isBomb) throw new FileRefused("too-large-inside");
}

/** yauzl throws plain errors for whatever is wrong with an archive. */
async function guarded<Value>(reader: ArchiveReader, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (reader.failure !== null) throw reader.failure;
    if (error instanceof FileRefused) throw error;
    throw new FileRefused("damaged");
  }
}
