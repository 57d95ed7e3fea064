import { randomFillSync } from "node:crypto";
import type { Clock } from "#app/lib/clock.ts";

/** Random bytes are asked for in blocks: one call to the system for each id costs a hot door more than the id. */
const block = Buffer.alloc(4_096);
let used = block.length;

/** Fresh random bytes, never handed out twice. */
function randomBits(count: number): Uint8Array {
  if (used + count > block.length) {
    randomFillSync(block);
    used = 0;
  }
  const bits = new Uint8Array(block.subarray(used, used + count));
  // What was handed out does not stay behind: a slug is a key.
  block.fill(0, used, used + count);
  used += count;
  return bits;
}

/**
 * A new row id: UUID version 7, so that rows made together lie together in an index.
 * 36 characters, which is also the most that PagoEfectivo's `transactionCode` holds.
 */
export function newId(clock: Clock): string {
  const bytes = randomBits(16);
  const view = new DataView(bytes.buffer);
  const atMs = clock.now().getTime();
  view.setUint32(0, Math.floor(atMs / 0x10000));
  view.setUint16(4, atMs % 0x10000);
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70);
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
  const hex = Buffer.from(bytes).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Whether a text from outside has the form of our ids; the database answers anything else with an error. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** What a page's or a notice URL's address hides behind: 192 random bits, base64url, 32 characters. */
export function newSlug(): string {
  return Buffer.from(randomBits(24)).toString("base64url");
}
