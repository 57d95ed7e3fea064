/**
 * A shop that has sold for half a year: payments in every state with their codes, timelines and open cases, straight into the
 * tables. What a payment's number says about it is always the same, so that two runs measure the same list.
 */
import type pg from "pg";

export interface Seeded {
  shopId: string;
  /** The CIP of the payment with this number, 1 … count; the nearest paid one has one for sure. */
  cipOf: (number: number) => string;
}

/** One payment every 155 seconds: 100,000 are half a year. */
const APART_S = 155;
/** CIPs follow on it, payment by payment. */
export const FIRST_CIP = 200_000_000;

/**
 * What a payment is, from `numbered (n, m, shop_id, version_id, at, hash, kind, is_new, seen_at, kept_at, next_ask_at)`: `n` is its own number, `m`
 * what its number within its shop says; new ones are unfinished, the others ended as a shop's payments end.
 */
const SHAPED = `
  shaped as materialized (
    select *, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid as id,
      case when is_new and kind < 20 then 'open' when is_new and kind < 150 then 'pending'
        when kind < 110 then 'resolved' when kind < 155 then 'rejected' when kind < 160 then 'lapsed' else 'released' end as told,
      case when is_new and kind < 4 then 'issuing' when is_new and kind < 150 then 'live'
        when kind < 110 then 'paid' when kind < 150 then 'expired' when kind < 155 then 'voided' when kind < 160 then 'expired'
        when kind < 185 then 'voided' when kind < 194 then 'expired' when kind < 198 then 'failed' else null end as code_state,
      1000 + (m * 7919::bigint) % 90000 as amount, case when m % 25 = 0 then 'USD' else 'PEN' end as currency,
      m % 50 = 7 as is_test, (${FIRST_CIP} + n)::text as cip
    from numbered
  )`;

/** The payments that `numbered` describes, and their codes; more may be written of `shaped`. A code has its payment's id. */
export const PAYMENTS_OF_NUMBERED = `
  ${SHAPED}, payments as (
    insert into payments (id, shop_id, session_id, session_gid, session_group, amount_centimos, currency, test, kind, slug, cancel_url,
      shopper_email, shopper_phone, proposed_at, received_at, started_at, told, pending_expires_at, first_seen_at, kept_at, version)
    select id, shop_id, substr(hash, 1, 24), 'gid://shopify/PaymentSession/' || substr(hash, 1, 24), 'g' || hash, amount,
      currency, is_test, 'sale', hash,
      'https://tienda.myshopify.com/checkouts/' || n, 'comprador' || m % 40000 || '@example.com', '+51 9' || (10000000 + m % 40000), at, at, at, told,
      case when told in ('pending', 'rejected', 'lapsed') then at + interval '49 hours' end, seen_at, kept_at, 2
    from shaped returning id
  ), codes as (
    insert into codes (id, payment_id, shop_id, session_group, mode, credential_version_id, amount_centimos, currency, state, cip,
      expires_at, grace_minutes, created_at, paid_at, ended_at, next_ask_at)
    select id, id, shop_id, 'g' || hash,
      case when is_test then 'sandbox' else 'live' end, version_id, amount, currency, code_state,
      case when code_state in ('issuing', 'failed') then null else cip end,
      at + interval '48 hours', 30, at + interval '1 second',
      case when code_state = 'paid' then at + interval '9 hours' end,
      case when code_state in ('expired', 'voided') then at + interval '49 hours' end,
      case when code_state = 'live' then next_ask_at end
    from shaped where code_state is not null returning id
  )`;

/** Newest first, the last two days unfinished. */
const SEED = `
  with numbered as (
    select n, n as m, $1::uuid as shop_id, $4::uuid as version_id, $2::timestamptz - n * interval '${APART_S} seconds' as at,
      md5('payment' || n) as hash, n % 200 as kind, n * ${APART_S} < 48 * 3600 as is_new,
      null::timestamptz as seen_at, null::timestamptz as kept_at, null::timestamptz as next_ask_at
    from generate_series(1, $3::int) n
  ), ${PAYMENTS_OF_NUMBERED}, timeline as (
    insert into timeline (payment_id, at, actor, event)
    select id, at + step * interval '1 second', 'ventanilla', (array['opened', 'created', 'seen'])[step]
    from shaped, generate_series(1, 3) step returning id
  ), cases as (
    insert into cases (id, shop_id, payment_id, kind, merge_key, held_centimos, currency, opened_at, last_seen_at)
    select gen_random_uuid(), shop_id, id, 'paid-twice', 'seeded ' || n, amount, currency, at, at
    from shaped where n % 400 = 3 returning id
  )
  select (select count(*) from payments), (select count(*) from codes), (select count(*) from timeline), (select count(*) from cases)`;

/** Of each two hundred, the fiftieth is paid, or waits to be. */
function paidNear(number: number): number {
  return number - (number % 200) + 50;
}

/** Adds `count` payments to the shop, the newest of them just before `now`, and lets the planner know. */
export async function seedPayments(
  client: pg.Client,
  input: { domain: string; now: Date; count: number },
): Promise<Seeded> {
  const { rows } = await client.query<{ shopId: string; versionId: string }>(
    `select s.id as "shopId", v.id as "versionId" from shops s
      join credential_sets t on t.shop_id = s.id and t.mode = 'live' join credential_versions v on v.set_id = t.id
      where s.domain = $1 limit 1`,
    [input.domain],
  );
  const [shop] = rows;
  if (!shop) throw new Error(`${input.domain} is not connected`);
  await client.query(SEED, [shop.shopId, input.now, input.count, shop.versionId]);
  for (const table of ["payments", "codes", "timeline", "cases"])
    await client.query(`vacuum analyze ${table}`);
  return { shopId: shop.shopId, cipOf: (number) => String(FIRST_CIP + paidNear(number)) };
}
