/** What is kept of a shop's readiness: whether we would take payments, and what Shopify has acknowledged of it. */
import type { Queryable } from "#app/lib/database.server.ts";
import { addJobs, job, jobsParameter, type JobRequest } from "#app/jobs/queue.server.ts";
import type { ReadinessFacts, TellProblem } from "#app/merchants/readiness.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

export interface ReadinessRow extends ReadinessFacts {
  shopId: string;
  shop: ShopDomain;
  ready: boolean;
  switchedOffReason: string | null;
  configuredReady: boolean | null;
  configuredAt: Date | null;
  configuredProblem: string | null;
  /** The service by which the merchant knows their account: the live one, else the sandbox's. */
  serviceId: number | null;
}

export async function loadReadiness(db: Queryable, shopId: string): Promise<ReadinessRow | null> {
  const { rows } = await db.query<ReadinessRow>({
    name: "load-readiness",
    text: `
      select s.id as "shopId", s.domain as shop, s.ready, s.switched_off_reason as "switchedOffReason",
        s.configured_ready as "configuredReady", s.configured_at as "configuredAt",
        s.configured_problem as "configuredProblem", s.uninstalled_at is null as "isInstalled",
        s.code_life_minutes as "codeLifeMinutes", s.grace_minutes as "graceMinutes",
        coalesce(bool_or(k.mode = 'live'), false) as "hasLive",
        coalesce(bool_or(k.mode = 'sandbox'), false) as "hasSandbox",
        (array_agg(v.service_id order by k.mode, k.created_at) filter (where v.id is not null))[1] as "serviceId"
      from shops s
      left join credential_sets k on k.shop_id = s.id and k.disconnected_at is null
        and exists (select 1 from credential_set_currencies c where c.set_id = k.id)
      left join credential_versions v on v.set_id = k.id and v.retired_at is null
      where s.id = $1 group by s.id`,
    values: [shopId],
  });
  return rows[0] ?? null;
}

/** Shopify acknowledged it. Answers whether that is still what we want it to know. */
export async function recordTold(
  db: Queryable,
  input: { shopId: string; ready: boolean; now: Date },
): Promise<boolean> {
  const { rows } = await db.query<{ ready: boolean }>({
    name: "record-told",
    text: `update shops set configured_ready = $2, configured_at = $3, configured_problem = null
      where id = $1 returning ready`,
    values: [input.shopId, input.ready, input.now],
  });
  return rows[0]?.ready === input.ready;
}

/** Shopify could not be told. With `job` it is tried again. */
export async function recordTellProblem(
  db: Queryable,
  input: { shopId: string; problem: TellProblem; again: JobRequest | null },
): Promise<void> {
  await db.query({
    name: "record-tell-problem",
    text: `
      with noted as (update shops set configured_problem = $2 where id = $1 returning id),
        jobs as (${addJobs("$3", "noted")})
      select count(*) from jobs`,
    values: [input.shopId, input.problem, jobsParameter(input.again ? [input.again] : [])],
  });
}

/** A person switched the shop on or off: audited, and with the job that tells Shopify should we die before we do. */
export async function storeReady(
  db: Queryable,
  input: { shopId: string; userId: string; ready: boolean; now: Date },
): Promise<void> {
  const { shopId, userId, ready, now } = input;
  await db.query({
    name: "store-ready",
    text: `
      with switched as (
        update shops s set ready = $2, switched_off_reason = null
        from (select id, ready, switched_off_reason from shops where id = $1 for no key update) b
        where s.id = b.id
        returning s.id, b.ready as was, b.switched_off_reason as "whyOff"
      ), line as (
        insert into audit_log (shop_id, at, user_id, action, before, after)
        select id, $4, $3, $5, jsonb_build_object('ready', was, 'switchedOffReason', "whyOff"),
          jsonb_build_object('ready', $2::boolean)
        from switched
      ), jobs as (${addJobs("$6", "switched")})
      select count(*) from jobs`,
    values: [
      shopId,
      ready,
      userId,
      now,
      ready ? "activated" : "deactivated",
      jobsParameter([tellJob(shopId, new Date(now.getTime() + 30_000))]),
    ],
  });
}

/** Installed shops of which Shopify knows something else than we would take. */
export async function findUntold(db: Queryable, most: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: "find-untold",
    text: `select id from shops
      where uninstalled_at is null and configured_ready is distinct from ready and (ready or configured_ready)
      order by configured_at nulls first limit $1`,
    values: [most],
  });
  return rows.map((row) => row.id);
}

/** One waiting job per shop: the newest request stands. */
export function tellJob(shopId: string, runAt: Date, attempt = 0): JobRequest {
  return job("tell-readiness", { shopId, attempt: String(attempt) }, runAt, `tell:${shopId}`);
}
