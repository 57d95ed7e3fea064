/**
 * Pages of a shop's payments. The statements have no names: a plan that is made once for every shop and filter is the wrong one
 * for most, and planning anew takes about a millisecond.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";
import type { ListedPayment, ListedShop, PaymentCount } from "#app/payments/payment-list.ts";
import type { ListCursor } from "#app/payments/payment-list-cursor.ts";
import type { ListSort } from "#app/payments/payment-list-filter.ts";
import {
  countStatement,
  pageStatement,
  STATUSES_TEXT,
  totalsStatement,
  type ListPart,
  type PageRequest,
} from "#app/payments/payment-list-sql.ts";
import type { MoneySum, MoneyTotals } from "#app/payments/payment-money.ts";
import { paymentStatus, type PaymentStatus } from "#app/payments/payment-status.ts";

export interface PageOf {
  shopId: string;
  filter: PageRequest["filter"];
  after: ListCursor | null;
  before: ListCursor | null;
  size: number;
}

export interface LoadedPage {
  rows: ListedPayment[];
  hasPrevious: boolean;
  hasNext: boolean;
}

/** The `size` payments next to a cursor, in the filter's order. `before` counts only without `after`. */
export async function loadPaymentPage(db: Queryable, page: PageOf): Promise<LoadedPage> {
  const isBackward = page.after === null && page.before !== null;
  const found = await loadAlong(db, { ...page, isBackward, cursor: isBackward ? page.before : page.after });
  const hasMore = found.length > page.size;
  const rows = found.slice(0, page.size);
  if (isBackward) return { rows: rows.reverse(), hasPrevious: hasMore, hasNext: true };
  return { rows, hasPrevious: page.after !== null, hasNext: hasMore };
}

/** How many payments the filter finds, counted up to `limit`; there may be more where it is not exact. */
export async function countPayments(
  db: Queryable,
  request: Pick<PageRequest, "shopId" | "filter" | "limit">,
): Promise<PaymentCount> {
  const { rows } = await db.query<PaymentCount>(countStatement(request));
  return rows[0] ?? { count: 0, isExact: true };
}

type Sums = Record<`${Exclude<keyof MoneyTotals, "currency">}${"Count" | "Centimos"}`, number>;

/** What all payments that the filter finds add up to, by currency. Takes as long as there are many. */
export async function sumPayments(
  db: Queryable,
  request: Pick<PageRequest, "shopId" | "filter">,
): Promise<MoneyTotals[]> {
  const { rows } = await db.query<Sums & { currency: Currency }>(totalsStatement(request));
  return rows.map((row) => {
    const sum = (name: Exclude<keyof MoneyTotals, "currency">): MoneySum => ({
      count: row[`${name}Count`],
      centimos: row[`${name}Centimos`],
    });
    return {
      currency: row.currency,
      listed: sum("listed"),
      paid: sum("paid"),
      settled: sum("settled"),
      paidOut: sum("paidOut"),
    };
  });
}

export async function loadListedShop(db: Queryable, shopId: string): Promise<ListedShop> {
  const { rows } = await db.query<ListedShop>({
    name: "listed-shop",
    text: `
      -- In an order that an index has: of a shop without payments the whole table might be read.
      select (select true from payments where shop_id = $1 order by told, id desc limit 1) is true as "hasPayments",
        count(*) > 0 as "isConnected", coalesce(bool_or(mode = 'live'), false) as "isLive"
      from credential_sets where shop_id = $1 and disconnected_at is null`,
    values: [shopId],
  });
  return rows[0] ?? { hasPayments: false, isConnected: false, isLive: false };
}

/** Where each of these payments stands; those that are not of the shop are left out. */
export async function loadStatuses(
  db: Queryable,
  input: { shopId: string; paymentIds: readonly string[] },
): Promise<ReadonlyMap<string, PaymentStatus>> {
  const { rows } = await db.query<Pick<StoredRow, "id" | "told" | "codeState" | "needsPerson">>({
    name: "listed-statuses",
    text: STATUSES_TEXT,
    values: [input.shopId, input.paymentIds],
  });
  return new Map(rows.map((row) => [row.id, paymentStatus(row)]));
}

/** Where this payment stands in the order. */
export function placeOf(row: ListedPayment, sort: ListSort): ListCursor {
  if (sort.startsWith("amount")) return { key: row.amountCentimos, id: row.id };
  if (sort.startsWith("expires")) return { key: row.expiresAt, id: row.id };
  return { key: null, id: row.id };
}

interface Walk extends PageOf {
  isBackward: boolean;
  cursor: ListCursor | null;
}

/** One row more than a page holds, where there is one. */
async function loadAlong(db: Queryable, walk: Walk): Promise<ListedPayment[]> {
  const parts = partsOf(walk.filter.sort);
  if (walk.isBackward) parts.reverse();
  const start = walk.cursor ? parts.findIndex((part) => part.holds(walk.cursor)) : 0;
  const found: ListedPayment[] = [];
  for (const [index, part] of parts.slice(Math.max(start, 0)).entries()) {
    const limit = walk.size + 1 - found.length;
    if (limit <= 0) break;
    const statement = pageStatement({
      shopId: walk.shopId,
      filter: walk.filter,
      part: part.name,
      isAscending: part.isAscending !== walk.isBackward,
      cursor: index === 0 ? walk.cursor : null,
      limit,
    });
    const { rows } = await db.query<StoredRow>(statement);
    found.push(...rows.map(toListed));
  }
  return found;
}

interface Part {
  name: ListPart;
  isAscending: boolean;
  holds: (cursor: ListCursor | null) => boolean;
}

function partsOf(sort: ListSort): Part[] {
  const isAscending = sort.endsWith("asc");
  if (sort.startsWith("created")) return [{ name: "created", isAscending, holds: () => true }];
  if (sort.startsWith("amount")) return [{ name: "amount", isAscending, holds: () => true }];
  return [
    { name: "expires", isAscending, holds: (cursor) => cursor?.key !== null },
    { name: "codeless", isAscending: false, holds: (cursor) => cursor?.key === null },
  ];
}

interface StoredRow {
  id: string;
  sessionId: string;
  amountCentimos: number;
  currency: Currency;
  test: boolean;
  told: Told;
  createdAt: Date;
  codeState: CodeState | null;
  expiresAt: Date | null;
  codeId: string | null;
  cip: string | null;
  paidAt: Date | null;
  isPaid: boolean | null;
  isSettled: boolean;
  settledOn: string | null;
  paidOutOn: string | null;
  needsPerson: boolean;
}

function toListed({ codeState, needsPerson, ...row }: StoredRow): ListedPayment {
  return {
    ...row,
    status: paymentStatus({ told: row.told, codeState, needsPerson }),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    paidAt: row.paidAt?.toISOString() ?? null,
    isPaid: row.isPaid === true,
    isPaidOut: row.paidOutOn !== null,
  };
}
