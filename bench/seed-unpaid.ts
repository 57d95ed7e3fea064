/**
 * Payments of one shop whose codes wait for their cash, in all three books: Shopify's, PagoEfectivo's and ours. Opened through the
 * doors they would take longer than what is measured with them.
 */
import type pg from "pg";
import { systemClock } from "#app/lib/clock.ts";
import { newId, newSlug } from "#app/lib/ids.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { MAX_ATTEMPTS } from "#app/jobs/queue.server.ts";
import { DEMO_SHOP, type World } from "../scripts/demo/world.ts";

const HOUR_MS = 3_600_000;
const CODE_LIFE_MS = 48 * HOUR_MS;
const WRITTEN_AT_ONCE = 5_000;
const CENTIMOS = 2_000;

/** With each code the job that waits for its end, as it stands in the queue of a running shop. */
const SEED = `
  with given as (
    select * from jsonb_to_recordset($1::jsonb) as g(id uuid, "codeId" uuid, "sessionId" text, gid text, "group" text, slug text, cip text)
  ), keys as (
    select s.id as shop_id, v.id as version_id from shops s
      join credential_sets t on t.shop_id = s.id and t.mode = 'live' join credential_versions v on v.set_id = t.id
    where s.domain = $2 limit 1
  ), payments as (
    insert into payments (id, shop_id, session_id, session_gid, session_group, amount_centimos, currency, test, kind, slug, cancel_url,
      shopper_email, shopper_locale, proposed_at, received_at, started_at, told, first_seen_at, version)
    select id, shop_id, "sessionId", gid, "group", ${CENTIMOS}, 'PEN', false, 'sale', slug, 'https://' || $2 || '/checkouts/' || "sessionId",
      'rosa.quispe@example.com', 'es-PE', $3, $3, $3, 'open', $3, 2
    from given, keys
  ), timeline as (
    insert into timeline (payment_id, code_id, at, actor, event)
    select id, case when event = 'opened' then null else "codeId" end, $3, 'ventanilla', event
    from given, unnest(array['opened', 'code-asked-for', 'created', 'seen']) as event
  ), codes as (
    insert into codes (id, payment_id, shop_id, session_group, mode, credential_version_id, amount_centimos, currency, state, cip, cip_url,
      expires_at, grace_minutes, created_at, next_ask_at)
    select "codeId", id, shop_id, "group", 'live', version_id, ${CENTIMOS}, 'PEN', 'live', cip, 'https://payment.pagoefectivo.pe/' || cip || '.html',
      $4, 30, $3, $3::timestamptz + interval '2 minutes'
    from given, keys
  )
  select count(enqueue_job('end-code', json_build_object('codeId', "codeId"), $4::timestamptz + interval '30 minutes', ${MAX_ATTEMPTS},
    'end:' || "codeId")) from given`;

/** Adds them to the demo's shop and returns their CIPs. Shopify takes what it is told of them, though their sessions were never sent. */
export async function seedUnpaid(world: World, pool: pg.Pool, count: number): Promise<string[]> {
  world.shopify.switches.requireAnswerRead = false;
  const now = systemClock.now();
  const expires = new Date(now.getTime() + CODE_LIFE_MS);
  const cips: string[] = [];
  for (let start = 0; start < count; start += WRITTEN_AT_ONCE) {
    const rows = Array.from({ length: Math.min(WRITTEN_AT_ONCE, count - start) }, () => {
      const { id, gid, group } = world.shopify.newSession({ shop: DEMO_SHOP, amount: "20.00" });
      const codeId = newId(systemClock);
      const cip = world.pagoefectivo.bookCode({
        ...{ serviceId: world.liveServiceId, transactionCode: codeId, expires },
        ...{ amountCentimos: CENTIMOS, currency: "PEN" },
      });
      cips.push(cip);
      return { id: newId(systemClock), codeId, sessionId: id, gid, group, slug: newSlug(), cip };
    });
    const { rowCount } = await pool.query(SEED, [JSON.stringify(rows), DEMO_SHOP, now, expires]);
    invariant(rowCount === 1, "the rows are written");
  }
  for (const table of ["payments", "codes", "timeline"]) await pool.query(`vacuum analyze ${table}`);
  return cips;
}
