/**
 * The two facts a payment has: what happened to its code, and what Shopify was told of it.
 * Every move that may ever be written stands here; `payment-lifecycle.ts` says which event makes which.
 * The store writes nothing that is not in these tables, and the database repeats the states as CHECKs.
 */
export const CODE_STATES = [
  "issuing",
  "live",
  "failed",
  "unknown",
  "expired",
  "voiding",
  "voided",
  "lost",
  "paid",
  "reversed",
] as const;
export type CodeState = (typeof CODE_STATES)[number];

export const CODE_STATE_MEANING: Record<CodeState, string> = {
  issuing: "the row is taken; PagoEfectivo is being asked for a CIP, once",
  live: "the CIP exists and can be paid",
  failed: "surely not created",
  unknown: "asked for, and nobody knows whether a CIP exists",
  expired: "a look-up said expired (status 21)",
  voiding: "we decided to delete the CIP; not yet proved",
  voided: "removed after our DELETE, proved by a look-up",
  lost: "was unknown; a person gave it up",
  paid: "a look-up said paid (status 23) with the code's amount and currency",
  reversed: "was paid; the collector took the payment back",
};

/** What may happen to a code: from → to. */
export const CODE_MOVES: Record<CodeState, readonly CodeState[]> = {
  issuing: ["live", "failed", "unknown"],
  unknown: ["live", "paid", "lost"],
  live: ["paid", "expired", "voiding"],
  voiding: ["voided", "live", "paid", "expired"],
  expired: ["paid", "live"],
  voided: ["paid"],
  lost: ["paid"],
  paid: ["reversed"],
  reversed: ["live", "expired", "voided", "paid"],
  failed: [],
};

/** A code in one of these may still be paid: at most one per group (a partial unique index says the same). */
export const PAYABLE_CODE_STATES: readonly CodeState[] = ["issuing", "unknown", "live", "voiding"];

export const TOLD_STATES = ["open", "pending", "resolved", "rejected", "released", "lapsed"] as const;
export type Told = (typeof TOLD_STATES)[number];

export const TOLD_MEANING: Record<Told, string> = {
  open: "Shopify has our page's address and nothing else",
  pending: "told pending: the order exists and waits for cash",
  resolved: "told resolved: the order is paid; final",
  rejected: "told rejected: unpaid was proved; final",
  released: "we ended it and tell Shopify nothing",
  lapsed: "left to Shopify's own expiry: the code proved dead, or its money decided by a person",
};

/** What Shopify was told: from → to. Resolved and rejected exclude each other for ever. */
export const TOLD_MOVES: Record<Told, readonly Told[]> = {
  open: ["pending", "resolved", "rejected", "released"],
  pending: ["resolved", "rejected", "lapsed"],
  released: ["open", "resolved"],
  lapsed: ["resolved"],
  resolved: [],
  rejected: [],
};

export const FINAL_TOLD: readonly Told[] = ["resolved", "rejected"];

export function mayMoveCode(from: CodeState, to: CodeState): boolean {
  return CODE_MOVES[from].includes(to);
}

export function mayMoveTold(from: Told, to: Told): boolean {
  return TOLD_MOVES[from].includes(to);
}

/**
 * Proves the tables sound; called once at boot, so that a bad edit stops the app instead of a payment.
 * Throws when a state cannot be reached, a final state has an exit, or a state that is not final has none.
 */
export function checkLifecycleTables(): void {
  checkReachable("code", "issuing", CODE_STATES, CODE_MOVES);
  checkReachable("told", "open", TOLD_STATES, TOLD_MOVES);
  for (const told of TOLD_STATES) {
    const hasExit = TOLD_MOVES[told].length > 0;
    if (hasExit === FINAL_TOLD.includes(told)) {
      throw new Error(`lifecycle: "${told}" ${hasExit ? "is final but has an exit" : "has no exit"}`);
    }
  }
}

function checkReachable<S extends string>(
  name: string,
  first: S,
  states: readonly S[],
  moves: Record<S, readonly S[]>,
): void {
  const reached = new Set<S>([first]);
  for (const state of reached) for (const next of moves[state]) reached.add(next);
  for (const state of states) {
    if (!reached.has(state)) throw new Error(`lifecycle: ${name} state "${state}" cannot be reached`);
    if (moves[state].includes(state))
      throw new Error(`lifecycle: ${name} state "${state}" moves to itself`);
  }
}
