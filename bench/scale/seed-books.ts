/** What PagoEfectivo and the bank say of the measured shop's money, week by week, and the closes of its last days. */
import type pg from "pg";
import { storeSettlements } from "#app/books/payout-store.server.ts";
import { FIRST_CIP } from "../seed-payments.ts";
import { PAY_OUT } from "../seed-settlements.ts";

/** `$3` and `$4`: of which payments, by their numbers, which CIPs count. Settled is what was paid more than a week ago. */
const PAID = `
  paid as materialized (
    select c.id, c.payment_id, c.cip, c.currency, c.amount_centimos, c.paid_at, c.created_at, (c.paid_at at time zone 'America/Lima')::date as day,
      date_trunc('week', c.paid_at) as week
    from codes c where c.shop_id = $1 and c.mode = 'live' and c.state = 'paid' and c.paid_at < $2::timestamptz - interval '7 days'
      and c.cip > (${FIRST_CIP} + $3::int)::text and c.cip <= (${FIRST_CIP} + $4::int)::text
  )`;

const STATEMENTS = `
  with ${PAID}, files as materialized (
    select gen_random_uuid() as id, kind, week, count(*) as row_count, min(day) as from_day, max(day) as to_day
    from paid, unnest(array['report', 'settlement']) kind group by kind, week
  ), statements as (
    insert into statements (id, shop_id, kind, file_name, content_hash, row_count, from_day, to_day, mapping, uploaded_by, uploaded_at)
    select id, $1, kind, kind || '-' || to_char(week, 'IYYY-IW') || '.csv', sha256((kind || week || $3)::bytea), row_count, from_day, to_day, '{}', '7001', least(week + interval '9 days', $2)
    from files returning id
  ), rows as (
    insert into statement_rows (statement_id, line, cip, transaction_code, amount_centimos, currency, state, issued_at, paid_at, channel, net_centimos,
      settled_on, settlement_ref)
    select f.id, row_number() over (partition by f.id order by p.paid_at, p.id) + 1, p.cip, p.id, p.amount_centimos, p.currency, 'paid', p.created_at, p.paid_at,
      case when f.kind = 'report' then (array['BCP', 'BBVA', 'Tambo', 'Kasnet'])[p.amount_centimos % 4 + 1] end, p.amount_centimos,
      case when f.kind = 'settlement' then date_trunc('week', p.paid_at)::date + 9 end, case when f.kind = 'settlement' then 'L' || to_char(p.paid_at, 'IYYYIW') end
    from files f join paid p on p.week = f.week returning line
  )
  select (select count(*) from statements), (select count(*) from rows)`;

/** Closes of single days of the last three months, each with an entry for every paid code of the day. */
const CLOSES = `
  with ${PAID}, days as materialized (
    select gen_random_uuid() as id, day, count(*) as expected from paid where day > ($2::timestamptz - interval '90 days')::date group by day
  ), closes as (
    insert into closes (id, shop_id, from_day, to_day, kind, asked_by, started_at, touched_at, finished_at, state, asked_at, done, expected)
    select id, $1, day, day, 'on-demand', '7001', day + interval '35 hours', day + interval '35 hours', day + interval '35 hours', 'done',
      day + interval '35 hours', expected, expected from days returning id
  ), entries as (
    insert into close_entries (close_id, number, place, bucket, problems, payment_id, cip, here_centimos, here_currency, there_centimos, there_currency,
      said_rows, facts)
    select d.id, row_number() over (partition by d.id order by p.id), p.cip, 'equal', '{}', p.payment_id, p.cip, p.amount_centimos, p.currency, p.amount_centimos,
      p.currency, 2, '{}' from days d join paid p on p.day = d.day returning number
  )
  select (select count(*) from closes), (select count(*) from entries)`;

/** Follows the shop's payments with these numbers, which must be there. */
export async function seedBooks(
  client: pg.Client,
  input: { shopId: string; now: Date; from: number; to: number },
): Promise<void> {
  const values = [input.shopId, input.now, input.from, input.to];
  await client.query(STATEMENTS, values);
  await client.query(CLOSES, values);
  await storeSettlements(client, { shopId: input.shopId, at: input.now });
  await client.query(PAY_OUT, [input.shopId, input.now]);
}
