/**
 * What a person of the shop may do with a payment now, and why not. Pure: the page asks before it offers a button, and the
 * use case asks again before it acts.
 */
import { currentCode, type Code, type Payment } from "#app/payments/payment.ts";

export type ActRefusal =
  | "too-soon"
  | "no-code"
  | "code-ended"
  | "not-pending"
  | "beyond-deadline"
  | "too-short"
  | "not-confirmed"
  | "nothing-to-send"
  | "live-payment";

export type MerchantAct = "check" | "void" | "remove" | "extend" | "send-again" | "simulate";

type FactsOfPayment = Pick<Payment, "test" | "told" | "pendingExpiresAt" | "codes">;

export interface ActFacts extends FactsOfPayment {
  /** A report to Shopify is due, refused or given up, and not acknowledged. */
  hasUnsentReport: boolean;
}

const MINUTE_MS = 60_000;
/** An extension must be worth telling the shopper about. */
const SHORTEST_EXTENSION_MS = 15 * MINUTE_MS;

/** Null where the act is allowed. */
export function whichActs(facts: ActFacts, now: Date): Record<MerchantAct, ActRefusal | null> {
  return {
    check: refuseCheck(facts),
    void: refuseVoid(facts),
    remove: refuseRemove(facts),
    extend: refuseExtend(facts, now),
    "send-again": facts.hasUnsentReport ? null : "nothing-to-send",
    simulate: refuseSimulate(facts),
  };
}

/** The code that PagoEfectivo can be asked about: the newest one that has a CIP. */
export function codeWithCip(facts: Pick<Payment, "codes">): Code | null {
  return facts.codes.findLast((code) => code.cip !== null) ?? null;
}

function refuseCheck(facts: FactsOfPayment): ActRefusal | null {
  const code = codeWithCip(facts);
  if (!code) return "no-code";
  // PagoEfectivo knows nothing of money that was simulated: asking would look like a reversal.
  return facts.test && code.state === "paid" ? "code-ended" : null;
}

function refuseVoid(facts: FactsOfPayment): ActRefusal | null {
  if (facts.told !== "open" && facts.told !== "pending") return "code-ended";
  const code = codeWithCip(facts);
  if (!code) return "no-code";
  return ["live", "voiding", "expired"].includes(code.state) ? null : "code-ended";
}

/** A CIP that lives on although its payment has ended: whatever we believe of it, PagoEfectivo can be asked to delete it. */
function refuseRemove(facts: FactsOfPayment): ActRefusal | null {
  if (facts.told === "open" || facts.told === "pending" || facts.told === "resolved") return "code-ended";
  const code = codeWithCip(facts);
  if (!code) return "no-code";
  return ["live", "voiding", "voided", "lost", "failed"].includes(code.state) ? null : "code-ended";
}

/** Only an order that waits, with a code that lives or has just expired, and only within what Shopify was told. */
function refuseExtend(facts: FactsOfPayment, now: Date): ActRefusal | null {
  if (facts.told !== "pending") return "not-pending";
  const code = currentCode({ codes: facts.codes });
  if (!code?.cip) return "no-code";
  if (code.state !== "live" && code.state !== "expired") return "code-ended";
  const latest = latestExtension(facts);
  const isWorthIt =
    latest !== null &&
    latest.getTime() - now.getTime() >= SHORTEST_EXTENSION_MS &&
    latest > standingExpiry(code, now);
  return isWorthIt ? null : "beyond-deadline";
}

/** When the code ends as things stand: now, if PagoEfectivo has ended it already, before its time or at it. */
function standingExpiry(code: Code, now: Date): Date {
  return code.state === "expired" && code.expiresAt > now ? now : code.expiresAt;
}

/** The latest expiry (UTC) that leaves the code's grace before `pendingExpiresAt`; null where nothing is pending. */
export function latestExtension(facts: Pick<Payment, "pendingExpiresAt" | "codes">): Date | null {
  const code = currentCode({ codes: facts.codes });
  if (!code || !facts.pendingExpiresAt) return null;
  return new Date(facts.pendingExpiresAt.getTime() - code.graceMinutes * MINUTE_MS);
}

/** Why this very expiry (UTC) is not possible; null when it is. */
export function refuseExpiry(facts: FactsOfPayment, expiresAt: Date, now: Date): ActRefusal | null {
  const refused = refuseExtend(facts, now);
  if (refused) return refused;
  const latest = latestExtension(facts);
  const code = currentCode({ codes: facts.codes });
  if (!latest || !code || expiresAt > latest) return "beyond-deadline";
  const current = standingExpiry(code, now);
  const isLater = expiresAt > current && expiresAt.getTime() - now.getTime() >= SHORTEST_EXTENSION_MS;
  return isLater ? null : "too-short";
}

function refuseSimulate(facts: FactsOfPayment): ActRefusal | null {
  if (!facts.test) return "live-payment";
  const code = codeWithCip(facts);
  if (!code) return "no-code";
  return code.state === "paid" ? "code-ended" : null;
}
