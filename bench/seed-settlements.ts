/** What PagoEfectivo and the bank say of a seeded shop's money: a settlement for each week but the last, paid out but for the last two. */
import type pg from "pg";

const SEED = `
  with paid as (
    select c.cip, c.currency, c.amount_centimos, c.paid_at, date_trunc('week', c.paid_at) as week
    from codes c where c.shop_id = $1 and c.mode = 'live' and c.state = 'paid' and c.paid_at < $2::timestamptz - interval '7 days'
  ), statement as (
    insert into statements (id, shop_id, kind, file_name, content_hash, row_count, from_day, to_day, mapping, uploaded_by, uploaded_at)
    select gen_random_uuid(), $1, 'settlement', 'liquidaciones.csv', sha256('seeded'), count(*), min(paid_at)::date, max(paid_at)::date, '{}',
      'seeded', $2 from paid returning id
  )
  insert into statement_rows (statement_id, line, cip, amount_centimos, currency, state, net_centimos, settled_on, settlement_ref)
  select s.id, row_number() over (order by p.cip) + 1, p.cip, p.amount_centimos, p.currency, 'paid', p.amount_centimos,
    (p.week + interval '9 days')::date, 'L' || to_char(p.week, 'YYYYMMDD')
  from statement s, paid p`;

const GATHER = `
  insert into settlements (id, shop_id, statement_id, ref, currency, settled_on, row_count, net_centimos, gathered_at)
  select gen_random_uuid(), s.shop_id, s.id, r.settlement_ref, r.currency, max(r.settled_on), count(*), sum(r.net_centimos), $2
  from statements s join statement_rows r on r.statement_id = s.id where s.shop_id = $1 group by 2, 3, 4, 5`;

/** All but the last two weeks. */
export const PAY_OUT = `
  insert into settlement_payouts (id, settlement_id, paid_out_on, source, bank_reference, user_id, recorded_at)
  select gen_random_uuid(), g.id, g.settled_on, 'person', 'OP ' || g.ref, 'seeded', $2
  from settlements g where g.shop_id = $1 and g.settled_on < ($2::timestamptz - interval '14 days')::date
  on conflict do nothing`;

/** Follows the payments that are there, and lets the planner know. */
export async function seedSettlements(
  client: pg.Client,
  input: { shopId: string; now: Date },
): Promise<void> {
  for (const statement of [SEED, GATHER, PAY_OUT]) await client.query(statement, [input.shopId, input.now]);
  for (const table of ["statements", "statement_rows", "settlements", "settlement_payouts"])
    await client.query(`vacuum analyze ${table}`);
}
