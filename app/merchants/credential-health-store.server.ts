/**
 * Whether PagoEfectivo accepts the current keys of a set, and what that does to its shop. Retired keys do not count: after a
 * change PagoEfectivo may well refuse them.
 */
import { MAX_ATTEMPTS } from "#app/jobs/queue.server.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { CREDENTIALS_REFUSED, TOGETHER_MS, TOKEN_LOST } from "#app/merchants/readiness.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

const CURRENT = `
  from credential_versions v where v.set_id = k.id and v.retired_at is null and k.disconnected_at is null`;

/** The rest of a statement whose CTE `accepted` holds the accepted sets. $1 is the time. */
const BACK = `
  , back as (
    update shops s set ready = not t.lost, switched_off_reason = case when t.lost then '${TOKEN_LOST}' end
    from accepted a, lateral (
      select exists (
        select 1 from shopify_sessions o where o.id = 'offline_' || a.domain and o.refresh_lost_at is not null
      ) as lost
    ) t
    where s.id = a.shop_id and a.mode = 'live' and s.switched_off_reason = '${CREDENTIALS_REFUSED}'
    returning s.id
  )
  select a.domain, enqueue_job('tell-readiness', json_build_object('shopId', b.id), $1, ${MAX_ATTEMPTS}, 'tell:' || b.id)
  from back b join accepted a on a.shop_id = b.id`;

const ACCEPT = `
  update credential_sets k set verified_at = $1, refused_since = null, refused_at = null ${CURRENT}`;
const RETURNING = `returning k.shop_id, k.mode, (select domain from shops s where s.id = k.shop_id) as domain`;

/** PagoEfectivo accepted the keys of this version now. A shop that was switched off for them is on again. */
export async function acceptKeys(db: Queryable, input: { versionId: string; at: Date }): Promise<void> {
  await db.query({
    name: "accept-keys",
    text: `with accepted as (${ACCEPT} and v.id = $2 ${RETURNING}) ${BACK}`,
    values: [input.at, input.versionId],
  });
}

/** The same by the number of a version in its set. */
export async function acceptKeysOfSet(
  db: Queryable,
  input: { setId: string; number: number; at: Date },
): Promise<void> {
  await db.query({
    name: "accept-keys-of-set",
    text: `with accepted as (${ACCEPT} and k.id = $2 and v.number = $3 ${RETURNING}) ${BACK}`,
    values: [input.at, input.setId, input.number],
  });
}

/** PagoEfectivo refused the keys of this version now. */
export async function refuseKeys(db: Queryable, input: { versionId: string; at: Date }): Promise<void> {
  await db.query({
    name: "refuse-keys",
    text: `update credential_sets k set refused_since = coalesce(k.refused_since, $1), refused_at = $1
      ${CURRENT} and v.id = $2`,
    values: [input.at, input.versionId],
  });
}

export interface RefusedSet {
  versionId: string;
  shopId: string;
  shop: ShopDomain;
  mode: "sandbox" | "live";
  refusedSince: Date;
  /** The shop takes payments, and no other live set of it works. */
  isLastHope: boolean;
  /** Other shops whose live keys began to be refused about when these did. */
  othersRefused: number;
}

/** Sets whose keys were refused and not accepted since, those asked longest ago first. */
export async function findRefusedSets(db: Queryable, most: number): Promise<RefusedSet[]> {
  const { rows } = await db.query<RefusedSet>({
    name: "find-refused-sets",
    text: `
      select v.id as "versionId", s.id as "shopId", s.domain as shop, k.mode, k.refused_since as "refusedSince",
        s.ready and k.mode = 'live' and not exists (
          select 1 from credential_sets o join credential_versions w on w.set_id = o.id and w.retired_at is null
          where o.shop_id = s.id and o.mode = 'live' and o.disconnected_at is null and o.refused_since is null
        ) as "isLastHope",
        (select count(distinct o.shop_id)::int from credential_sets o
          where o.mode = 'live' and o.disconnected_at is null and o.shop_id <> k.shop_id
            and o.refused_since between k.refused_since - $2 * interval '1 ms'
              and k.refused_since + $2 * interval '1 ms') as "othersRefused"
      from credential_sets k
      join credential_versions v on v.set_id = k.id and v.retired_at is null
      join shops s on s.id = k.shop_id and s.uninstalled_at is null
      where k.refused_at is not null and k.disconnected_at is null
      order by k.refused_at limit $1`,
    values: [most, TOGETHER_MS],
  });
  return rows;
}

/** Live keys of other shops that worked last, newest first: whom to ask whether it is only this shop. */
export async function findWitnesses(db: Queryable, shopId: string, most: number): Promise<string[]> {
  const { rows } = await db.query<{ versionId: string }>({
    name: "find-witnesses",
    text: `
      select v.id as "versionId"
      from credential_sets k
      join credential_versions v on v.set_id = k.id and v.retired_at is null
      join shops s on s.id = k.shop_id and s.uninstalled_at is null
      where k.mode = 'live' and k.disconnected_at is null and k.refused_at is null and k.verified_at is not null
        and k.shop_id <> $1
      order by k.verified_at desc limit $2`,
    values: [shopId, most],
  });
  return rows.map((row) => row.versionId);
}

/** Takes no more payments of this shop until its keys are accepted again; Shopify is told. False when it was off already. */
export async function switchOffRefused(
  db: Queryable,
  input: { shopId: string; now: Date },
): Promise<boolean> {
  const { rows } = await db.query<{ id: string }>({
    name: "switch-off-refused",
    text: `
      with off as (
        update shops set ready = false, switched_off_reason = '${CREDENTIALS_REFUSED}' where id = $1 and ready returning id
      ), told as (
        select enqueue_job('tell-readiness', json_build_object('shopId', id), $2, ${MAX_ATTEMPTS}, 'tell:' || id)
        from off
      )
      select off.id from off, told`,
    values: [input.shopId, input.now],
  });
  return rows.length === 1;
}
