import type { Queryable } from "#app/lib/database.server.ts";
import {
  COUNTED_TO,
  type ListedPayment,
  type ListedShop,
  type PaymentCount,
  type PaymentList,
} from "#app/payments/payment-list.ts";
import { readCursor, writeCursor } from "#app/payments/payment-list-cursor.ts";
import { readListFilter, type ListFilter, type ListMode } from "#app/payments/payment-list-filter.ts";
import {
  countPayments,
  loadListedShop,
  loadPaymentPage,
  type LoadedPage,
  placeOf,
  sumPayments,
} from "#app/payments/payment-list-queries.server.ts";
import type { MoneyTotals } from "#app/payments/payment-money.ts";

const PAGE_SIZE = 50;

/** One page of the shop's payments, as the query of the page's address asks for it; never another shop's. */
export async function listPayments(
  deps: { db: Queryable },
  input: { shopId: string; query: URLSearchParams },
): Promise<PaymentList> {
  const { shopId, query } = input;
  const filter = readListFilter(query);
  const shop = await loadListedShop(deps.db, shopId);
  const mode = shownMode(filter, shop);
  const shown = { ...filter, mode };
  const [page, counted] = await Promise.all([
    loadPaymentPage(deps.db, {
      shopId,
      filter: shown,
      after: readCursor(query.get("after"), filter.sort),
      before: readCursor(query.get("before"), filter.sort),
      size: PAGE_SIZE,
    }),
    countPayments(deps.db, { shopId, filter: shown, limit: COUNTED_TO }),
  ]);
  const cursorAt = (row: ListedPayment | undefined, isThere: boolean) =>
    row && isThere ? writeCursor(filter.sort, placeOf(row, filter.sort)) : null;
  return {
    filter,
    mode,
    rows: page.rows,
    next: cursorAt(page.rows.at(-1), page.hasNext),
    previous: cursorAt(page.rows[0], page.hasPrevious),
    ...countOf(page, counted),
    shop,
  };
}

/** A page that is all of the list has counted them; and what is on this page and around it is there, however few were counted. */
function countOf(page: LoadedPage, counted: PaymentCount): PaymentCount {
  const shown = page.rows.length;
  if (counted.isExact) return counted;
  if (!page.hasNext && !page.hasPrevious) return { count: shown, isExact: true };
  const around = (page.hasPrevious ? PAGE_SIZE : 0) + (page.hasNext ? 1 : 0);
  return { ...counted, count: Math.max(counted.count, shown + around) };
}

/** What the payments that such a query finds add up to, on all pages together, and how far their money has come. */
export async function totalPayments(
  deps: { db: Queryable },
  input: { shopId: string; query: URLSearchParams },
): Promise<MoneyTotals[]> {
  const { shopId, query } = input;
  const filter = readListFilter(query);
  const mode = shownMode(filter, await loadListedShop(deps.db, shopId));
  return sumPayments(deps.db, { shopId, filter: { ...filter, mode } });
}

/**
 * Test payments stay out of the way of a shop that sells, unless they are asked for; whoever searches for one payment means it,
 * whichever kind it is.
 */
export function shownMode(filter: Pick<ListFilter, "mode" | "q">, shop: ListedShop): ListMode {
  if (filter.mode) return filter.mode;
  return shop.isLive && filter.q === "" ? "live" : "all";
}
