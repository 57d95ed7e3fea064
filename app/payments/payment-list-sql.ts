/**
 * The SQL of the payments list, put together from a filter. Pure. The order is always one that an index has, for each of the six
 * `told` values apart: a sort over all payments of a shop would take a second. Ids are made in the order of time (UUID version 7),
 * so that the order of creation is the order of ids.
 */
import { invariant } from "#app/lib/invariant.ts";
import { searchOf, wantedStatuses, type ListFilter } from "#app/payments/payment-list-filter.ts";
import type { ListCursor } from "#app/payments/payment-list-cursor.ts";
import { TOLD_STATES, type Told } from "#app/payments/lifecycle-moves.ts";
import { narrowing, StatementValues, type KnownMode } from "#app/payments/payment-list-narrowing.ts";
import { hasStage, howFarOf, IS_PAID, MONEY_FACTS, totalsText } from "#app/payments/payment-list-money.ts";
import {
  alongCodes,
  alongExpiries,
  amountIs,
  lookUps,
  NEWEST_CODE,
  oneOfFew,
  PAYMENTS,
  type Source,
  type Walk,
} from "#app/payments/payment-list-sources.ts";
import { NEEDS_PERSON, PAYMENTS_IN_CASES, TOLD_OF_STATUS } from "#app/payments/payment-list-status.ts";
import { CHANNELS } from "#app/payments/payment-list-steps.ts";

export interface Statement {
  text: string;
  values: unknown[];
}

/**
 * Part of an order. By expiry there are two: payments with a code, and after them those without one, which expire at no time
 * and follow newest first.
 */
export type ListPart = "created" | "amount" | "expires" | "codeless";

export interface PageRequest {
  shopId: string;
  filter: KnownMode;
  part: ListPart;
  isAscending: boolean;
  /** Only what comes after it in this order. */
  cursor: ListCursor | null;
  limit: number;
  /** Where the money is, is asked of so many paid payments and of no more. */
  mostAsked?: number;
}

/** The ids of one page, best first, with the columns that a list shows. */
export function pageStatement(request: PageRequest): Statement {
  const values = new StatementValues();
  const { key, direction, idDirection } = order(request);
  const branches = branchesOf(request, values).map(
    ({ from, where, idColumn = "p.id", keyColumn = key }) => {
      const ordered = `order by ${keyColumn} ${direction}, ${idColumn} ${idDirection} limit ${request.limit}`;
      return `(select p.id, ${key} as key ${from} where ${where.join(" and ")} ${ordered})`;
    },
  );
  const byKey = `${request.part === "amount" || request.part === "expires" ? `key ${direction}, ` : ""}id ${idDirection}`;
  const text = `
    with ${channelsOf(request.filter)}page as materialized (
      select id, key from (${branches.join(unionOf(request.filter))}) found order by ${byKey} limit ${request.limit}
    )
    select p.id, p.session_id as "sessionId", p.amount_centimos as "amountCentimos", p.currency, p.test, p.told,
      p.received_at as "createdAt", c.state as "codeState", c.expires_at as "expiresAt",
      shown.id as "codeId", shown.cip, shown.paid_at as "paidAt", shown.state = 'paid' as "isPaid",
      ${NEEDS_PERSON} as "needsPerson", money.settled is true as "isSettled",
      to_char(money.settled_on, 'YYYY-MM-DD') as "settledOn", to_char(money.paid_out_on, 'YYYY-MM-DD') as "paidOutOn"
    from page join payments p on p.id = page.id ${NEWEST_CODE}
      left join lateral (
        select o.id, o.cip, o.paid_at, o.state from codes o where o.payment_id = p.id
        order by o.state = 'paid' desc, o.created_at desc, o.id desc limit 1
      ) shown on true
      ${MONEY_FACTS}
    order by ${byKey.replace("key", "page.key").replace(/\bid\b/, "page.id")}`;
  return { text, values: values.list };
}

/** What the status of each of the payments `$2` of the shop `$1` goes by. */
export const STATUSES_TEXT = `
  select p.id, p.told, c.state as "codeState", ${NEEDS_PERSON} as "needsPerson"
  from payments p ${NEWEST_CODE} where p.shop_id = $1 and p.id = any($2::uuid[])`;

/**
 * How many there are, counted up to `limit` and no further. Of the places of money nothing says beforehand how many payments are there, and each
 * takes a few looks into statements: `isExact` is false where not all of them were asked.
 */
export function countStatement(request: Pick<PageRequest, "shopId" | "filter" | "limit">): Statement {
  const { head, found, values, isOfAsked } = foundPayments({ ...request, mostAsked: MOST_ASKED }, "p.id");
  const allAsked = isOfAsked ? `(select count(*) from asked) < ${MOST_ASKED}` : "true";
  const text = `${head === "" ? "" : `with ${head.replace(/, $/, "")}`}
    select count(*)::int as count, count(*) < ${request.limit} and ${allAsked} as "isExact" from (
    select id from (${found}) found limit ${request.limit}) counted`;
  return { text, values };
}

/** Of the newest paid payments. So many take a few hundredths of a second. */
const MOST_ASKED = 1_500;

export interface FoundPayments {
  /** What must stand behind `with`, before the statement's own parts: nothing, or parts and a comma. */
  head: string;
  /** A subquery with a row for each payment. The shop is `$1`. */
  found: string;
  values: unknown[];
  /** Only some were asked: those in `asked`, which is among the parts of `head`. */
  isOfAsked: boolean;
}

/**
 * Whatever counts or sums what the list shows begins here: each payment that the filter finds, once, with these columns of
 * `payments p`, the id among them.
 */
export function foundPayments(
  request: Pick<PageRequest, "shopId" | "filter" | "mostAsked">,
  columns: string,
): FoundPayments {
  const values = new StatementValues();
  const asked = { ...request, part: "created", isAscending: false, cursor: null, limit: 0 } as const;
  const sources = branchesOf(asked, values);
  const branches = sources.map(
    ({ from, where }) => `select ${columns} ${withoutIdleJoin(from, where)} where ${where.join(" and ")}`,
  );
  const passed = sources.find((source) => source.passed !== undefined)?.passed;
  return {
    head: `${channelsOf(request.filter)}${passed === undefined ? "" : howFarOf(passed, "$1")}`,
    found: branches.join(unionOf(request.filter)),
    values: values.list,
    isOfAsked: passed !== undefined,
  };
}

/** Which payment was paid where, found once for all branches. */
function channelsOf(filter: ListFilter): string {
  return filter.channel === null ? "" : `${CHANNELS}, `;
}

/** What they add up to, and how far their money has come: all of them, however many there are. */
export function totalsStatement(request: Pick<PageRequest, "shopId" | "filter">): Statement {
  const { head, found, values } = foundPayments(request, "p.id");
  return { text: totalsText(found, head), values };
}

/** Only a search finds a payment in two ways. Without one nothing has to be compared, and a count ends as soon as it is reached. */
function unionOf(filter: ListFilter): string {
  return searchOf(filter) ? " union " : " union all ";
}

/** The newest code is looked up only where something is asked of it: the planner cannot know that a join changes nothing. */
function withoutIdleJoin(from: string, where: readonly string[]): string {
  return where.some((condition) => condition.includes("c.")) ? from : from.replace(NEWEST_CODE, "");
}

function order({ part, isAscending }: Pick<PageRequest, "part" | "isAscending">) {
  const direction = isAscending ? "asc" : "desc";
  const opposite = isAscending ? "desc" : "asc";
  switch (part) {
    case "created":
    case "codeless":
      return { key: "null::int", direction, idDirection: direction };
    case "amount":
      // As the index has it: (amount_centimos, id desc).
      return { key: "p.amount_centimos", direction, idDirection: opposite };
    case "expires":
      return { key: "c.expires_at", direction, idDirection: direction };
  }
}

/** Every way to a payment that is wanted; their union is the list. */
function branchesOf(request: PageRequest, values: StatementValues): Source[] {
  const shop = values.add(request.shopId);
  const { money } = request.filter;
  const walk = walkOf(request);
  const of = walk === "paid" && request.mostAsked !== undefined ? "asked" : "each";
  const ofMoney = money === null ? [] : hasStage(money, shop, of);
  const where = [...conditions(request, values), ...ofMoney, ...afterCursor(request, values)];
  const search = searchOf(request.filter);
  const sources = search
    ? [
        ...(search.amount ? scans(request, amountIs(search.amount, values)) : []),
        ...lookUps(search, shop, values),
      ]
    : scans(request, []);
  // What was typed can be no payment's. Every value must stand in the statement all the same: the database refuses one that does not.
  if (sources.length === 0) return [{ from: PAYMENTS, where: [`p.shop_id = ${shop}`, "false", ...where] }];
  return sources.map(({ from, where: ofSource }) => {
    const all = [`p.shop_id = ${shop}`, ...ofSource, ...where];
    const by = { shop, isAscending: request.isAscending };
    switch (walk) {
      case null:
        return { from, where: all };
      case "expiries":
        return alongExpiries(all, by);
      case "voided":
        return alongCodes(walk, all, { ...by, most: null });
      case "paid":
        return alongCodes(
          walk,
          all.filter((condition) => condition !== IS_PAID),
          { ...by, most: request.mostAsked ?? null },
        );
    }
  });
}

/** Which codes are walked along, one way for all payments; null: along the payments themselves, or what a search finds. */
function walkOf({ part, filter }: PageRequest): Walk | null {
  const statuses = wantedStatuses(filter);
  const only = statuses.length === 1 ? statuses[0] : null;
  // Few are in review, and found first.
  if (searchOf(filter) || part === "amount" || only === "review") return null;
  // Unfinished payments are few, and the last to expire: sorted by themselves they are found sooner than along all codes.
  if (part === "expires") return areFew(toldOf(filter)) ? null : "expiries";
  if (filter.money !== null) return "paid";
  return only === "voided" ? "voided" : null;
}

function toldOf(filter: ListFilter): Told[] {
  const statuses = wantedStatuses(filter);
  return TOLD_STATES.filter((state) => statuses.some((s) => TOLD_OF_STATUS[s].includes(state)));
}

function areFew(told: readonly Told[]): boolean {
  return told.every((state) => state === "open" || state === "pending");
}

/** What walks along an index in the wanted order. */
function scans(request: PageRequest, more: string[]): Source[] {
  const statuses = wantedStatuses(request.filter);
  const told = toldOf(request.filter);
  const from = PAYMENTS;
  if (statuses.length === 1 && statuses[0] === "review") {
    const few = oneOfFew(PAYMENTS_IN_CASES);
    return [{ from, where: [...few.where, ...more] }];
  }
  if (walkOf(request) !== null) return [{ from, where: [toldIn(told), ...more] }];
  if (request.part === "amount" && !areFew(told)) return alongAmounts(from, told, more);
  return told.map((state) => ({ from, where: [`p.told = '${state}'`, ...more] }));
}

function alongAmounts(from: string, told: readonly Told[], more: string[]): Source[] {
  const open: Source[] = told.includes("open") ? [{ from, where: ["p.told = 'open'", ...more] }] : [];
  return [{ from, where: ["p.told <> 'open'", toldIn(told), ...more] }, ...open];
}

function toldIn(told: readonly Told[]): string {
  return `p.told in (${told.map((state) => `'${state}'`).join(", ")})`;
}

/** What is asked of a payment by the filter, and by the part of the order. */
function conditions({ filter, part }: PageRequest, values: StatementValues): string[] {
  const where: string[] = [];
  if (part === "codeless") where.push("not exists (select 1 from codes o where o.payment_id = p.id)");
  // Sorted by expiry, who has no code comes in the part after.
  if (part === "expires") where.push("c.expires_at is not null");
  return [...where, ...narrowing(filter, values)];
}

function afterCursor({ part, isAscending, cursor }: PageRequest, values: StatementValues): string[] {
  if (!cursor) return [];
  const id = `${values.add(cursor.id)}::uuid`;
  const beyond = isAscending ? ">" : "<";
  switch (part) {
    case "created":
    case "codeless":
      return [`p.id ${beyond} ${id}`];
    case "amount": {
      invariant(typeof cursor.key === "number", "a place among amounts is an amount");
      const key = `${values.add(cursor.key)}::int`;
      const then = `p.id ${isAscending ? "<" : ">"} ${id}`;
      // The first half says nothing new, but an index can begin there.
      return [`p.amount_centimos ${beyond}= ${key}`, `(p.amount_centimos ${beyond} ${key} or ${then})`];
    }
    case "expires": {
      invariant(typeof cursor.key === "string", "a place among expiries is an instant");
      return [`(c.expires_at, c.payment_id) ${beyond} (${values.add(cursor.key)}::timestamptz, ${id})`];
    }
  }
}
