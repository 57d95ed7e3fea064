/** A person of the shop reads what a shopper says of having paid, beside what arrived that it may be about. */
import type { Queryable } from "#app/lib/database.server.ts";
import { isId } from "#app/lib/ids.server.ts";
import { parseNotice } from "#app/pagoefectivo/notice-message.ts";
import {
  findArrivedNotices,
  findHeldMoney,
  findSlips,
  type ArrivedNotice,
  type HeldMoney,
  type StoredSlip,
} from "#app/payments/slip-queries.server.ts";
import { likelyMatches, type Arrival, type ShownSlip, type SlipsView } from "#app/payments/slip-matches.ts";

/** Notices come late, and a shopper errs by a day. */
const AROUND_MS = 4 * 86_400_000;

/** Null where the payment has no slip. */
export async function seeSlips(
  deps: { db: Queryable },
  key: { shopId: string; paymentId: string },
): Promise<SlipsView | null> {
  const stored = isId(key.paymentId) ? await findSlips(deps.db, key) : [];
  const [first] = stored;
  if (!first) return null;
  const window = { ...key, ...timesAround(stored), test: first.test };
  const [notices, held] = await Promise.all([
    findArrivedNotices(deps.db, window),
    findHeldMoney(deps.db, window),
  ]);
  const slips = stored.map(shownSlip);
  const amount = { centimos: first.amountCentimos, currency: first.currency };
  const arrivals = [...held.map(ofCase), ...notices.flatMap(ofNotice)];
  return { slips, matches: likelyMatches(slips, amount, arrivals) };
}

function timesAround(slips: readonly StoredSlip[]): { from: Date; to: Date } {
  const moments = slips.map(({ paidAt, leftAt }) => (paidAt ?? leftAt).getTime());
  return {
    from: new Date(Math.min(...moments) - AROUND_MS),
    to: new Date(Math.max(...moments) + AROUND_MS),
  };
}

function shownSlip({ leftAt, operationNumber, paidWhere, paidAt }: StoredSlip): ShownSlip {
  return {
    ...{ operationNumber, paidWhere },
    leftAt: leftAt.toISOString(),
    paidAt: paidAt?.toISOString() ?? null,
  };
}

function ofCase(held: HeldMoney): Arrival {
  const { id, at, cip, currency, heldCentimos: centimos } = held;
  return {
    ...{ id, cip, of: "case", isPlaced: false, operationNumber: null },
    at: at.toISOString(),
    amount: { centimos, currency },
    payment: paymentOf(held),
  };
}

/** Only news of money counts. A body is shown field by field, those that are known to hold nothing of a person. */
function ofNotice(notice: ArrivedNotice): Arrival[] {
  const message = parseNotice(notice.raw);
  if (message.kind !== "notice" || message.eventType !== "cip.paid") return [];
  const { id, isPlaced } = notice;
  const { operationNumber, cip, amount, paidAt } = message;
  return [
    {
      ...{ id, isPlaced, operationNumber, cip, amount, of: "notice" },
      at: (paidAt ?? notice.at).toISOString(),
      payment: paymentOf(notice),
    },
  ];
}

function paymentOf({ paymentId, sessionId }: { paymentId: string | null; sessionId: string | null }) {
  return paymentId !== null && sessionId !== null ? { id: paymentId, sessionId } : null;
}
