/** The ways to payments that a list may go, and those that find a few of them by what was typed. As SQL on a payment `p`. Pure. */
import type { Amount, Search } from "#app/payments/payment-list-search.ts";
import type { StatementValues } from "#app/payments/payment-list-narrowing.ts";

export interface Source {
  from: string;
  where: string[];
  /** What gives the order by ids, where that is not `p.id`, and the one before it. */
  idColumn?: string;
  keyColumn?: string;
  /** A query for as many rows as `mostAsked` lets pass. */
  passed?: string;
}

export const NEWEST_CODE = newestCode("true");

/** Joins the newest code `c` of each payment `p` for which the condition holds. */
export function newestCode(where: string): string {
  return `left join lateral (
    select o.payment_id, o.state, o.expires_at from codes o where o.payment_id = p.id and ${where}
    order by o.created_at desc, o.id desc limit 1) c on true`;
}

export const PAYMENTS = `from payments p ${NEWEST_CODE}`;

export function amountIs({ centimos, currency }: Amount, values: StatementValues): string[] {
  const equal = `p.amount_centimos = ${values.add(centimos)}`;
  return currency ? [equal, `p.currency = ${values.add(currency)}`] : [equal];
}

/** What is found by an index of its own, and is few. */
export function lookUps(search: Search, shop: string, values: StatementValues): Source[] {
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
export function oneOfFew(ids: string): Source {
  return { from: PAYMENTS, where: [`p.id = any(array(${ids}))`] };
}

/** The states whose codes have an index in the list's order. */
type WalkedState = "paid" | "voided";
/** Which codes are walked along in an order that an index of theirs has: those of a state by their payments, or all by when they expire. */
export type Walk = WalkedState | "expiries";

interface WalkBy {
  shop: string;
  isAscending: boolean;
}

/**
 * Of each place `d` of a walk. The offsets keep the walk's order: the planner expects that next to nothing is found, and would sort all
 * that there is.
 */
const ITS_PAYMENT = "cross join lateral (select * from payments q where q.id = d.payment_id offset 0) p";

/**
 * The way to payments `p` with a code in this state, for these conditions: along those codes, without all the other payments, which may be
 * most. Bounds of the id stand at the codes. `most`: only so many are asked, the first in this order; `passed` is a query for as many rows
 * as there are to ask.
 */
export function alongCodes(
  state: WalkedState,
  where: readonly string[],
  by: WalkBy & { most: number | null },
): Source {
  const isBound = (condition: string) => /^p\.id [<>]/.test(condition);
  const bounds = where.filter(isBound).map((bound) => ` and ${bound.replace("p.id", "d.payment_id")}`);
  const passed = `
        select distinct d.payment_id from codes d where d.shop_id = ${by.shop} and d.state = '${state}'${bounds.join("")}
        order by d.payment_id ${by.isAscending ? "asc" : "desc"} offset 0${by.most === null ? "" : ` limit ${by.most}`}`;
  return {
    from: `from (${passed}
      ) d ${ITS_PAYMENT} ${NEWEST_CODE}`,
    where: where.filter((condition) => !isBound(condition)),
    idColumn: "d.payment_id",
    ...(by.most === null ? {} : { passed }),
  };
}

/** The way to payments `p` along all codes by when they expire, each by its newest `c`. A place in this order stands at the codes. */
export function alongExpiries(where: readonly string[], by: WalkBy): Source {
  const isBound = (condition: string) => condition.startsWith("(c.expires_at, c.payment_id)");
  const bounds = where.filter(isBound).map((bound) => ` and ${bound.replaceAll("c.", "d.")}`);
  const direction = by.isAscending ? "asc" : "desc";
  return {
    from: `from (
        select distinct d.expires_at, d.payment_id from codes d where d.shop_id = ${by.shop}${bounds.join("")}
        order by d.expires_at ${direction}, d.payment_id ${direction} offset 0
      ) d ${ITS_PAYMENT} ${NEWEST_CODE}`,
    where: ["c.expires_at = d.expires_at", ...where.filter((condition) => !isBound(condition))],
    idColumn: "d.payment_id",
    keyColumn: "d.expires_at",
  };
}
