import { setTimeout as pause } from "node:timers/promises";

const LOOK_EVERY_MS = 20;

/** Looks until `look` finds something. Throws, naming what was awaited, when it does not within `timeoutMs`. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | null | undefined | false> | Found | null | undefined | false,
  timeoutMs = 20_000,
): Promise<Found> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > giveUpAt) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await pause(LOOK_EVERY_MS);
  }
}
