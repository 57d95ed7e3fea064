/** What a seed lets happen to money that goes back: rules of the shops, the Refund button, and what people then do at the desk. */
import type { Dice } from "./dice.ts";
import type { CheckoutPlan, Happening, RefundRules, StormEvent } from "./events.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

type At = (atMs: number, happening: Happening) => void;

export function drawRefundRules(d: Dice): RefundRules {
  return {
    isManual: d.chance(0.9),
    approvalAboveCentimos: d.chance(0.4) ? d.pick([0, 10_000, 40_000]) : null,
  };
}

/** For each checkout, where its own story begins. Most refunds come some time after the money, and some at once. */
export function drawRefunds(d: Dice, checkouts: readonly CheckoutPlan[], calmAtMs: number): StormEvent[] {
  const events: StormEvent[] = [];
  const at: At = (atMs, happening) => void events.push({ atMs: Math.round(atMs), happening });
  checkouts.forEach((_, checkout) => {
    if (d.chance(0.85)) drawButton(d, { checkout, calmAtMs }, at);
    // Money in a case is rare: it is looked for again and again.
    for (let look = 0; look < 3; look += 1) {
      const asked = d.between(HOUR_MS, calmAtMs + 10 * HOUR_MS);
      at(asked, { by: "refunds", kind: "from-case", checkout });
      if (d.chance(0.5)) drawDesk(d, { checkout, from: asked }, at);
    }
  });
  return events;
}

function drawButton(d: Dice, of: { checkout: number; calmAtMs: number }, at: At): void {
  const { checkout } = of;
  // Most money has come by then, and the first look-ups for its reversal are still to come.
  let pressed = d.between(2 * HOUR_MS, 10 * HOUR_MS);
  for (let left = d.between(1, 3); left > 0; left -= 1) {
    at(pressed, {
      by: "refunds",
      kind: "button",
      checkout,
      share: d.pick([null, 0.25, 0.5]),
      isTooMuch: d.chance(0.15),
      copies: d.chance(0.3) ? 2 : 1,
    });
    if (d.chance(0.3))
      at(pressed + d.between(1, 90) * MINUTE_MS, { by: "counter", kind: "reverse", checkout });
    drawDesk(d, { checkout, from: pressed }, at);
    // Two people who press it at the same time, or one after the other.
    pressed += d.chance(0.3) ? d.between(0, 2 * SECOND_MS) : d.between(MINUTE_MS, 6 * HOUR_MS);
  }
  // The desk is looked through once more when everything is calm again.
  drawDesk(d, { checkout, from: of.calmAtMs + d.between(1, 60) * MINUTE_MS }, at);
}

function drawDesk(d: Dice, of: { checkout: number; from: number }, at: At): void {
  const { checkout } = of;
  const later = () => of.from + d.between(MINUTE_MS, 4 * HOUR_MS);
  const act = (kind: "details" | "approve" | "pay-out" | "refuse", atMs: number) =>
    at(atMs, { by: "refunds", kind, checkout });
  const given = later();
  act("details", given);
  if (d.chance(0.2)) act("details", later());
  if (d.chance(0.15)) act("refuse", later());
  act("approve", given + d.between(1, 30) * MINUTE_MS);
  const paid = given + d.between(31, 120) * MINUTE_MS;
  act("pay-out", paid);
  // A double click, or two of the staff.
  if (d.chance(0.3)) act("pay-out", paid + d.between(0, SECOND_MS));
  if (d.chance(0.15)) act("refuse", paid + d.between(0, SECOND_MS));
}
