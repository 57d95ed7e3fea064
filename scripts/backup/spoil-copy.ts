/**
 * What may become of a copy between the day it is made and the day it is needed. A drill that has never failed may be one that cannot: with
 * `--lose` it is given such a copy, and must say so.
 */
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream, readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { readFrames, SealedWriter, type BackupKey, type Frame } from "./sealed-stream.ts";

/**
 * `end`: cut off, as by a full disk · `byte`: one bit is another · `key`: what was kept is another key · `rows`: whole and sealed, but made
 * by something that left out one table's rows.
 */
export const LOSSES = ["end", "byte", "key", "rows"] as const;
export type Loss = (typeof LOSSES)[number];

const LOST_TABLE = "codes";
const named = z.object({ table: z.string() });
const counted = z.object({ tables: z.number(), rows: z.number(), bytes: z.number() });
const ended = z.object({ rows: z.number() });

interface Copy {
  file: string;
  key: BackupKey;
}

/** Spoils the file; answers the key with which somebody will try to open it. */
export async function spoilCopy({ file, key }: Copy, loss: Loss): Promise<BackupKey> {
  switch (loss) {
    case "end":
      writeFileSync(file, readFileSync(file).subarray(0, -100));
      return key;
    case "byte": {
      const bytes = readFileSync(file);
      // Sealed content of the last frame: a bit in a frame's length would read as a file that was cut off.
      const place = bytes.length - 30;
      bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
      writeFileSync(file, bytes);
      return key;
    }
    case "key":
      return { id: key.id, key: randomBytes(key.key.length) };
    case "rows":
      await leaveOutRows({ file, key });
      return key;
  }
}

/** Sealed anew without the rows of one table, with sums that fit: no check of the file itself can see it. */
async function leaveOutRows({ file, key }: Copy): Promise<void> {
  const draft = `${file}.without`;
  const writer = await SealedWriter.open(createWriteStream(draft, { flags: "wx", mode: 0o600 }), key);
  const lost = { rows: 0, bytes: 0 };
  let isLostTable = false;
  for await (const { kind, content } of readFrames(createReadStream(file), [key])) {
    if (kind === "table") isLostTable = read({ kind, content }, named).table === LOST_TABLE;
    if (kind === "rows" && isLostTable) {
      lost.bytes += content.length;
      continue;
    }
    if (kind === "end-of-table" && isLostTable) {
      lost.rows = read({ kind, content }, ended).rows;
      await writer.frame(kind, { rows: 0, sha256: createHash("sha256").digest("hex") });
    } else if (kind === "end") {
      const { tables, rows, bytes } = read({ kind, content }, counted);
      await writer.frame(kind, { tables, rows: rows - lost.rows, bytes: bytes - lost.bytes });
    } else {
      await writer.frame(kind, content);
    }
  }
  await writer.end();
  renameSync(draft, file);
}

function read<Schema extends z.ZodType>({ content }: Frame, schema: Schema): z.infer<Schema> {
  return schema.parse(JSON.parse(content.toString("utf8")));
}
