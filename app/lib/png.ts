/** What every PNG begins and ends with, for files that somebody sends us. Pure. */

/** W3C, PNG (third edition), 5.2: the signature, then the chunk IHDR of 13 bytes; 11.2.5: IEND is the last, and empty. */
const PNG_BEGINS = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
const PNG_ENDS = [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];

export function isPng(bytes: Uint8Array): boolean {
  return hasBytes(bytes, PNG_BEGINS) && hasBytes(bytes.subarray(-PNG_ENDS.length), PNG_ENDS);
}

/** In pixels, as a PNG's header says (11.2.2); null when it is none. A small file may claim more than a phone can draw. */
export function pngSize(bytes: Uint8Array): { width: number; height: number } | null {
  if (!isPng(bytes)) return null;
  const header = new DataView(bytes.buffer, bytes.byteOffset + PNG_BEGINS.length, 8);
  return { width: header.getUint32(0), height: header.getUint32(4) };
}

function hasBytes(bytes: Uint8Array, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[index] === byte);
}
