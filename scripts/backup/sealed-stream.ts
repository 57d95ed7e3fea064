/**
 * The file format of a backup: docs/backup.md. One line of JSON, then frames, each sealed with AES-256-GCM under a key of the file's own
 * (HKDF of the backup key and a salt) with its number as nonce: a frame that is altered, missing, repeated or moved does not open, and a
 * file that was cut off has no last frame.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { z } from "zod";

export const BACKUP_FORMAT = "ventanilla-backup/1";
const SALT_BYTES = 32;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;
const MOST_FRAME_BYTES = 64 * 1024 * 1024;
const MOST_HEAD_BYTES = 1_024;

/** A table begins, some of its rows, it ends, the sequences, nothing follows; the first one says what the backup is of. */
export type FrameKind = "backup" | "table" | "rows" | "end-of-table" | "sequences" | "end";
const KINDS: readonly FrameKind[] = ["backup", "table", "rows", "end-of-table", "sequences", "end"];

export interface Frame {
  kind: FrameKind;
  content: Buffer;
}

const head = z.object({ format: z.literal(BACKUP_FORMAT), key: z.string(), salt: z.string() });

/** The backup cannot be read; the message is for the operator. */
export class BackupUnreadable extends Error {}

export interface BackupKey {
  id: string;
  key: Buffer;
}

/** `id:base64(32 bytes)`, comma-separated: the first one seals, all of them open. */
export function readBackupKeys(ring: string): readonly [BackupKey, ...BackupKey[]] {
  const [first, ...more] = ring.split(",").map((entry) => {
    const [id = "", encoded = ""] = entry.trim().split(":");
    const key = Buffer.from(encoded, "base64");
    if (!/^[\w-]{1,32}$/.test(id) || key.length !== 32) {
      throw new BackupUnreadable("BACKUP_KEYS: each entry is id:base64 of 32 bytes");
    }
    return { id, key };
  });
  if (!first) throw new BackupUnreadable("BACKUP_KEYS: no key");
  return [first, ...more];
}

function fileKey(key: Buffer, salt: Buffer, line: string): Buffer {
  return Buffer.from(hkdfSync("sha256", key, salt, line, 32));
}

function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(number), 4);
  return nonce;
}

/** Writes frames; resolves when the stream takes more. */
export class SealedWriter {
  readonly #out: Writable;
  readonly #key: Buffer;
  #number = 0;
  #failure: Error | null = null;

  private constructor(out: Writable, key: Buffer) {
    this.#out = out;
    this.#key = key;
    // A full disk, or a folder that is not there, is noticed between two writes.
    out.on("error", (error) => (this.#failure = error));
  }

  static async open(out: Writable, { id, key }: BackupKey): Promise<SealedWriter> {
    const salt = randomBytes(SALT_BYTES);
    const line = JSON.stringify({ format: BACKUP_FORMAT, key: id, salt: salt.toString("base64") });
    const writer = new SealedWriter(out, fileKey(key, salt, line));
    await writer.#write(Buffer.from(`${line}\n`, "utf8"));
    return writer;
  }

  async frame(kind: FrameKind, content: Buffer | object): Promise<void> {
    const body = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content), "utf8");
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonceOf(this.#number));
    this.#number += 1;
    const kindByte = Buffer.from([KINDS.indexOf(kind)]);
    const sealed = Buffer.concat([cipher.update(kindByte), cipher.update(body), cipher.final()]);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(sealed.length + TAG_BYTES);
    await this.#write(Buffer.concat([length, sealed, cipher.getAuthTag()]));
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (!this.#out.write(bytes)) await once(this.#out, "drain");
  }

  /** Resolves when everything is written; throws when something was not. */
  async end(): Promise<void> {
    this.#out.end();
    await finished(this.#out);
  }
}

/** Reads exactly so many bytes, across the stream's chunks. */
class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #held = Buffer.alloc(0);

  constructor(source: Readable) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done === true) return false;
    this.#held = Buffer.concat([this.#held, next.value]);
    return true;
  }

  async take(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let missing = count;
    for (;;) {
      const part = this.#held.subarray(0, missing);
      this.#held = this.#held.subarray(part.length);
      parts.push(part);
      missing -= part.length;
      if (missing === 0) return Buffer.concat(parts);
      if (!(await this.#more())) throw new BackupUnreadable("The backup was cut off: it has no end.");
    }
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf("\n");
      if (end >= 0) return (await this.take(end + 1)).subarray(0, end).toString("utf8");
      if (this.#held.length > MOST_HEAD_BYTES || !(await this.#more())) {
        throw new BackupUnreadable("This is no backup of Ventanilla.");
      }
    }
  }

  async isAtEnd(): Promise<boolean> {
    return this.#held.length === 0 && !(await this.#more());
  }
}

/** The frames of a backup, up to its end. Throws BackupUnreadable where anything is wrong with it. */
export async function* readFrames(
  source: Readable,
  keys: readonly BackupKey[],
): AsyncGenerator<Frame, void> {
  const bytes = new ByteReader(source);
  const line = await bytes.line();
  const { key: keyId, salt } = readHead(line);
  const known = keys.find(({ id }) => id === keyId);
  if (!known)
    throw new BackupUnreadable(`The key "${keyId}" sealed this backup and is not in BACKUP_KEYS.`);
  const key = fileKey(known.key, Buffer.from(salt, "base64"), line);
  for (let number = 0; ; number += 1) {
    const length = (await bytes.take(LENGTH_BYTES)).readUInt32BE();
    if (length <= TAG_BYTES || length > MOST_FRAME_BYTES) throw altered();
    const frame = openFrame(key, number, await bytes.take(length));
    yield frame;
    if (frame.kind !== "end") continue;
    if (!(await bytes.isAtEnd())) throw altered();
    return;
  }
}

function readHead(line: string): z.infer<typeof head> {
  try {
    return head.parse(JSON.parse(line));
  } catch {
    throw new BackupUnreadable("This is no backup of Ventanilla.");
  }
}

function openFrame(key: Buffer, number: number, sealed: Buffer): Frame {
  const body = sealed.subarray(0, -TAG_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(number));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const bytes = Buffer.concat([decipher.update(body), decipher.final()]);
    const kind = KINDS[bytes[0] ?? KINDS.length];
    if (kind) return { kind, content: bytes.subarray(1) };
  } catch {
    throw altered();
  }
  throw altered();
}

function altered(): BackupUnreadable {
  return new BackupUnreadable(
    "The backup was altered, or the key is another one: a part of it does not open.",
  );
}
