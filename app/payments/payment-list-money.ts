/**
 * The three facts of money in SQL, of a payment `p`. Pure. They are looked up where they are said, in the rows of statements: a code
 * whose number is learned later than its settlement came is found all the same. CIP and transaction code each by its own index.
 */
import type { MoneyStage } from "#app/payments/payment-money.ts";

/** Whoever goes along the paid codes need not ask this. */
export const IS_PAID = "exists (select 1 from codes m where m.payment_id = p.id and m.state = 'paid')";

/** Settlement rows that give the merchant money for a code `m`. Test payments are never settled: a real code may have the same number. */
function rowsOf(names: "r.cip = m.cip" | "r.transaction_code = m.id::text", shop: string): string {
  return `codes m join statement_rows r on ${names} and r.amount_centimos > 0 and m.mode = 'live'
    join statements s on s.id = r.statement_id and s.shop_id = ${shop} and s.kind = 'settlement'`;
}

const BY_CIP = "r.cip = m.cip";
const BY_TRANSACTION_CODE = "r.transaction_code = m.id::text";

/** A row's settlement is the one of its number in its statement; without a number, the one of its day. */
const ITS_SETTLEMENT = `settlements g on g.statement_id = r.statement_id and g.currency = r.currency
  and g.ref is not distinct from nullif(trim(r.settlement_ref), '')
  and (g.ref is not null or g.settled_on is not distinct from r.settled_on)`;
const ITS_PAYOUT = "settlement_payouts o on o.settlement_id = g.id and o.withdrawn_at is null";

function isSettled(names: typeof BY_CIP | typeof BY_TRANSACTION_CODE): string {
  return `exists (select 1 from ${rowsOf(names, "p.shop_id")} where m.payment_id = p.id)`;
}

function isPaidOut(names: typeof BY_CIP | typeof BY_TRANSACTION_CODE): string {
  return `exists (select 1 from ${rowsOf(names, "p.shop_id")} join ${ITS_SETTLEMENT} join ${ITS_PAYOUT} where m.payment_id = p.id)`;
}

/**
 * A payment is older than the file that names it: the newest ones, of which no file can say anything yet, are not looked at. Without any
 * such file it finds nothing. Ids are in the order of time; a few minutes are between two clocks.
 */
function namedBy(which: string, shop: string): string {
  return `p.id < (select log_place(max(a.uploaded_at) + interval '5 minutes', '') from statements a
    where a.shop_id = ${shop} and a.kind = 'settlement' and ${which})`;
}

const HAS_PAYOUT = `exists (select 1 from settlements g join ${ITS_PAYOUT} where g.statement_id = a.id)`;

/**
 * Conditions for a paid payment `p` of the shop `shop`, whose money has come so far and no farther. What a settlement pays for and nobody paid
 * is a difference of the close, and at none of these places.
 */
export function hasStage(stage: MoneyStage, shop: string): string[] {
  const settled = `(${isSettled(BY_CIP)} or ${isSettled(BY_TRANSACTION_CODE)})`;
  const paidOut = `(${isPaidOut(BY_CIP)} or ${isPaidOut(BY_TRANSACTION_CODE)})`;
  switch (stage) {
    case "unsettled":
      return [IS_PAID, `not ${isSettled(BY_CIP)}`, `not ${isSettled(BY_TRANSACTION_CODE)}`];
    case "settled":
      // Only of what is settled it is asked whether it is paid out: of conditions that stand side by side the database asks the second first.
      return [IS_PAID, namedBy("true", shop), `case when ${settled} then not ${paidOut} else false end`];
    case "paid-out":
      return [IS_PAID, namedBy(HAS_PAYOUT, shop), paidOut];
  }
}

/** A join that adds the facts to each row of `page`, as `money`. */
export const MONEY_FACTS = `left join lateral (
  select true as settled, min(r.settled_on) as settled_on, min(o.paid_out_on) as paid_out_on
  from (
    select r.* from ${rowsOf(BY_CIP, "p.shop_id")} where m.payment_id = p.id
    union all
    select r.* from ${rowsOf(BY_TRANSACTION_CODE, "p.shop_id")} where m.payment_id = p.id
  ) r left join ${ITS_SETTLEMENT} left join ${ITS_PAYOUT}
  having count(*) > 0
) money on true`;

/**
 * Sums by currency of the payments whose ids `found` selects with the parts `head`, of the shop `$1`. As sets and not payment by payment: a list may hold all
 * payments of a shop.
 */
export function totalsText(found: string, head: string): string {
  const settledBy = (names: typeof BY_CIP | typeof BY_TRANSACTION_CODE) => `
    select m.payment_id, o.id is not null as paid_out from ${rowsOf(names, "$1")}
      left join ${ITS_SETTLEMENT} left join ${ITS_PAYOUT} where m.shop_id = $1`;
  const sum = (name: string, condition: string) => `
    count(*) filter (where ${condition})::int as "${name}Count",
    coalesce(sum(p.amount_centimos) filter (where ${condition}), 0)::float8 as "${name}Centimos"`;
  return `
    with ${head}found as materialized (${found}),
    settled as materialized (
      select payment_id, bool_or(paid_out) as paid_out from (${settledBy(BY_CIP)} union all ${settledBy(BY_TRANSACTION_CODE)}) named
      group by payment_id
    ), paid as materialized (
      select distinct m.payment_id from codes m where m.shop_id = $1 and m.state = 'paid'
    )
    select p.currency, ${sum("listed", "true")}, ${sum("paid", "paid.payment_id is not null")},
      ${sum("settled", "settled.payment_id is not null")}, ${sum("paidOut", "settled.paid_out")}
    from found join payments p on p.id = found.id and p.shop_id = $1
      left join settled on settled.payment_id = p.id left join paid on paid.payment_id = p.id
    group by p.currency order by p.currency`;
}
