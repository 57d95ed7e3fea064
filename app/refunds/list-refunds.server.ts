/** The refund desk's queue for one shop. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import {
  readRefundCursor,
  readRefundFilter,
  refundCursor,
  REFUNDS_A_PAGE,
  type ListedRefund,
  type RefundList,
} from "#app/refunds/refund-list.ts";
import {
  countOverdueRefunds,
  findRefundsOfCase,
  findRefundsOfPayment,
  hasManualRefunds,
  loadRefundPage,
} from "#app/refunds/refund-list-queries.server.ts";

export interface ListRefundsDeps {
  db: Queryable;
  clock: Clock;
}

/** What the address asks for; an address that no page of ours has leads to the start of the list. */
export async function listRefunds(
  deps: ListRefundsDeps,
  input: { shopId: string; query: URLSearchParams },
): Promise<RefundList> {
  const { shopId, query } = input;
  const now = deps.clock.now();
  const filter = readRefundFilter(query);
  const after = readRefundCursor(query.get("after"));
  // One more than is shown says whether there is another page.
  const [found, isManual] = await Promise.all([
    loadRefundPage(deps.db, { shopId, filter, after, now, size: REFUNDS_A_PAGE + 1 }),
    hasManualRefunds(deps.db, shopId),
  ]);
  const rows = found.slice(0, REFUNDS_A_PAGE);
  const last = rows.at(-1);
  return {
    filter,
    rows,
    next: found.length > rows.length && last ? refundCursor(last) : null,
    isFirst: after === null,
    now: now.toISOString(),
    isManual,
  };
}

/** The refunds of one payment for its page. */
export function listRefundsOfPayment(
  deps: ListRefundsDeps,
  key: { shopId: string; paymentId: string },
): Promise<ListedRefund[]> {
  return findRefundsOfPayment(deps.db, { ...key, now: deps.clock.now() });
}

/** The refunds of a case's money for its page, and whether another can be opened at all. */
export async function listRefundsOfCase(
  deps: ListRefundsDeps,
  key: { shopId: string; caseId: string },
): Promise<{ refunds: ListedRefund[]; isManual: boolean }> {
  const [refunds, isManual] = await Promise.all([
    findRefundsOfCase(deps.db, { ...key, now: deps.clock.now() }),
    hasManualRefunds(deps.db, key.shopId),
  ]);
  return { refunds, isManual };
}

/** How many refunds of the shop wait too long, for its home page. */
export function countOverdue(deps: ListRefundsDeps, shopId: string): Promise<number> {
  return countOverdueRefunds(deps.db, { shopId, now: deps.clock.now() });
}
