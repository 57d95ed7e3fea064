/** What the doctor reads of the database. It writes nothing, here or anywhere. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { DeadFacts, WaitingFacts } from "#app/doctor/judge-queue.ts";
import type { ShopFacts } from "#app/doctor/judge-shops.ts";
import type { Environment } from "#app/pagoefectivo/pagoefectivo-client.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

/** The server's version, as a number and as it is written. */
export async function readServerVersion(db: Queryable): Promise<{ number: number; version: string }> {
  const { rows } = await db.query<{ number: number; version: string }>({
    text: `select current_setting('server_version_num')::int as number,
      split_part(current_setting('server_version'), ' ', 1) as version`,
  });
  return rows[0] ?? { number: 0, version: "unknown" };
}

/** The database's clock. */
export async function readDatabaseTime(db: Queryable): Promise<Date> {
  const { rows } = await db.query<{ now: Date }>({ text: "select clock_timestamp() as now" });
  return rows[0]?.now ?? new Date(Number.NaN);
}

/** Migrations that began and did not end, unless somebody has said that they were taken back. */
export async function findUnfinishedMigrations(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>({
    text: `select migration_name as name from _prisma_migrations
      where finished_at is null and rolled_back_at is null order by started_at`,
  });
  return rows.map(({ name }) => name);
}

export async function hasTable(db: Queryable, name: string): Promise<boolean> {
  const { rows } = await db.query<{ exists: boolean }>({
    text: "select to_regclass($1) is not null as exists",
    values: [name],
  });
  return rows[0]?.exists ?? false;
}

/** Pools whose last sign of life came after `aliveSince`, and the last one of all. */
export async function readHeartbeats(
  db: Queryable,
  aliveSince: Date,
): Promise<{ alive: number; newest: Date | null }> {
  const { rows } = await db.query<{ alive: number; newest: Date | null }>({
    text: `select count(*) filter (where beat_at >= $1)::int as alive, max(beat_at) as newest
      from worker_heartbeats`,
    values: [aliveSince],
  });
  return rows[0] ?? { alive: 0, newest: null };
}

/** By the database's clock, as the queue goes. */
export async function readWaitingJobs(db: Queryable): Promise<WaitingFacts> {
  const { rows } = await db.query<{ due: number; job: string | null; waitedMs: number | null }>({
    text: `
      select count(*)::int as due, (array_agg(task_identifier order by run_at))[1] as job,
        (extract(epoch from now() - min(run_at)) * 1000)::float8 as "waitedMs"
      from graphile_worker.jobs
      where run_at <= now() and locked_at is null and attempts < max_attempts`,
  });
  const { due = 0, job = null, waitedMs = null } = rows[0] ?? {};
  return { due, oldest: job === null || waitedMs === null ? null : { job, waitedMs } };
}

const DEAD_JOBS_SHOWN = 10;

/**
 * Jobs that have used up their attempts: nobody runs them again. Their payloads and errors stay where they are. No schedule's job that
 * was at work when its next one came: the queue takes its key and all its attempts then, and the next one does its work.
 */
export async function readDeadJobs(db: Queryable): Promise<DeadFacts> {
  const { rows } = await db.query<{ id: string; job: string; count: number }>({
    text: `
      select j.id::text, t.identifier as job, count(*) over ()::int as count
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where j.attempts >= j.max_attempts and j.locked_at is null and not (j.key is null and j.payload::jsonb ? '_cron')
      order by j.id desc limit ${DEAD_JOBS_SHOWN}`,
  });
  return { count: rows[0]?.count ?? 0, some: rows.map(({ id, job }) => ({ id, job })) };
}

/** An account of PagoEfectivo that an installed shop has connected, with its keys of today, sealed. */
export interface AccountRow {
  shop: ShopDomain;
  setId: string;
  mode: Environment;
  noticeToken: string;
  versionId: string;
  sealedAccessKey: string;
  verifiedAt: Date | null;
  refusedSince: Date | null;
  /** The last notice that PagoEfectivo sent for it. */
  lastNoticeAt: Date | null;
}

/** `shopId` null: of all shops, `most` of them. */
export async function findAccounts(
  db: Queryable,
  input: { shopId: string | null; most: number },
): Promise<AccountRow[]> {
  const { rows } = await db.query<AccountRow>({
    name: "doctor-accounts",
    text: `
      select s.domain as shop, k.id as "setId", k.mode, k.notice_token as "noticeToken", v.id as "versionId",
        v.sealed_access_key as "sealedAccessKey", k.verified_at as "verifiedAt", k.refused_since as "refusedSince",
        (select n.received_at from notices n where n.set_id = k.id and not n.simulated
          order by n.received_at desc limit 1) as "lastNoticeAt"
      from credential_sets k
      join shops s on s.id = k.shop_id and s.uninstalled_at is null
      join credential_versions v on v.set_id = k.id and v.retired_at is null
      where k.disconnected_at is null and ($1::uuid is null or k.shop_id = $1)
      order by k.refused_since nulls last, s.domain, k.mode, k.id limit $2`,
    values: [input.shopId, input.most],
  });
  return rows;
}

/** Installed shops with what Shopify knows of them, those first with which something is wrong. `shopId` null: all. */
export async function findShopStates(
  db: Queryable,
  input: { shopId: string | null; most: number },
): Promise<(ShopFacts & { shop: ShopDomain; configuredAt: Date | null })[]> {
  const { rows } = await db.query<ShopFacts & { shop: ShopDomain; configuredAt: Date | null }>({
    name: "doctor-shops",
    text: `
      select s.domain as shop, t.id is not null as "hasToken", t.refresh_lost_at is not null as "isTokenLost",
        s.ready, s.configured_ready as "configuredReady", s.configured_at as "configuredAt",
        s.configured_problem as "configuredProblem", s.switched_off_reason as "switchedOffReason"
      from shops s left join shopify_sessions t on t.id = 'offline_' || s.domain
      where s.uninstalled_at is null and ($1::uuid is null or s.id = $1)
      order by (t.id is null or t.refresh_lost_at is not null or s.switched_off_reason is not null) desc, s.domain
      limit $2`,
    values: [input.shopId, input.most],
  });
  return rows;
}

/** Of the shop's last paid orders: how many there are, and for how many a notice had come. */
export async function countNoticed(
  db: Queryable,
  input: { shopId: string; since: Date; most: number },
): Promise<{ paid: number; noticed: number }> {
  const { rows } = await db.query<{ paid: number; noticed: number }>({
    name: "doctor-noticed",
    text: `
      select count(*)::int as paid, count(*) filter (where n.cip is not null)::int as noticed
      from (
        select id from payments where shop_id = $1 and told = 'resolved' and not test order by id desc limit $3
      ) p
      join codes c on c.payment_id = p.id and c.shop_id = $1 and c.paid_at >= $2
      left join lateral (
        select o.cip from notices o where o.cip = c.cip and o.event_type = 'cip.paid' limit 1
      ) n on true`,
    values: [input.shopId, input.since, input.most],
  });
  return rows[0] ?? { paid: 0, noticed: 0 };
}
