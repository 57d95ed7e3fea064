/** What the page of one payment is answered, and what it may send. Pure. */
import { SIMULATIONS, type Simulation } from "#app/inbox/simulated-notice.ts";
import type { ActRefusal, MerchantAct } from "#app/payments/merchant-act-rules.ts";
import type { ShopperContact } from "#app/payments/payment-detail.ts";

/** What PagoEfectivo can say of a code. */
export type FoundWord =
  "paid" | "amount-differs" | "still-payable" | "proved-expired" | "proved-removed" | "not-known";

export type PaymentAnswer =
  /** `found`: what PagoEfectivo said; null where it was not asked. */
  | { kind: "done"; act: MerchantAct; found: FoundWord | null }
  /** Asked for, and not proved yet. */
  | { kind: "waiting"; act: MerchantAct }
  | { kind: "refused"; act: MerchantAct; reason: ActRefusal }
  | { kind: "noted" }
  | { kind: "not-noted"; reason: "empty" | "too-long" }
  | { kind: "contact"; contact: ShopperContact }
  | { kind: "not-understood" };

/** What came of sending one report again. */
export interface AgainOutcome {
  reportId: string;
  /** Shopify's id of the payment, for saying which; null where no report of the shop has this id. */
  sessionId: string | null;
  /** `waiting`: Shopify has not answered usefully, and is asked again; `nothing`: nothing of it waits to be sent. */
  kind: "sent" | "waiting" | "refused" | "nothing";
  /** Shopify's own words, where it said no. */
  why: string | null;
}

/** A wall clock time in Lima, as an input of type datetime-local writes it; null when it is none. */
export function readLimaTime(text: unknown): Date | null {
  if (typeof text !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text)) return null;
  // Peru has had no daylight saving time since 1994 (IANA time zone data, read 2026-11-22).
  const instant = new Date(`${text}:00-05:00`);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

/** The same, the other way: what such an input shows for an instant. */
export function limaInputTime(instant: string): string {
  return new Date(Date.parse(instant) - 5 * 3_600_000).toISOString().slice(0, 16);
}

export function readSimulation(text: unknown): Simulation | null {
  return SIMULATIONS.find((known) => known === text) ?? null;
}
