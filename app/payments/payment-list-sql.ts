/**
 * The SQL of the payments list, put together from a filter. Pure. The order is always one that an index has, for each of the six
 * `told` values apart: a sort over all payments of a shop would take a second. Ids are made in the order of time (UUID version 7),
 * so that the order of creation is the order of ids.
 */
import { invariant } from "#app/lib/invariant.ts";
import {
  limaDayEnd,
  limaDayStart,
  searchOf,
  wantedStatuses,
  type ListFilter,
} from "#app/payments/payment-list-filter.ts";
import type { ListCursor } from "#app/payments/payment-list-cursor.ts";
import type { Amount, Search } from "#app/payments/payment-list-search.ts";
import { TOLD_STATES, type Told } from "#app/payments/lifecycle-moves.ts";
import { hasStage, MONEY_FACTS, totalsText } from "#app/payments/payment-list-money.ts";
import { hasStatus, NEEDS_PERSON, TOLD_OF_STATUS } from "#app/payments/payment-list-status.ts";

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
  filter: ListFilter & { mode: NonNullable<ListFilter["mode"]> };
  part: ListPart;
  isAscending: boolean;
  /** Only what comes after it in this order. */
  cursor: ListCursor | null;
  limit: number;
}

const NEWEST_CODE = `left join lateral (
  select o.payment_id, o.state, o.expires_at from codes o where o.payment_id = p.id
  order by o.created_at desc, o.id desc limit 1) c on true`;

const PAYMENTS = `from payments p ${NEWEST_CODE}`;

/** An id is made a moment before or after its payment is stamped; this is a first, coarse cut, which an index can make. */
const ID_SLACK_MS = 5 * 60_000;

class Values {
  readonly list: unknown[] = [];
  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }
}

interface Source {
  from: string;
  where: string[];
}

/** The ids of one page, best first, with the columns that a list shows. */
export function pageStatement(request: PageRequest): Statement {
  const values = new Values();
  const { key, direction, idDirection } = order(request);
  const ordered = `order by ${key} ${direction}, p.id ${idDirection} limit ${request.limit}`;
  const branches = branchesOf(request, values).map(
    ({ from, where }) => `(select p.id, ${key} as key ${from} where ${where.join(" and ")} ${ordered})`,
  );
  const byKey = `${request.part === "amount" || request.part === "expires" ? `key ${direction}, ` : ""}id ${idDirection}`;
  const text = `
    with page as materialized (
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

/** How many there are, counted up to `limit` and no further. */
export function countStatement(request: Pick<PageRequest, "shopId" | "filter" | "limit">): Statement {
  const values = new Values();
  const text = `select count(*)::int as count from (
    select id from (${allOf(request, values)}) found limit ${request.limit}) counted`;
  return { text, values: values.list };
}

/** What they add up to, and how far their money has come: all of them, however many there are. */
export function totalsStatement(request: Pick<PageRequest, "shopId" | "filter">): Statement {
  const values = new Values();
  const text = totalsText(`select id from (${allOf(request, values)}) listed`);
  return { text, values: values.list };
}

/** The ids of everything that the filter finds. */
function allOf(request: Pick<PageRequest, "shopId" | "filter">, values: Values): string {
  const asked = { ...request, part: "created", isAscending: false, cursor: null, limit: 0 } as const;
  return branchesOf(asked, values)
    .map(({ from, where }) => `select p.id ${withoutIdleJoin(from, where)} where ${where.join(" and ")}`)
    .join(unionOf(request.filter));
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
function branchesOf(request: PageRequest, values: Values): Source[] {
  const shop = values.add(request.shopId);
  const { money } = request.filter;
  const ofMoney = money === null ? [] : hasStage(money, shop);
  const where = [...narrowing(request, values), ...ofMoney, ...afterCursor(request, values)];
  const search = searchOf(request.filter);
  const sources = search
    ? [
        ...(search.amount ? scans(request, shop, amountIs(search.amount, values)) : []),
        ...lookUps(search, shop, values),
      ]
    : scans(request, shop, []);
  if (sources.length === 0) return [{ from: PAYMENTS, where: [`p.shop_id = ${shop}`, "false"] }];
  return sources.map((source) => ({
    from: source.from,
    where: [`p.shop_id = ${shop}`, ...source.where, ...where],
  }));
}

function amountIs({ centimos, currency }: Amount, values: Values): string[] {
  const equal = `p.amount_centimos = ${values.add(centimos)}`;
  return currency ? [equal, `p.currency = ${values.add(currency)}`] : [equal];
}

/** What is found by an index of its own, and is few. */
function lookUps(search: Search, shop: string, values: Values): Source[] {
  const ofShop = `o.shop_id = ${shop}`;
  const found: Source[] = [];
  if (search.sessionId) {
    const id = values.add(search.sessionId);
    found.push(oneOfFew(`select o.id from payments o where ${ofShop} and o.session_id = ${id}`));
  }
  if (search.cip) {
    const cip = values.add(search.cip);
    found.push(oneOfFew(`select o.payment_id from codes o where ${ofShop} and o.cip = ${cip}`));
  }
  if (search.email) {
    const email = `lower(o.shopper_email) = lower(${values.add(search.email)})`;
    // Open payments, which are few, are not in the index by address.
    for (const told of ["o.shopper_email is not null and o.told <> 'open'", "o.told = 'open'"]) {
      found.push(oneOfFew(`select o.id from payments o where ${ofShop} and ${email} and ${told}`));
    }
  }
  return found;
}

/** Found first and by themselves: in one plan with the order they may be looked for along all payments of the shop. */
function oneOfFew(ids: string): Source {
  return { from: PAYMENTS, where: [`p.id = any(array(${ids}))`] };
}

/** What walks along an index in the wanted order. */
function scans(request: PageRequest, shop: string, more: string[]): Source[] {
  const statuses = wantedStatuses(request.filter);
  const told = TOLD_STATES.filter((state) => statuses.some((s) => TOLD_OF_STATUS[s].includes(state)));
  const from = PAYMENTS;
  if (statuses.length === 1 && statuses[0] === "review") {
    const few = oneOfFew(
      `select k.payment_id from cases k where k.shop_id = ${shop} and k.state = 'open' and k.payment_id is not null
       union select m.payment_id from cases k
         cross join lateral jsonb_array_elements_text(k.evidence -> 'unanswered') asked join codes m on m.id = asked::uuid
         where k.shop_id = ${shop} and k.state = 'open' and k.evidence ? 'unanswered'`,
    );
    return [{ from, where: [...few.where, ...more] }];
  }
  const each = told.map((state) => ({ from, where: [`p.told = '${state}'`, ...more] }));
  // Unfinished payments are few, and the last to expire: sorted by themselves they are found sooner than along all codes.
  const areFew = told.every((state) => state === "open" || state === "pending");
  switch (request.part) {
    case "created":
    case "codeless":
      return each;
    case "amount":
      return areFew ? each : alongAmounts(from, told, more);
    case "expires":
      return areFew ? each : [alongExpiries(told, [`c.shop_id = ${shop}`, ...more])];
  }
}

function alongAmounts(from: string, told: readonly Told[], more: string[]): Source[] {
  const open: Source[] = told.includes("open") ? [{ from, where: ["p.told = 'open'", ...more] }] : [];
  return [{ from, where: ["p.told <> 'open'", toldIn(told), ...more] }, ...open];
}

function alongExpiries(told: readonly Told[], more: string[]): Source {
  const newest = `not exists (select 1 from codes n where n.payment_id = c.payment_id
    and (n.created_at, n.id) > (c.created_at, c.id))`;
  return {
    from: "from codes c join payments p on p.id = c.payment_id",
    where: [newest, toldIn(told), ...more],
  };
}

function toldIn(told: readonly Told[]): string {
  return `p.told in (${told.map((state) => `'${state}'`).join(", ")})`;
}

function narrowing({ filter, part }: PageRequest, values: Values): string[] {
  const { from, to, currency, minCentimos, maxCentimos, mode } = filter;
  const statuses = wantedStatuses(filter);
  const where: string[] = [];
  if (part === "codeless") where.push("not exists (select 1 from codes o where o.payment_id = p.id)");
  // Sorted by expiry, who has no code comes in the part after.
  if (part === "expires") where.push("c.expires_at is not null");
  if (mode !== "all") where.push(`p.test = ${String(mode === "test")}`);
  if (currency) where.push(`p.currency = ${values.add(currency)}`);
  if (minCentimos !== null) where.push(`p.amount_centimos >= ${values.add(minCentimos)}`);
  if (maxCentimos !== null) where.push(`p.amount_centimos <= ${values.add(maxCentimos)}`);
  if (from) where.push(...since(limaDayStart(from), ">=", -ID_SLACK_MS, values));
  if (to) where.push(...since(limaDayEnd(to), "<", ID_SLACK_MS, values));
  where.push(...hasStatus(statuses));
  return where;
}

function since(instant: Date, comparison: ">=" | "<", slackMs: number, values: Values): string[] {
  const id = values.add(smallestIdAt(instant.getTime() + slackMs));
  return [`p.id ${comparison} ${id}::uuid`, `p.received_at ${comparison} ${values.add(instant)}`];
}

/** No id that was made at this millisecond or later sorts before it. */
function smallestIdAt(timeMs: number): string {
  const hex = timeMs.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

function afterCursor({ part, isAscending, cursor }: PageRequest, values: Values): string[] {
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
