/**
 * Whether a shop can take payments with us, and what its merchant must do first. `ready` in the database is what we would
 * take, and so what Shopify is told; only a person switches it on for the first time, and a machine may switch it off.
 */

/** Why a machine switched a shop off. Its other reasons belong to whoever writes them. */
export const CREDENTIALS_REFUSED = "credentials-refused";
/** The refresh token is dead: signing in again switches the shop on again. */
export const TOKEN_LOST = "shopify-token-lost";

export const READINESS_STEPS = ["installed", "connected", "rules"] as const;
export type ReadinessStep = (typeof READINESS_STEPS)[number];

export interface ReadinessFacts {
  isInstalled: boolean;
  hasLive: boolean;
  hasSandbox: boolean;
  codeLifeMinutes: number;
  graceMinutes: number;
}

/** What is missing before the shop may be activated, in the order in which it is done. */
export function missingSteps(facts: ReadinessFacts): ReadinessStep[] {
  const missing = new Set<ReadinessStep>();
  if (!facts.isInstalled) missing.add("installed");
  if (!facts.hasLive && !facts.hasSandbox) missing.add("connected");
  if (!areRulesPossible(facts)) missing.add("rules");
  return READINESS_STEPS.filter((step) => missing.has(step));
}

/** Under two hours no code is made, and none may outlive Shopify's 72 hours less a quarter of an hour. */
function areRulesPossible(facts: ReadinessFacts): boolean {
  const { codeLifeMinutes, graceMinutes } = facts;
  return codeLifeMinutes >= 120 && graceMinutes >= 0 && codeLifeMinutes + graceMinutes <= 72 * 60 - 15;
}

/** Why Shopify does not know yet what it was to be told; one sentence each in the catalogue (`connect.told.*`). */
export const TELL_PROBLEMS = [
  "not-installed",
  "refused",
  "no-token",
  "access-denied",
  "shop-inactive",
  "shop-not-found",
  "unreachable",
] as const;
export type TellProblem = (typeof TELL_PROBLEMS)[number];

export function isTellProblem(text: string | null): text is TellProblem {
  return TELL_PROBLEMS.some((problem) => problem === text);
}

/** How soon Shopify is told again after a failure; after the last one the hourly look takes over. */
const TELL_AGAIN_MS = [10_000, 60_000, 5 * 60_000, 15 * 60_000];

/** Null: not again by itself. `attempt` counts from 0. */
export function tellAgainMs(attempt: number, askedToWaitMs: number | null): number | null {
  const wait = TELL_AGAIN_MS[attempt];
  return wait === undefined ? null : Math.max(wait, askedToWaitMs ?? 0);
}

/** Keys are given up on only after refusals this far apart: one alone can be a moment's disorder at PagoEfectivo. */
export const REFUSALS_APART_MS = 5 * 60_000;

/** Merchants whose keys began to be refused within this time of one another have a cause in common. */
export const TOGETHER_MS = 15 * 60_000;

/** Our clock further off than this is a reason of its own why keys are refused. */
const CLOCK_TOLERANCE_MS = 60_000;

export interface Refusal {
  refusedSince: Date;
  now: Date;
  clockOffsetMs: number | null;
  /** Other shops whose live keys began to be refused about when these did, or are refused right now. */
  othersRefused: number;
}

/** What follows from keys that PagoEfectivo has just refused again. */
export function judgeRefusal(refusal: Refusal): "wait" | "alert" | "switch-off" {
  if (refusal.now.getTime() - refusal.refusedSince.getTime() < REFUSALS_APART_MS) return "wait";
  const clockIsOff = Math.abs(refusal.clockOffsetMs ?? 0) > CLOCK_TOLERANCE_MS;
  return clockIsOff || refusal.othersRefused > 0 ? "alert" : "switch-off";
}
