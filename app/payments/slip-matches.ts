/** Which of what arrived may be the money of a slip, and why. Pure: whoever decides is a person of the shop. */
import type { Money } from "#app/lib/money.ts";
import type { PaidWhere } from "#app/payments/slip.ts";

/** A slip as the shop's people read it. Instants are ISO text, UTC. */
export interface ShownSlip {
  leftAt: string;
  operationNumber: string;
  paidWhere: PaidWhere | null;
  paidAt: string | null;
}

/** Something that arrived: a notice that no payment accounts for, another payment's notice, or a case that holds money. */
export interface Arrival {
  /** Of the notice or the case. */
  id: string;
  of: "notice" | "case";
  at: string;
  amount: Money | null;
  operationNumber: string | null;
  cip: string | null;
  /** Whom it belongs to already; null where nobody knows. */
  payment: { id: string; sessionId: string } | null;
  /** A payment of its own accounts for it: only an equal number makes it worth a look. */
  isPlaced: boolean;
}

/** `number`: the same operation number; `amount`: no payment accounts for it, and amount and day are like these. */
export type MatchReason = "number" | "amount";
export type LikelyMatch = Omit<Arrival, "isPlaced"> & { reason: MatchReason };

/** What the payment's page and its case show of slips. */
export interface SlipsView {
  slips: readonly ShownSlip[];
  matches: readonly LikelyMatch[];
}

/** How far from the slip's amount and moment an arrival may be. A counter's day ends at its own hour. */
export const NEAR_CENTIMOS = 100;
export const NEAR_MS = 36 * 3_600_000;
const SHOWN_AT_MOST = 10;

/** The likeliest first: equal numbers, then what is nearest in time. */
export function likelyMatches(
  slips: readonly ShownSlip[],
  amount: Money,
  arrivals: readonly Arrival[],
): LikelyMatch[] {
  const found = arrivals.flatMap(({ isPlaced, ...arrival }) => {
    const reason = reasonFor(slips, amount, { isPlaced, ...arrival });
    return reason ? [{ ...arrival, reason }] : [];
  });
  const rank = ({ reason }: LikelyMatch) => (reason === "number" ? 0 : 1);
  return found
    .toSorted(
      (one, other) => rank(one) - rank(other) || distance(slips, one.at) - distance(slips, other.at),
    )
    .slice(0, SHOWN_AT_MOST);
}

function reasonFor(slips: readonly ShownSlip[], amount: Money, arrival: Arrival): MatchReason | null {
  const number = arrival.operationNumber && plainNumber(arrival.operationNumber);
  if (number && slips.some((slip) => plainNumber(slip.operationNumber) === number)) return "number";
  const isNear =
    arrival.amount?.currency === amount.currency &&
    Math.abs(arrival.amount.centimos - amount.centimos) <= NEAR_CENTIMOS &&
    distance(slips, arrival.at) <= NEAR_MS;
  return !arrival.isPlaced && isNear ? "amount" : null;
}

/** `0012-34` and `1234` are printed for the same operation. */
function plainNumber(text: string): string {
  return text
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, "")
    .replace(/^0+(?=.)/, "");
}

function distance(slips: readonly ShownSlip[], at: string): number {
  const moments = slips.map(({ paidAt, leftAt }) => Date.parse(paidAt ?? leftAt));
  return Math.min(...moments.map((moment) => Math.abs(moment - Date.parse(at))));
}
