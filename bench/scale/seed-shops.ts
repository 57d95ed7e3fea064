/** Shops beside the one that is there: installed, ready, each with keys for live payments in both currencies. */
import type pg from "pg";

/** Where what is seeded belongs, shop by shop; the first is the one that is measured. */
export interface SeededShops {
  shopIds: string[];
  versionIds: string[];
  setIds: string[];
}

export interface SealedKeys {
  accessKey: string;
  secretKey: string;
}

/** Keys that nobody opens: where no job asks PagoEfectivo for these shops. */
const SEALED: SealedKeys = { accessKey: "sealed", secretKey: "sealed" };

const SHOPS = `
  with new as (
    select gen_random_uuid() as shop_id, gen_random_uuid() as set_id, gen_random_uuid() as version_id, *
    from unnest($1::text[], $2::text[], $3::text[]) as n(domain, access_key, secret_key)
  ), shops as (
    insert into shops (id, domain, display_name, installed_at, ready, configured_ready, configured_at)
    select shop_id, domain, domain, $4, true, true, $4 from new returning id
  ), sets as (
    insert into credential_sets (id, shop_id, mode, notice_token, created_at, verified_at)
    select set_id, shop_id, 'live', set_id, $4, $4 from new returning id
  ), currencies as (
    insert into credential_set_currencies (shop_id, mode, currency, set_id)
    select shop_id, 'live', currency, set_id from new, unnest(array['PEN', 'USD']) currency returning set_id
  ), versions as (
    insert into credential_versions (id, set_id, number, service_id, sealed_access_key, sealed_secret_key, created_at)
    select version_id, set_id, 1, $5, access_key, secret_key, $4 from new returning id
  )
  select (select count(*) from shops), (select count(*) from sets), (select count(*) from currencies), (select count(*) from versions)`;

export const domainOf = (index: number) => `tienda-${String(index).padStart(4, "0")}.myshopify.com`;

/** As many shops as `count` says, the one of `domain` among them, which must be connected. */
export async function seedShops(
  client: pg.Client,
  input: {
    domain: string;
    count: number;
    now: Date;
    serviceId: number;
    seal?: (domain: string) => SealedKeys;
  },
): Promise<SeededShops> {
  const { domain, count, now, serviceId, seal = () => SEALED } = input;
  const domains = Array.from({ length: count - 1 }, (_, index) => domainOf(index + 1));
  const keys = domains.map(seal);
  const yearAgo = new Date(now.getTime() - 366 * 86_400_000);
  await client.query(SHOPS, [
    domains,
    keys.map(({ accessKey }) => accessKey),
    keys.map(({ secretKey }) => secretKey),
    yearAgo,
    serviceId,
  ]);
  const { rows } = await client.query<{ shopId: string; versionId: string; setId: string }>(
    `select s.id as "shopId", t.id as "setId", v.id as "versionId"
     from shops s join credential_sets t on t.shop_id = s.id and t.mode = 'live'
       join credential_versions v on v.set_id = t.id and v.retired_at is null
     where s.domain = any($1::text[]) order by s.domain = $2 desc, s.domain`,
    [[domain, ...domains], domain],
  );
  if (rows.length !== count) throw new Error(`${rows.length} shops are there instead of ${count}`);
  for (const table of ["shops", "credential_sets", "credential_set_currencies", "credential_versions"])
    await client.query(`vacuum analyze ${table}`);
  return {
    shopIds: rows.map(({ shopId }) => shopId),
    versionIds: rows.map(({ versionId }) => versionId),
    setIds: rows.map(({ setId }) => setId),
  };
}
