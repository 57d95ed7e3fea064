import { setTimeout as pause } from "node:timers/promises";

const LOOK_EVERY_MS = 20;
/** Who looks at one shopper's page more often, and for so long, is held back as a flood. */
const PAGE_EVERY_MS = 200;

/** Looks until `look` finds something. Throws, naming what was awaited, when it does not within `timeoutMs`. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | null | undefined | false> | Found | null | undefined | false,
  timeoutMs = 20_000,
  everyMs = LOOK_EVERY_MS,
): Promise<Found> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > giveUpAt) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await pause(everyMs);
  }
}

/** The same, where looking is to open a shopper's page. */
export function untilPage<Found>(
  what: string,
  look: () => Promise<Found | null | undefined | false>,
): Promise<Found> {
  return until(what, look, 20_000, PAGE_EVERY_MS);
}
