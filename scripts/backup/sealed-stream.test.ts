import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { readFrames, SealedWriter, type Frame } from "./sealed-stream.ts";

const key = { id: "k1", key: randomBytes(32) };

async function sealed(contents: readonly Buffer[]): Promise<Buffer> {
  const out = new PassThrough();
  const bytes = buffer(out);
  const writer = await SealedWriter.open(out, key);
  for (const content of contents) await writer.frame("rows", content);
  await writer.frame("end", {});
  await writer.end();
  return bytes;
}

async function opened(chunks: readonly Buffer[]): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of readFrames(Readable.from(chunks), [key])) frames.push(frame);
  return frames;
}

describe("a sealed stream", () => {
  it("opens as what was sealed, however its bytes are cut on their way", async () => {
    const contents = [Buffer.from("one"), Buffer.alloc(0), randomBytes(70_000)];
    const bytes = await sealed(contents);
    const crumbs = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, n) =>
      bytes.subarray(n * 7, n * 7 + 7),
    );

    for (const chunks of [[bytes], crumbs]) {
      const frames = await opened(chunks);

      expect(frames.map(({ kind }) => kind)).toEqual(["rows", "rows", "rows", "end"]);
      for (const [index, content] of contents.entries())
        expect(frames[index]?.content.equals(content)).toBe(true);
    }
  });

  it("does not open when two frames of equal length have changed places", async () => {
    const bytes = await sealed([Buffer.from("aaaa"), Buffer.from("bbbb")]);
    const start = bytes.indexOf("\n") + 1;
    const length = 4 + bytes.readUInt32BE(start);
    const [head, one, two, rest] = [
      bytes.subarray(0, start),
      bytes.subarray(start, start + length),
      bytes.subarray(start + length, start + 2 * length),
      bytes.subarray(start + 2 * length),
    ];

    await expect(opened([Buffer.concat([head, two, one, rest])])).rejects.toThrow("does not open");
    await expect(opened([Buffer.concat([head, one, one, rest])])).rejects.toThrow("does not open");
    await expect(opened([Buffer.concat([head, one, rest])])).rejects.toThrow("does not open");
  });

  it("says so when it cannot be written", async () => {
    const nowhere = createWriteStream(path.join(tmpdir(), "not-there", randomBytes(6).toString("hex")));
    const writing = async () => {
      const writer = await SealedWriter.open(nowhere, key);
      for (let count = 0; count < 50; count += 1) await writer.frame("rows", randomBytes(50_000));
      await writer.end();
    };

    await expect(writing()).rejects.toThrow("ENOENT");
  });
});
