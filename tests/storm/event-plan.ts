/** What a seed lets happen: shops, and checkouts with what shoppers, counters and merchants do. What breaks: `fault-plan.ts`. */
import { dice, type Dice } from "./dice.ts";
import type { CheckoutPlan, Happening, ShopPlan, StormEvent, StormPlan } from "./events.ts";
import { drawFaults } from "./fault-plan.ts";
import { drawRenewals } from "./renewal-plan.ts";
import { drawRefundRules, drawRefunds } from "./refund-plan.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Ahead of the real time, so that nothing that the database dates by its own clock lies ahead. */
const FIRST_START_MS = Date.UTC(2030, 0, 1);

export function drawPlan(seed: number): StormPlan {
  const d = dice(seed);
  const shops = Array.from({ length: d.between(1, 3) }, (_, index) => drawShop(d, index));
  const checkouts = Array.from({ length: d.between(2, 4) }, () => drawCheckout(d, shops.length));
  const payments = d.between(Math.max(6, checkouts.length), 12);
  const attempts = checkouts.map(() => 1);
  for (let left = payments - checkouts.length; left > 0; left -= 1) {
    const which = d.between(0, checkouts.length - 1);
    attempts[which] = (attempts[which] ?? 0) + 1;
  }
  const events = checkouts.flatMap((plan, checkout) =>
    drawStory(d, plan, checkout, attempts[checkout] ?? 1),
  );
  const faults = drawFaults(d, shops);
  const startsAt = new Date(FIRST_START_MS + d.between(0, 59) * DAY_MS + d.between(0, DAY_MS - 1));
  const calmAtMs = d.between(10, 30) * HOUR_MS;
  const refunds = drawRefunds(d, checkouts, calmAtMs);
  const renewals = drawRenewals(seed, events);
  const all = [...events, ...faults, ...refunds, ...renewals].sort((one, other) => one.atMs - other.atMs);
  return {
    seed,
    startsAt,
    shops,
    refundRules: shops.map(() => drawRefundRules(d)),
    checkouts,
    events: all,
    calmAtMs,
  };
}

function drawShop(d: Dice, index: number): ShopPlan {
  return {
    codeLifeMinutes: d.pick([120, 180, 360, 720]),
    graceMinutes: d.pick([0, 30, 60]),
    atExpiry: d.chance(0.7) ? "reject" : "lapse",
    businessDayGrace: d.chance(0.15),
    tokenExpires: d.chance(0.3),
    sharesService: index > 0 && d.chance(0.5),
  };
}

function drawCheckout(d: Dice, shops: number): CheckoutPlan {
  return {
    shop: d.between(0, shops - 1),
    amount: `${d.between(10, 900)}.${d.pick(["00", "50", "99"])}`,
    currency: d.chance(0.8) ? "PEN" : "USD",
    test: d.chance(0.1),
    hasEmail: d.chance(0.95),
  };
}

/** One checkout: its attempts, and what the shopper, the counter and the merchant do. */
function drawStory(d: Dice, plan: CheckoutPlan, checkout: number, attempts: number): StormEvent[] {
  const events: StormEvent[] = [];
  const at = (atMs: number, happening: Happening) =>
    void events.push({ atMs: Math.round(atMs), happening });
  let begins = d.between(0, 4 * HOUR_MS);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    // All attempts at once is what a double click makes.
    if (attempt > 0) begins += d.chance(0.3) ? d.between(0, SECOND_MS) : d.between(SECOND_MS, 3 * HOUR_MS);
    const amount = attempt > 0 && d.chance(0.15) ? `${d.between(10, 900)}.00` : null;
    at(begins, {
      by: "shopper",
      kind: "session",
      checkout,
      attempt,
      copies: d.chance(0.3) ? d.between(2, 4) : 1,
      amount,
    });
    if (!plan.hasEmail)
      at(begins + d.between(10, 90) * SECOND_MS, { by: "shopper", kind: "email", checkout, attempt });
    if (d.chance(0.9)) drawVisit(d, { checkout, attempt, begins }, at);
  }
  drawCounter(d, { checkout, attempts, begins }, at);
  drawMerchant(d, { checkout, attempts, begins }, at);
  return events;
}

type At = (atMs: number, happening: Happening) => void;

function drawVisit(d: Dice, of: { checkout: number; attempt: number; begins: number }, at: At): void {
  const { checkout, attempt } = of;
  const which = { checkout, attempt };
  const seen = of.begins + d.between(1, 60) * SECOND_MS;
  at(seen, { by: "shopper", kind: "look", ...which });
  if (d.chance(0.5)) at(seen + d.between(5, 100) * SECOND_MS, { by: "shopper", kind: "poll", ...which });
  if (d.chance(0.2)) at(seen + d.between(1, 60) * SECOND_MS, { by: "shopper", kind: "keep", ...which });
  if (d.chance(0.2)) at(seen + d.between(5, 600) * SECOND_MS, { by: "shopper", kind: "retry", ...which });
  const pressed = seen + d.between(2, 300) * SECOND_MS;
  if (d.chance(0.15)) {
    // Both buttons, and the timer that may ring in the same moment.
    at(seen + 30 * SECOND_MS, { by: "shopper", kind: "continue", ...which });
    at(seen + 30 * SECOND_MS, { by: "shopper", kind: "cancel", ...which });
    return;
  }
  if (d.chance(0.6)) at(pressed, { by: "shopper", kind: "continue", ...which });
  else if (d.chance(0.4)) at(pressed, { by: "shopper", kind: "cancel", ...which });
}

function drawCounter(d: Dice, of: { checkout: number; attempts: number; begins: number }, at: At): void {
  const { checkout, attempts, begins } = of;
  if (!d.chance(0.8)) return;
  const late = d.chance(0.15);
  const paid =
    begins + (late ? d.between(2 * HOUR_MS, 30 * HOUR_MS) : d.between(20 * SECOND_MS, 3 * HOUR_MS));
  const attempt = d.chance(0.3) ? d.between(0, attempts - 1) : null;
  at(paid, { by: "counter", kind: "pay", checkout, attempt, late: late || d.chance(0.1) });
  if (d.chance(0.15)) {
    const other = d.between(0, attempts - 1);
    at(paid + d.between(1, 120) * MINUTE_MS, {
      by: "counter",
      kind: "pay",
      checkout,
      attempt: other,
      late: true,
    });
  }
  if (d.chance(0.15)) at(paid + d.between(0, 40 * HOUR_MS), { by: "counter", kind: "reverse", checkout });
}

function drawMerchant(d: Dice, of: { checkout: number; attempts: number; begins: number }, at: At): void {
  if (d.chance(0.2)) {
    const early = of.begins + d.between(5, 100) * MINUTE_MS;
    at(early, { by: "counter", kind: "expire-early", checkout: of.checkout });
    for (let attempt = 0; attempt < of.attempts; attempt += 1)
      at(early + d.between(10, 100) * MINUTE_MS, {
        by: "merchant",
        kind: "extend",
        checkout: of.checkout,
        attempt,
      });
  }
  if (d.chance(0.3)) {
    const how = d.pick(["paid-otherwise", "cancelled"] as const);
    at(of.begins + d.between(3, 30) * HOUR_MS, {
      by: "merchant",
      kind: "end-order",
      checkout: of.checkout,
      how,
    });
  }
  for (const kind of ["void", "extend", "check", "send-again"] as const) {
    if (!d.chance(0.12)) continue;
    const attempt = d.between(0, of.attempts - 1);
    at(of.begins + d.between(MINUTE_MS, 6 * HOUR_MS), {
      by: "merchant",
      kind,
      checkout: of.checkout,
      attempt,
    });
  }
}
