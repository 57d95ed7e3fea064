/** How the service stands: what operations watch, and what of it everybody may know. Pure. */

export const PARTIES = ["pagoefectivo", "shopify"] as const;
export type Party = (typeof PARTIES)[number];

/** Of the shops for which a party was called lately: how many there are, and for how many its last call was not answered. */
export interface Asked {
  shops: number;
  unanswered: number;
}

export interface ServiceState {
  at: Date;
  /** Jobs whose time has come, which nobody works on. */
  queue: { due: number; oldestDueSeconds: number };
  /** Payments known to be paid whose resolve Shopify has not acknowledged, while a machine still tries. */
  unresolved: { count: number; oldestSeconds: number };
  /** For how long the most overdue report waits beyond its time. */
  reportOverdueSeconds: number;
  cases: { holdingMoney: number; others: number; oldestHoldingMoneySeconds: number };
  sweepOldestUnaskedSeconds: number;
  workersAlive: number;
  parties: Record<Party, Asked>;
}

export type PartyStanding = "well" | "trouble" | "not-asked";

/**
 * A party is in trouble when half of the shops for which it was called lately got no answer: one merchant's own trouble is theirs,
 * and an outage is everybody's.
 */
export function standingOf({ shops, unanswered }: Asked): PartyStanding {
  if (shops === 0) return "not-asked";
  return unanswered * 2 >= shops ? "trouble" : "well";
}

/** How long payments took lately; null where there were none. */
export interface ResolveTimes {
  payments: number;
  paidMs: Percentiles | null;
  noticedMs: Percentiles | null;
}
export interface Percentiles {
  p50: number;
  p99: number;
}

/** Longer than a busy moment: whoever has paid in cash waits for their order. */
const SLOW_FROM_SECONDS = 300;

/** What everybody may know: no shop, no amount, and no number of payments that would tell how business goes. */
export interface PublicStatus {
  status: "well" | "trouble";
  at: string;
  /** Over the last hours; null where nothing was paid. */
  paidToResolvedMs: Percentiles | null;
  noticedToResolvedMs: Percentiles | null;
  oldestUnresolvedSeconds: number;
  parties: Record<Party, PartyStanding>;
}

export function publicStatus(state: ServiceState, times: ResolveTimes): PublicStatus {
  const parties = {
    pagoefectivo: standingOf(state.parties.pagoefectivo),
    shopify: standingOf(state.parties.shopify),
  };
  const isWell =
    PARTIES.every((party) => parties[party] !== "trouble") &&
    state.workersAlive > 0 &&
    state.queue.oldestDueSeconds < SLOW_FROM_SECONDS &&
    state.sweepOldestUnaskedSeconds < SLOW_FROM_SECONDS;
  return {
    status: isWell ? "well" : "trouble",
    at: state.at.toISOString(),
    paidToResolvedMs: times.paidMs,
    noticedToResolvedMs: times.noticedMs,
    oldestUnresolvedSeconds: state.unresolved.oldestSeconds,
    parties,
  };
}
