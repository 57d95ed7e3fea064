/** Reads how a shop's messages fare, direction by direction, and how long it keeps its log. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Direction, LogHealth } from "#app/log/log-list.ts";
import { TOLD_STATES } from "#app/payments/lifecycle-moves.ts";

/** Longer ago nothing waits by itself any more. */
const WAITING_DAYS = 7;

/** $1 shop, $2 a day ago. Bad ones of the log's own entries count as often as they came. */
const bad = (direction: Direction, verdicts: string) => `
  (select coalesce(sum(e.times), 0)::int from log_entries e where e.shop_id = $1 and e.direction = '${direction}'
    and e.at >= $2 and e.verdict in (${verdicts}))`;

const lastEntry = (direction: Direction) => `
  (select e.at from log_entries e where e.shop_id = $1 and e.direction = '${direction}' order by e.id desc limit 1)`;

const OWN_NOTICES = `from credential_sets k join notices n on n.set_id = k.id and not n.simulated where k.shop_id = $1`;

const HEALTH: Record<Direction, string> = {
  "from-pagoefectivo": `
    select greatest(${lastEntry("from-pagoefectivo")}, (
        select max(last.at) from credential_sets k cross join lateral (
          select n.received_at as at from notices n where n.set_id = k.id and not n.simulated
          order by n.received_at desc limit 1) last where k.shop_id = $1)) as "lastAt",
      (select count(*)::int ${OWN_NOTICES} and n.received_at >= $2) as good,
      ${bad("from-pagoefectivo", "'bad-signature'")} as bad,
      (select min(n.received_at) ${OWN_NOTICES} and n.state = 'received'
        and n.received_at >= $2::timestamptz - interval '${WAITING_DAYS} days') as "oldestWaiting"`,
  "from-shopify": `
    select greatest(${lastEntry("from-shopify")}, (
        select max(last.at) from unnest('{${TOLD_STATES.join(",")}}'::text[]) as t(told) cross join lateral (
          select p.received_at as at from payments p where p.shop_id = $1 and p.told = t.told
          order by p.id desc limit 1) last)) as "lastAt",
      (select count(*)::int from unnest('{${TOLD_STATES.join(",")}}'::text[]) as t(told)
        join payments p on p.shop_id = $1 and p.told = t.told and p.id >= $3::uuid) as good,
      ${bad("from-shopify", "'refused'")} as bad, null::timestamptz as "oldestWaiting"`,
  "to-shopify": `
    with lately as (
      select a.answer from report_attempts a where a.shop_id = $1 and a.started_at >= $2
    )
    select (select max(a.started_at) from report_attempts a where a.shop_id = $1) as "lastAt",
      (select count(*)::int from lately where answer = 'acknowledged') as good,
      (select count(*)::int from lately where answer <> 'acknowledged') as bad,
      (select min(r.decided_at) from reports r join payments p on p.id = r.payment_id
        where r.state = 'due' and p.shop_id = $1) as "oldestWaiting"`,
  "to-pagoefectivo": `
    select ${lastEntry("to-pagoefectivo")} as "lastAt",
      (select count(*)::int from log_entries e where e.shop_id = $1 and e.direction = 'to-pagoefectivo'
        and e.id >= $3::uuid and e.verdict = 'accepted') as good,
      ${bad("to-pagoefectivo", "'refused', 'failed', 'unknown'")} as bad, null::timestamptz as "oldestWaiting"`,
};

export async function loadHealth(
  db: Queryable,
  input: { shopId: string; direction: Direction; since: Date; sincePlace: string },
): Promise<LogHealth> {
  const { rows } = await db.query<{
    lastAt: Date | null;
    good: number;
    bad: number;
    oldestWaiting: Date | null;
  }>({
    text: `select h.*, $3::uuid is not null as placed from (${HEALTH[input.direction]}) h`,
    values: [input.shopId, input.since, input.sincePlace],
  });
  const { lastAt = null, good = 0, bad: failed = 0, oldestWaiting = null } = rows[0] ?? {};
  return {
    lastAt: lastAt?.toISOString() ?? null,
    ...{ good, bad: failed },
    oldestWaiting: oldestWaiting?.toISOString() ?? null,
  };
}

/** What a shop that never chose keeps. */
export const KEEP_DAYS = 90;

export interface StoredLogSettings {
  keepDays: number;
  version: number;
  silentSince: Date | null;
}

export async function loadLogSettings(db: Queryable, shopId: string): Promise<StoredLogSettings> {
  const { rows } = await db.query<StoredLogSettings>({
    name: "load-log-settings",
    text: `select keep_days as "keepDays", version, silent_since as "silentSince" from log_settings where shop_id = $1`,
    values: [shopId],
  });
  return rows[0] ?? { keepDays: KEEP_DAYS, version: 0, silentSince: null };
}

/** Every shop, and how long it keeps its log. */
export async function findKeepDays(db: Queryable): Promise<{ shopId: string; keepDays: number }[]> {
  const { rows } = await db.query<{ shopId: string; keepDays: number }>({
    name: "find-keep-days",
    text: `select s.id as "shopId", coalesce(l.keep_days, ${KEEP_DAYS}) as "keepDays"
      from shops s left join log_settings l on l.shop_id = s.id`,
  });
  return rows;
}
