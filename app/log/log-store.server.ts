/**
 * The only writer of the log: what no other table tells, how long it is kept, and that a shop's notices stay away. An entry is
 * written by nobody who works on money.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Direction } from "#app/log/log-list.ts";

export interface NewEntry {
  id: string;
  direction: Exclude<Direction, "to-shopify">;
  at: Date;
  kind: string;
  verdict: "accepted" | "repeated" | "bad-signature" | "refused" | "failed" | "unknown";
  tookMs: number;
  httpStatus: number | null;
  reason: string | null;
  /** Whose it is, by one of these. */
  setId: string | null;
  credentialVersionId: string | null;
  shop: string | null;
  /** What its payment is found by, where it has one. */
  codeId: string | null;
  cip: string | null;
  sessionId: string | null;
  detail: Readonly<Record<string, unknown>>;
  times: number;
  /** Equal keys are one entry. */
  boundKey: string | null;
}

/** Writes entries in one statement, each for the shop that it is of; one of no shop of ours is left out. */
export async function storeEntries(db: Queryable, entries: readonly NewEntry[]): Promise<void> {
  await db.query({
    name: "store-log-entries",
    text: `
      insert into log_entries (id, shop_id, direction, at, kind, verdict, took_ms, http_status, reason, set_id, payment_id,
        code_id, detail, times, bound_key)
      select n.id, s.id, n.direction, n.at, n.kind, n.verdict, n."tookMs", n."httpStatus", n.reason, k.id,
        coalesce(c.payment_id, p.id), c.id, n.detail, n.times, n."boundKey"
      from jsonb_to_recordset($1::jsonb) as n(id uuid, direction text, at timestamptz, kind text, verdict text, "tookMs" int,
        "httpStatus" int, reason text, "setId" uuid, "credentialVersionId" uuid, shop text, "codeId" uuid, cip text,
        "sessionId" text, detail jsonb, times int, "boundKey" text)
      left join credential_versions v on v.id = n."credentialVersionId"
      left join credential_sets k on k.id = coalesce(n."setId", v.set_id)
      join shops s on s.id = coalesce(k.shop_id, (select o.id from shops o where o.domain = n.shop))
      left join lateral (
        select o.id, o.payment_id from codes o where o.id = n."codeId" and o.shop_id = s.id
        union all
        select o.id, o.payment_id from codes o
          where n."codeId" is null and o.cip = n.cip and o.mode = k.mode and o.shop_id = s.id
        limit 1
      ) c on true
      left join payments p on p.shop_id = s.id and p.session_id = n."sessionId"
      on conflict (bound_key) do update set times = log_entries.times + excluded.times`,
    values: [JSON.stringify(entries)],
  });
}

/** So many rows go in one statement: a shop that kept a year and now keeps a month must not hold the table. */
const REMOVED_AT_ONCE = 5_000;

/** Removes entries that are older than their shop keeps them; answers how many, at most one statement's worth. */
export async function removeOldEntries(
  db: Queryable,
  input: { shopId: string; beforeId: string },
): Promise<number> {
  const { rowCount } = await db.query({
    name: "remove-old-log-entries",
    text: `delete from log_entries where id in (
      select id from log_entries where shop_id = $1 and direction = any($3) and id < $2::uuid limit ${REMOVED_AT_ONCE})`,
    values: [input.shopId, input.beforeId, ["from-pagoefectivo", "from-shopify", "to-pagoefectivo"]],
  });
  return rowCount ?? 0;
}

export function isMoreLeft(removed: number): boolean {
  return removed >= REMOVED_AT_ONCE;
}

/** Saves how long the log is kept, with who did it; `conflict`: somebody saved since the version was read. */
export async function storeKeepDays(
  db: Queryable,
  save: { shopId: string; userId: string; at: Date; version: number; before: number; keepDays: number },
): Promise<"saved" | "conflict"> {
  const { rows } = await db.query<{ saved: number }>({
    name: "store-keep-days",
    text: `
      with saved as (
        insert into log_settings (shop_id, version, keep_days)
        select $1, 1, $5 where $4 = 0 or exists (select 1 from log_settings where shop_id = $1)
        on conflict (shop_id) do update set version = log_settings.version + 1, keep_days = $5
          where log_settings.version = $4
        returning shop_id
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, before, after)
        select shop_id, $3, $2, 'log-settings-saved', jsonb_build_object('keepDays', $6::int),
          jsonb_build_object('keepDays', $5::int) from saved
      )
      select count(*)::int as saved from saved`,
    values: [save.shopId, save.userId, save.at, save.version, save.keepDays, save.before],
  });
  return rows[0]?.saved === 1 ? "saved" : "conflict";
}

/** Writes that a shop's notices stay away since then, or that they come again (null). */
export async function storeSilence(
  db: Queryable,
  input: { shopId: string; since: Date | null },
): Promise<void> {
  await db.query({
    name: "store-silence",
    text: `insert into log_settings (shop_id, silent_since) values ($1, $2)
      on conflict (shop_id) do update set silent_since = $2`,
    values: [input.shopId, input.since],
  });
}
