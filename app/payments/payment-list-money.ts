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
 * is a difference of the close, and at none of these places. `of`: whoever wants a few asks each payment by itself, in their order; whoever
 * asks all of `asked` has found out by `howFarOf` what they need, of payments `d`.
 */
export function hasStage(stage: MoneyStage, shop: string, of: "each" | "asked"): string[] {
  const settled = `(${isSettled(BY_CIP)} or ${isSettled(BY_TRANSACTION_CODE)})`;
  const paidOut = `(${isPaidOut(BY_CIP)} or ${isPaidOut(BY_TRANSACTION_CODE)})`;
  switch (stage) {
    case "unsettled":
      return [IS_PAID, `not ${isSettled(BY_CIP)}`, `not ${isSettled(BY_TRANSACTION_CODE)}`];
    case "settled":
      // Only of what is settled it is asked whether it is paid out: of conditions that stand side by side the database asks the second first.
      return [
        ...[IS_PAID, namedBy("true", shop)],
        of === "each" ? `case when ${settled} then not ${paidOut} else false end` : IS_AMONG_SETTLED,
      ];
    case "paid-out":
      return [IS_PAID, namedBy(HAS_PAYOUT, shop), paidOut];
  }
}

/**
 * What is settled and not paid out lies between the newest, which are neither, and the oldest, which are both, so that many are asked until a
 * count has enough: together they take half as long. Of the other two places the newest, or those before them, are enough.
 */
const IS_AMONG_SETTLED =
  "exists (select 1 from come where come.payment_id = d.payment_id and not come.is_paid_out)";

/**
 * Parts of a `with`, each with its comma: `asked`, the payments that this query finds, and `come`, with a row for each of them that is
 * settled, which costs nothing where nobody asks. The offsets keep to the indexes: the planner would rather read all codes and all
 * rows of all statements once.
 */
export function howFarOf(asked: string, shop: string): string {
  const rows = (names: string) =>
    `(select * from statement_rows r where ${names} and r.amount_centimos > 0 offset 0)`;
  return `asked as materialized (${asked}),
    named as materialized (
      select m.payment_id, r.statement_id, r.currency, r.settled_on, r.settlement_ref
      from asked cross join lateral (select * from codes m where m.payment_id = asked.payment_id and m.mode = 'live' offset 0) m
        cross join lateral (${rows(BY_CIP)} union all ${rows(BY_TRANSACTION_CODE)}) r
    ), come as materialized (
      select r.payment_id, bool_or(o.id is not null) as is_paid_out
      from named r join statements s on s.id = r.statement_id and s.shop_id = ${shop} and s.kind = 'settlement'
        left join ${ITS_SETTLEMENT} left join ${ITS_PAYOUT}
      group by r.payment_id
    ), `;
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
 * payments of a shop. And gathered in one heap instead of joined: of a filter the planner may expect a single payment, and would go through
 * everything that is settled for each of them.
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
    ), facts as materialized (
      select payment_id, bool_or(is_paid) as is_paid, bool_or(is_settled) as is_settled, bool_or(is_paid_out) as is_paid_out from (
        select id as payment_id, true as is_listed, false as is_paid, false as is_settled, false as is_paid_out from found
        union all select payment_id, false, false, true, paid_out from settled
        union all select m.payment_id, false, true, false, false from codes m where m.shop_id = $1 and m.state = 'paid'
      ) fact group by payment_id having bool_or(is_listed)
    )
    select p.currency, ${sum("listed", "true")}, ${sum("paid", "facts.is_paid")},
      ${sum("settled", "facts.is_settled")}, ${sum("paidOut", "facts.is_paid_out")}
    from facts join payments p on p.id = facts.payment_id and p.shop_id = $1
    group by p.currency order by p.currency`;
}
