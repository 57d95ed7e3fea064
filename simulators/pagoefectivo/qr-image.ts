import { crc32, deflateSync } from "node:zlib";
import { encode } from "uqr";

/** Pixels for one module. */
const SCALE = 8;

/** A QR as a PNG of one bit per pixel (W3C, PNG, third edition). Its text says that it is no payment code. */
export function qrPng(text: string): Buffer {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const side = size * SCALE;
  const rows = Array.from({ length: side }, (_, y) => {
    const row = Buffer.alloc(1 + Math.ceil(side / 8));
    for (let x = 0; x < side; x += 1) {
      const isWhite = data[Math.floor(y / SCALE)]?.[Math.floor(x / SCALE)] !== true;
      if (isWhite) row[1 + (x >> 3)] = (row[1 + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
    }
    return row;
  });
  return png(side, side, Buffer.concat(rows));
}

/** A picture whose header claims more than any phone can draw, in a few bytes. */
export function hugePng(): Buffer {
  return png(40_000, 40_000, Buffer.alloc(8));
}

function png(width: number, height: number, pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // One bit, greyscale.
  header[8] = 1;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(pixels)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}
