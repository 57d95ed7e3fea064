/** What a set of storms must have met: a fault that befell nobody proves nothing. */
import type { StormPlan } from "./events.ts";

export type Counts = ReadonlyMap<string, number>;

/** Each kind of trouble, and the counts that say that it came. */
const TROUBLES: Readonly<Record<string, readonly string[]>> = {
  drop: [
    "notice lost",
    "notice first-attempt-lost",
    "PagoEfectivo dropped",
    "Shopify dropped-before-effect",
  ],
  duplicate: ["notice duplicate", "session repeated"],
  reorder: ["job out of order"],
  delay: ["notice delayed", "slow answer"],
  "500 after commit": ["PagoEfectivo error-500 after commit", "Shopify dropped-after-effect"],
  "HTML 429": ["PagoEfectivo html-429", "Shopify html-429"],
  "half-open": ["PagoEfectivo half-open"],
  "clock skew": ["clock skew"],
  "process killed": ["web killed", "worker-1 killed", "worker-2 killed"],
  "two workers racing": ["workers racing"],
  "stalled past takeover": ["stalled worker taken over"],
  "sessions of one group": ["another attempt"],
  "cancel, Continue and timer at once": ["pressed together"],
  "DELETE races a payment": ["payment races a void"],
  "empty search items": ["PagoEfectivo empty-items"],
  "paid before create answered": ["PagoEfectivo paid-before-answer"],
  "short notices": ["short notices"],
  "wrong signature": ["notice wrong-signature"],
  "late pay": ["paid when expired"],
  "new code for a dead one": ["renewal asked"],
  "pressed again for a new code": ["renewal repeated"],
  "old code paid": ["old code paid"],
  reversal: ["reversed"],
  "reversal during a refund": ["reversed during a refund"],
  "refund of too much": ["refund of too much"],
  "refund sent again": ["refund repeated"],
  "refund paid out": ["refund pay-out: done"],
  "refund refused": ["refund refuse: done"],
  "refund from a case": ["refund from-case: done"],
  "order ended otherwise": ["order paid-otherwise", "order cancelled"],
  "pending refused": [
    "Shopify refuses: PENDING_INVALID_STATE",
    "Shopify refuses: EXPIRED_PENDING_EXPIRES_AT",
  ],
  OUT_OF_RANGE: ["Shopify refuses: OUT_OF_RANGE_PENDING_EXPIRES_AT"],
  "credential change": ["keys changed"],
  "two shops on one service": ["shared service"],
  uninstall: ["uninstalled"],
  reinstall: ["reinstalled"],
  "lost token refresh": ["refresh token lost"],
  "merchant void": ["merchant void: done", "merchant void: waiting"],
  "merchant extend": ["merchant extend: done"],
};

/** So many storms meet everything; fewer may not. */
export const ENOUGH_RUNS = 150;

/** How often each trouble came, in the order of the table. */
export function troublesMet(counts: Counts): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(TROUBLES).map(([trouble, names]) => [
      trouble,
      names.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0),
    ]),
  );
}

/** What can be told from the plan alone. */
export function metInPlan(plan: StormPlan): string[] {
  const cancels = plan.events.filter(({ happening }) => happening.kind === "cancel");
  const together = cancels.filter(({ atMs }) =>
    plan.events.some((other) => other.atMs === atMs && other.happening.kind === "continue"),
  );
  return [
    ...together.map(() => "pressed together"),
    ...plan.shops.filter(({ sharesService }) => sharesService).map(() => "shared service"),
  ];
}
