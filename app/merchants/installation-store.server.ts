/**
 * A shop gets the app, comes back to it, or loses the token that it is served with.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { addJobs, job, jobsParameter, MAX_ATTEMPTS } from "#app/jobs/queue.server.ts";
import { TOKEN_LOST } from "#app/merchants/readiness.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

/**
 * Installs the shop, or finds the old one with all that is known of it. Either way it is installed as of now: what was
 * triggered before, such as a late `app/uninstalled`, is about an earlier installation. Its held reports are let go.
 */
export async function recordInstallation(
  db: Queryable,
  input: { id: string; shop: ShopDomain; displayName: string; now: Date },
): Promise<void> {
  const { id, shop, displayName, now } = input;
  await db.query({
    name: "record-installation",
    text: `
      with installed as (
        insert into shops (id, domain, display_name, installed_at, ready) values ($1, $2, $3, $4, false)
        on conflict (domain) do update set installed_at = $4, uninstalled_at = null,
          -- Shopify forgets what it was told of readiness when a shop uninstalls.
          configured_ready = case when shops.uninstalled_at is null then shops.configured_ready end,
          configured_at = case when shops.uninstalled_at is null then shops.configured_at end,
          ready = shops.ready or coalesce(shops.switched_off_reason, '') = $6,
          switched_off_reason = nullif(shops.switched_off_reason, $6)
        returning id, ready and configured_ready is distinct from true as untold
      )
      ${addJobs("$5", "installed")}
      union all
      -- A shop that comes back as ready as it was: Shopify does not know it any more.
      select enqueue_job('tell-readiness', json_build_object('shopId', id), $4, ${MAX_ATTEMPTS}, 'tell:' || id)
      from installed where untold`,
    values: [
      id,
      shop,
      displayName,
      now,
      jobsParameter([job("release-held-reports", { shop }, now, `release:${shop}`)]),
      TOKEN_LOST,
    ],
  });
}

/**
 * Takes no more sessions for shops whose token is lost: this one, or all of them. Returns those that it switched off.
 */
export async function switchOffLost(db: Queryable, shop: ShopDomain | null): Promise<ShopDomain[]> {
  const { rows } = await db.query<{ domain: ShopDomain }>({
    name: "switch-off-lost",
    text: `
      update shops s set ready = false, switched_off_reason = $2
      from shopify_sessions t
      where t.id = 'offline_' || s.domain and t.refresh_lost_at is not null and s.ready
        and ($1::text is null or s.domain = $1)
      returning s.domain`,
    values: [shop, TOKEN_LOST],
  });
  return rows.map((row) => row.domain);
}

/** Installed shops whose token was last renewed before that time, the oldest first. */
export async function findQuietShops(db: Queryable, endedBefore: Date): Promise<ShopDomain[]> {
  const { rows } = await db.query<{ domain: ShopDomain }>({
    name: "find-quiet-shops",
    text: `
      select s.domain from shops s join shopify_sessions t on t.id = 'offline_' || s.domain
      where s.uninstalled_at is null and t.expires < $1 and t.refresh_lost_at is null
      order by t.expires`,
    values: [endedBefore],
  });
  return rows.map((row) => row.domain);
}
