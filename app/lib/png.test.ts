import { describe, expect, it } from "vitest";
import { isPng, pngSize } from "./png.ts";

/** The smallest PNG there is: one transparent pixel. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

function claiming(width: number, height: number): Buffer {
  const bytes = Buffer.from(PIXEL);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

describe("a PNG", () => {
  it("is known by its first and last bytes, and says how large it is", () => {
    expect(pngSize(PIXEL)).toEqual({ width: 1, height: 1 });
    expect(pngSize(claiming(40_000, 3))).toEqual({ width: 40_000, height: 3 });
  });

  it.each([
    ["nothing", Buffer.alloc(0)],
    ["one that was cut off", PIXEL.subarray(0, -1)],
    ["its signature alone", PIXEL.subarray(0, 8)],
    ["a page", Buffer.from("<!DOCTYPE html><title>404</title>")],
    ["a JPEG", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xd9])],
  ])("is not %s", (_, bytes) => {
    expect(isPng(bytes)).toBe(false);
    expect(pngSize(bytes)).toBeNull();
  });
});
