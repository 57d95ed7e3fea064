/** The only writer of settlements and of what paid them out. Nothing that was recorded is changed; a payout can be withdrawn, once. */
import type { PayoutMatch } from "#app/books/payout-match.ts";
import { newId } from "#app/lib/ids.server.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { AuditAction } from "#app/merchants/audit-action.ts";

const RECORDED: AuditAction = "payout-recorded";
const WITHDRAWN: AuditAction = "payout-withdrawn";

/**
 * Adds up the settlements of the shop's statements that were not gathered yet. A statement is stored whole or not at all, so that what is
 * added up is all of it. Where a row does not say what is left, it follows from its amount, fee and IGV where it says those; else the
 * sum is not known.
 */
export async function storeSettlements(
  db: Queryable,
  input: { shopId: string; at: Date },
): Promise<number> {
  const { rowCount } = await db.query({
    name: "store-settlements",
    text: `
      insert into settlements (id, shop_id, statement_id, ref, currency, settled_on, row_count, net_centimos, gathered_at)
      select gen_random_uuid(), s.shop_id, s.id, r.settlement_ref, r.currency, max(r.settled_on), count(*),
        case when count(r.net) = count(*) then sum(r.net) end, $2
      from (
        select * from statements n where n.shop_id = $1 and n.kind = 'settlement'
          and not exists (select 1 from settlements g where g.statement_id = n.id) offset 0
      ) s cross join lateral (
        select nullif(trim(a.settlement_ref), '') as settlement_ref, a.currency, a.settled_on,
          coalesce(a.net_centimos, a.amount_centimos::bigint - abs(a.fee_centimos) - abs(a.igv_centimos)) as net
        from statement_rows a where a.statement_id = s.id offset 0
      ) r
      group by s.shop_id, s.id, r.settlement_ref, r.currency, case when r.settlement_ref is null then r.settled_on end
      -- Two at once add up the same: one of them is first.
      on conflict do nothing`,
    values: [input.shopId, input.at],
  });
  return rowCount ?? 0;
}

/** How many were recorded: none of those that somebody else recorded meanwhile. */
export async function storeMatchedPayouts(
  deps: { db: Queryable; clock: Clock },
  input: { shopId: string; matches: readonly PayoutMatch[] },
): Promise<number> {
  const recorded = input.matches.map(({ settlementId, credit, by }) => ({
    id: newId(deps.clock),
    settlement_id: settlementId,
    paid_out_on: credit.day,
    source: by,
    statement_id: credit.statementId,
    line: credit.line,
  }));
  const { rowCount } = await deps.db.query({
    name: "store-matched-payouts",
    text: `
      insert into settlement_payouts (id, settlement_id, paid_out_on, source, statement_id, line, recorded_at)
      select m.id, g.id, m.paid_out_on, m.source, m.statement_id, m.line, $3
      from jsonb_to_recordset($2::jsonb) as m(id uuid, settlement_id uuid, paid_out_on date, source text, statement_id uuid, line int)
        join settlements g on g.id = m.settlement_id and g.shop_id = $1
        join statements t on t.id = m.statement_id and t.shop_id = $1
      on conflict do nothing`,
    values: [input.shopId, JSON.stringify(recorded), deps.clock.now()],
  });
  return rowCount ?? 0;
}

interface Actor {
  shopId: string;
  userId: string;
}

/** `not-open`: it is paid out already, or it is not the shop's. */
export async function storePersonsPayout(
  deps: { db: Queryable; clock: Clock },
  input: Actor & { settlementId: string; paidOutOn: string; bankReference: string },
): Promise<"recorded" | "not-open"> {
  const { rows } = await deps.db.query<{ recorded: number }>({
    name: "store-persons-payout",
    text: `
      with recorded as (
        insert into settlement_payouts (id, settlement_id, paid_out_on, source, bank_reference, user_id, recorded_at)
        select $1, g.id, $4::date, 'person', $5, $6, $7 from settlements g where g.id = $2 and g.shop_id = $3
        on conflict do nothing
        returning settlement_id
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, after)
        select $3, $7, $6, $8, jsonb_build_object('settlementId', settlement_id, 'paidOutOn', $4::text, 'bankReference', $5::text) from recorded
      )
      select count(*)::int as recorded from recorded`,
    values: [
      newId(deps.clock),
      input.settlementId,
      input.shopId,
      input.paidOutOn,
      input.bankReference,
      input.userId,
      deps.clock.now(),
      RECORDED,
    ],
  });
  return rows[0]?.recorded === 1 ? "recorded" : "not-open";
}

/** `not-recorded`: nothing is to be withdrawn there, or it is not the shop's. */
export async function withdrawPayout(
  deps: { db: Queryable; clock: Clock },
  input: Actor & { settlementId: string },
): Promise<"withdrawn" | "not-recorded"> {
  const { rows } = await deps.db.query<{ withdrawn: number }>({
    name: "withdraw-payout",
    text: `
      with withdrawn as (
        update settlement_payouts o set withdrawn_at = $4, withdrawn_by = $3
        from settlements g
        where g.id = $2 and g.shop_id = $1 and o.settlement_id = g.id and o.withdrawn_at is null
        returning o.settlement_id, o.source, o.paid_out_on, o.bank_reference, o.statement_id, o.line
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, before)
        select $1, $4, $3, $5, jsonb_build_object('settlementId', settlement_id, 'source', source,
          'paidOutOn', to_char(paid_out_on, 'YYYY-MM-DD'), 'bankReference', bank_reference, 'statementId', statement_id, 'line', line)
        from withdrawn
      )
      select count(*)::int as withdrawn from withdrawn`,
    values: [input.shopId, input.settlementId, input.userId, deps.clock.now(), WITHDRAWN],
  });
  return rows[0]?.withdrawn === 1 ? "withdrawn" : "not-recorded";
}
