import { randomBytes, randomFillSync } from "node:crypto";
import type { Clock } from "#app/lib/clock.ts";

/**
 * A new row id: UUID version 7, so that rows made together lie together in an index.
 * 36 characters, which is also the most that PagoEfectivo's `transactionCode` holds.
 */
export function newId(clock: Clock): string {
  const bytes = new Uint8Array(16);
  randomFillSync(bytes);
  const view = new DataView(bytes.buffer);
  const atMs = clock.now().getTime();
  view.setUint32(0, Math.floor(atMs / 0x10000));
  view.setUint16(4, atMs % 0x10000);
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70);
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
  const hex = Buffer.from(bytes).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** What a page's or a notice URL's address hides behind: 192 random bits, base64url, 32 characters. */
export function newSlug(): string {
  return randomBytes(24).toString("base64url");
}
