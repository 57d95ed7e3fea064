/** What may be the same money although no number says so: equal amounts at nearly the same time. A person decides. Pure. */
import { z } from "zod";
import type { Currency } from "#app/lib/money.ts";

export interface LonelyEntry {
  /** Of the entry in its close. */
  number: number;
  centimos: number;
  currency: Currency;
  paidAt: string;
}

export const likelyPairsOfClose = z.array(z.object({ here: z.number().int(), there: z.number().int() }));
export type LikelyPair = z.infer<typeof likelyPairsOfClose>[number];

/** Notices and look-ups are hours late at most; a day apart it is somebody else's payment of the same price. */
const MOST_APART_MS = 24 * 3_600_000;

/** Pairs of which each is the other's only candidate: with two of a price and a time, a guess would be as often wrong as right. */
export function likelyPairs(
  onlyHere: readonly LonelyEntry[],
  onlyThere: readonly LonelyEntry[],
): LikelyPair[] {
  const candidates = onlyHere.map((here) => ({
    here,
    there: onlyThere.filter((there) => isLikely(here, there)),
  }));
  return candidates.flatMap(({ here, there }) => {
    const [only, second] = there;
    if (only === undefined || second !== undefined) return [];
    const isMutual = onlyHere.filter((other) => isLikely(other, only)).length === 1;
    return isMutual ? [{ here: here.number, there: only.number }] : [];
  });
}

function isLikely(here: LonelyEntry, there: LonelyEntry): boolean {
  const apartMs = Math.abs(Date.parse(here.paidAt) - Date.parse(there.paidAt));
  return here.centimos === there.centimos && here.currency === there.currency && apartMs <= MOST_APART_MS;
}
