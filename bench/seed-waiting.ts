/** Payments whose shoppers wait on their pages: each has a live code, and every other one has its order already. */
import type pg from "pg";

const FIRST_CIP = 600_000_000;

const SEED = `
  with numbered as (
    select n, md5('waiting' || n) as hash, $2::timestamptz - n * interval '2 milliseconds' - interval '1 minute' as at, n % 2 = 0 as is_pending
    from generate_series(1, $3::int) n
  ), shaped as (
    select *, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid as id,
      1000 + (n * 7919::bigint) % 90000 as amount
    from numbered
  ), payments as (
    insert into payments (id, shop_id, session_id, session_gid, session_group, amount_centimos, currency, test, kind, slug, cancel_url,
      shopper_email, shopper_locale, proposed_at, received_at, started_at, told, pending_expires_at, redirect_url, first_seen_at,
      last_present_at, version)
    select id, $1, substr(hash, 1, 24), 'gid://shopify/PaymentSession/' || substr(hash, 1, 24), 'g' || hash, amount, 'PEN', false, 'sale', hash,
      'https://tienda.myshopify.com/checkouts/' || n, 'comprador' || n || '@example.com', 'es-PE', at, at, at,
      case when is_pending then 'pending' else 'open' end, case when is_pending then at + interval '49 hours' end,
      case when is_pending then 'https://tienda.myshopify.com/checkouts/' || n || '/thank-you' end, at + interval '20 seconds',
      at + interval '20 seconds', 2
    from shaped returning id
  ), codes as (
    insert into codes (id, payment_id, shop_id, session_group, mode, credential_version_id, amount_centimos, currency, state, cip, cip_url,
      expires_at, grace_minutes, created_at)
    select (substr(id::text, 1, 14) || '7' || substr(id::text, 16, 21))::uuid, id, $1, 'g' || hash, 'live', $4::uuid, amount, 'PEN', 'live',
      (${FIRST_CIP} + n)::text, 'https://payment.pagoefectivo.pe/' || hash || '.html', at + interval '48 hours', 30, at + interval '1 second'
    from shaped returning id
  )
  select (select count(*) from payments), (select count(*) from codes)`;

/** Adds them to the shop, a minute old, and returns their slugs: even indexes are open, odd ones pending. */
export async function seedWaiting(
  client: pg.Client,
  input: { domain: string; now: Date; count: number },
): Promise<string[]> {
  const { rows } = await client.query<{ shopId: string; versionId: string }>(
    `select s.id as "shopId", v.id as "versionId" from shops s
      join credential_sets t on t.shop_id = s.id and t.mode = 'live' join credential_versions v on v.set_id = t.id
      where s.domain = $1 limit 1`,
    [input.domain],
  );
  const [shop] = rows;
  if (!shop) throw new Error(`${input.domain} is not connected`);
  await client.query(SEED, [shop.shopId, input.now, input.count, shop.versionId]);
  for (const table of ["payments", "codes"]) await client.query(`vacuum analyze ${table}`);
  const stored = await client.query<{ slug: string }>(
    "select slug from payments where slug = any(select md5('waiting' || n) from generate_series(1, $1::int) n) order by received_at desc",
    [input.count],
  );
  return stored.rows.map(({ slug }) => slug);
}
