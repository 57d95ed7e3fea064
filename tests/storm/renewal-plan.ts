/** What a seed lets shoppers do who come back to a dead code: press for a new one, once or often, and pay that, the old one, or both. */
import { dice, type Dice } from "./dice.ts";
import type { Happening, StormEvent } from "./events.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

type At = (atMs: number, happening: Happening) => void;

/** By dice of its own: what else a seed draws is not moved by it. `sessions`: when each attempt began. */
export function drawRenewals(seed: number, sessions: readonly StormEvent[]): StormEvent[] {
  const d = dice(seed ^ 0x7265_6e65);
  const events: StormEvent[] = [];
  const at: At = (atMs, happening) => void events.push({ atMs: Math.round(atMs), happening });
  for (const { atMs, happening } of sessions) {
    if (happening.kind !== "session" || !d.chance(0.5)) continue;
    const { checkout, attempt } = happening;
    // Some codes are dead soon, because nobody came to see them; the others live two hours and more.
    let back =
      atMs + (d.chance(0.3) ? d.between(30, 90) * MINUTE_MS : d.between(2 * HOUR_MS, 16 * HOUR_MS));
    for (let left = d.between(1, 3); left > 0; left -= 1) {
      if (d.chance(0.2))
        at(back - d.between(0, 20) * MINUTE_MS, { by: "counter", kind: "expire-early", checkout });
      drawReturn(d, { checkout, attempt, back }, at);
      back += d.between(30 * MINUTE_MS, 9 * HOUR_MS);
    }
  }
  return events;
}

function drawReturn(d: Dice, of: { checkout: number; attempt: number; back: number }, at: At): void {
  const { checkout, attempt, back } = of;
  const which = { checkout, attempt };
  for (let press = d.between(1, 3); press > 0; press -= 1) {
    const wait = d.chance(0.5) ? 0 : d.between(0, 20 * SECOND_MS);
    at(back + wait, { by: "shopper", kind: "renew", ...which });
  }
  const seen = back + d.between(1, 40) * SECOND_MS;
  if (d.chance(0.8)) at(seen, { by: "shopper", kind: "look", ...which });
  if (d.chance(0.5))
    at(seen + d.between(1, 200) * SECOND_MS, { by: "shopper", kind: "continue", ...which });
  else if (d.chance(0.2))
    at(seen + d.between(1, 200) * SECOND_MS, { by: "shopper", kind: "cancel", ...which });
  const pay = (isOld: boolean, atMs: number) =>
    at(atMs, { by: "counter", kind: "pay", checkout, attempt, late: isOld || d.chance(0.2), isOld });
  // The old slip is paid in the moment of the press, or long after.
  if (d.chance(0.25))
    pay(true, back + (d.chance(0.5) ? d.between(0, 30 * SECOND_MS) : d.between(0, 4 * HOUR_MS)));
  if (d.chance(0.4)) pay(false, back + d.between(30 * SECOND_MS, 3 * HOUR_MS));
}
