/** Reads settlements, their payouts, and the bank's credits that may be one. Every statement asks for one shop. */
import type { BankCredit, OpenSettlement } from "#app/books/payout-match.ts";
import type { PayoutSource, ShownSettlement } from "#app/books/payouts-view.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";

/** A payout that counts, of the settlement `g`. */
const IS_PAID_OUT =
  "exists (select 1 from settlement_payouts o where o.settlement_id = g.id and o.withdrawn_at is null)";

/** Written with or without spaces, in small letters or large: the same number. */
const bare = (ref: string) => `lower(regexp_replace(${ref}, '\\s', '', 'g'))`;

export async function findOpenSettlements(db: Queryable, shopId: string): Promise<OpenSettlement[]> {
  const { rows } = await db.query<OpenSettlement>({
    name: "find-open-settlements",
    text: `
      select g.id, g.ref, g.currency, g.net_centimos::float8 as "netCentimos", to_char(g.settled_on, 'YYYY-MM-DD') as "settledOn"
      from settlements g where g.shop_id = $1 and not ${IS_PAID_OUT} order by g.settled_on, g.id`,
    values: [shopId],
  });
  return rows;
}

/**
 * Credits that name an open settlement or equal one's sum. A credit whose payout a person withdrew is not offered again, and one that
 * names nothing is offered until it has paid something.
 */
export async function findCredits(db: Queryable, shopId: string): Promise<BankCredit[]> {
  const { rows } = await db.query<BankCredit>({
    name: "find-credits",
    text: `
      with awaited as materialized (
        select g.currency, g.net_centimos, ${bare("g.ref")} as ref from settlements g where g.shop_id = $1 and not ${IS_PAID_OUT}
      )
      select b.statement_id as "statementId", b.line, b.currency, b.amount_centimos as "amountCentimos",
        to_char(coalesce(b.settled_on, (b.paid_at at time zone 'America/Lima')::date), 'YYYY-MM-DD') as day,
        b.settlement_ref as "settlementRef", b.operation_number as "operationNumber"
      from statements t join statement_rows b on b.statement_id = t.id
      where t.shop_id = $1 and t.kind = 'bank' and b.amount_centimos > 0 and (b.settled_on is not null or b.paid_at is not null)
        and not exists (select 1 from settlement_payouts o where o.statement_id = b.statement_id and o.line = b.line
          and (o.withdrawn_at is not null or b.settlement_ref is null))
        and exists (select 1 from awaited g where g.currency = b.currency
          and case when b.settlement_ref is null then g.net_centimos = b.amount_centimos else g.ref = ${bare("b.settlement_ref")} end)
      order by t.uploaded_at, b.statement_id, b.line`,
    values: [shopId],
  });
  return rows;
}

/** Shops with a settlement that was not gathered, or with a statement so new that its credits or sums may not have been looked at. */
export async function findShopsToGather(db: Queryable, since: Date): Promise<string[]> {
  const { rows } = await db.query<{ shopId: string }>({
    name: "find-shops-to-gather",
    text: `
      select distinct s.shop_id as "shopId" from statements s
      where s.kind in ('settlement', 'bank') and s.uploaded_at > $1
        or s.kind = 'settlement' and not exists (select 1 from settlements g where g.statement_id = s.id)`,
    values: [since],
  });
  return rows.map(({ shopId }) => shopId);
}

interface Row extends Omit<ShownSettlement, "payout"> {
  source: PayoutSource | null;
  paidOutOn: string;
  reference: string | null;
  by: string | null;
  creditedCentimos: number | null;
  creditedCurrency: Currency | null;
  recordedAt: Date;
}

/** Open ones first, then the newest; one more than `limit` where there are more. */
export async function findSettlements(
  db: Queryable,
  input: { shopId: string; limit: number },
): Promise<ShownSettlement[]> {
  const { rows } = await db.query<Row>({
    text: `
      select g.id, s.file_name as "fileName", g.ref, g.currency, to_char(g.settled_on, 'YYYY-MM-DD') as "settledOn",
        g.row_count as "rowCount", g.net_centimos::float8 as "netCentimos", o.source, to_char(o.paid_out_on, 'YYYY-MM-DD') as "paidOutOn",
        o.bank_reference as reference, coalesce(u.name, o.user_id) as by, b.amount_centimos as "creditedCentimos",
        b.currency as "creditedCurrency", o.recorded_at as "recordedAt",
        case when o.id is not null or g.ref is null then 0 else (
          select coalesce(sum(n.amount_centimos), 0)::float8 from statements t join statement_rows n on n.statement_id = t.id
          where t.shop_id = g.shop_id and t.kind = 'bank' and n.currency = g.currency and ${bare("n.settlement_ref")} = ${bare("g.ref")}
        ) end as "namedCentimos"
      from settlements g join statements s on s.id = g.statement_id
        left join settlement_payouts o on o.settlement_id = g.id and o.withdrawn_at is null
        left join statement_rows b on b.statement_id = o.statement_id and b.line = o.line
        left join merchant_users u on u.shop_id = g.shop_id and u.user_id = o.user_id
      where g.shop_id = $1
      order by o.id is not null, g.settled_on desc nulls last, g.id limit $2`,
    values: [input.shopId, input.limit + 1],
  });
  return rows.map(toShown);
}

function toShown(row: Row): ShownSettlement {
  const { source, paidOutOn, reference, by, creditedCentimos, creditedCurrency, recordedAt, ...rest } = row;
  if (source === null) return { ...rest, payout: null };
  const credited =
    creditedCentimos !== null && creditedCurrency !== null
      ? { centimos: creditedCentimos, currency: creditedCurrency }
      : null;
  const at = recordedAt.toISOString();
  return { ...rest, payout: { on: paidOutOn, source, reference, by, credited, recordedAt: at } };
}

export async function hasMoneyStatements(db: Queryable, shopId: string): Promise<boolean> {
  const { rows } = await db.query<{ has: boolean }>({
    name: "has-money-statements",
    text: "select exists (select 1 from statements where shop_id = $1 and kind in ('settlement', 'bank')) as has",
    values: [shopId],
  });
  return rows[0]?.has ?? false;
}
