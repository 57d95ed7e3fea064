/** The statuses of the list in SQL: conditions on a payment `p`, its newest code `c` and its open cases. Pure. */
import { TOLD_STATES, type Told } from "#app/payments/lifecycle-moves.ts";
import { PAYMENT_STATUSES, type PaymentStatus } from "#app/payments/payment-status.ts";

const IN_CASE = "exists (select 1 from cases k where k.payment_id = p.id and k.state = 'open')";
/** Among the many of a case about an outage, of which there are few. */
const IN_CASE_OF_MANY = `exists (select 1 from cases k
  cross join lateral jsonb_array_elements_text(k.evidence -> 'unanswered') asked join codes m on m.id = asked::uuid
  where k.shop_id = p.shop_id and k.state = 'open' and k.evidence ? 'unanswered' and m.payment_id = p.id)`;

/** Every open case asks a person something about its payment. */
export const NEEDS_PERSON = `(${IN_CASE} or ${IN_CASE_OF_MANY})`;

/**
 * `paymentStatus` once more, for the database to filter by; a test compares the two on every combination. Conditions of single columns,
 * of which the planner has statistics: of one expression over all of them it would guess that next to nothing matches.
 */
const STATUS_IS: Record<Exclude<PaymentStatus, "review">, string> = {
  preparing: "p.told in ('open', 'pending') and (c.state is null or c.state = 'issuing')",
  pending:
    "p.told in ('open', 'pending') and c.state not in ('issuing', 'failed', 'unknown', 'lost', 'voided')",
  paid: "p.told = 'resolved'",
  expired:
    "(p.told in ('rejected', 'lapsed') and c.state is distinct from 'voided' or p.told = 'released' and c.state = 'expired')",
  voided: "p.told <> 'resolved' and c.state = 'voided'",
  failed: `(p.told in ('open', 'pending') and c.state in ('failed', 'unknown', 'lost')
    or p.told = 'released' and (c.state is null or c.state in ('failed', 'unknown', 'lost')))`,
  released: "p.told = 'released' and c.state in ('issuing', 'live', 'voiding', 'paid', 'reversed')",
};

/** Conditions for a payment `p` with its newest code `c` to have one of these statuses. */
export function hasStatus(statuses: readonly PaymentStatus[]): string[] {
  if (statuses.length === PAYMENT_STATUSES.length) return [];
  const others = statuses.flatMap((status) => (status === "review" ? [] : [`(${STATUS_IS[status]})`]));
  const isOther = others.length === 0 ? "false" : others.join(" or ");
  if (statuses.includes("review")) return [`(${NEEDS_PERSON} or ${isOther})`];
  // Each by itself, so that the database may look for all of them at once.
  return [`not ${IN_CASE}`, `not ${IN_CASE_OF_MANY}`, `(${isOther})`];
}

/** The status itself, as SQL on the same `p` and `c`; `needsPerson` is SQL that says whether one of the payment's cases is open. */
export function statusWhere(needsPerson: string): string {
  const others = Object.entries(STATUS_IS).map(([status, is]) => `when ${is} then '${status}'`);
  return `case when ${needsPerson} then 'review' ${others.join(" ")} end`;
}

/** The payments of the shop `$1` that a person must decide about: few, and found by themselves. */
export const PAYMENTS_IN_CASES = `
  select k.payment_id as id from cases k where k.shop_id = $1 and k.state = 'open' and k.payment_id is not null
  union select m.payment_id from cases k
    cross join lateral jsonb_array_elements_text(k.evidence -> 'unanswered') asked join codes m on m.id = asked::uuid
    where k.shop_id = $1 and k.state = 'open' and k.evidence ? 'unanswered'`;

/** The told values under which a status can be found at all: the others' payments are not even looked at. */
export const TOLD_OF_STATUS: Record<PaymentStatus, readonly Told[]> = {
  preparing: ["open", "pending"],
  pending: ["open", "pending"],
  paid: ["resolved"],
  expired: ["rejected", "lapsed", "released"],
  voided: ["open", "pending", "rejected", "lapsed", "released"],
  review: TOLD_STATES,
  failed: ["open", "pending", "released"],
  released: ["released"],
};
