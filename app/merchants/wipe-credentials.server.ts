/** Keys that nobody needs any more are not kept, not even sealed. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";

/** LIFECYCLE: a version is wiped this long after its last code ended. */
const KEPT_MS = 30 * 86_400_000;

/**
 * The daily job: wipes retired keys whose last code ended 30 days ago and more, and none of whose codes may still move. A
 * code with an open case counts as one that may.
 */
export async function wipeRetiredCredentials(deps: {
  clock: Clock;
  db: Queryable;
  log: Logger;
}): Promise<void> {
  const now = deps.clock.now();
  const { rows } = await deps.db.query<{ shop: string; version: number }>({
    name: "wipe-retired-credentials",
    text: `
      update credential_versions v set sealed_access_key = null, sealed_secret_key = null, wiped_at = $1
      from credential_sets k join shops s on s.id = k.shop_id
      where k.id = v.set_id and v.retired_at <= $2 and v.wiped_at is null
        -- Its shop's codes, by an index: no index has codes by their keys, and those of everybody would be read.
        and not exists (
          select 1 from (select * from codes o where o.shop_id = k.shop_id offset 0) c
          where c.credential_version_id = v.id and (
            c.state in ('issuing', 'unknown', 'live', 'voiding', 'reversed')
            or greatest(c.expires_at, c.paid_at, c.ended_at) > $2
            or exists (select 1 from cases q where q.code_id = c.id and q.state = 'open')
            or exists (select 1 from cases q where q.shop_id = c.shop_id and q.state = 'open'
              and q.evidence ? 'unanswered' and q.evidence -> 'unanswered' ? c.id::text)
          )
        )
      returning s.domain as shop, v.number as version`,
    values: [now, new Date(now.getTime() - KEPT_MS)],
  });
  for (const { shop, version } of rows)
    deps.log.info({ shop, version }, "keys that nothing needs were wiped");
}
