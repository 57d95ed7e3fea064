/**
 * The only writer of privacy requests. Each is stored once with the job that works on it; whom it is about is sealed, and gone
 * when it is done.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { addJobs, jobsParameter, type JobRequest } from "#app/jobs/queue.server.ts";
import type { PrivacyTopic } from "#app/shopify/webhook-message.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

/** Stores the delivery, the request and its job in one statement; `known`: it came before, and nothing was written. */
export async function storeRequest(
  db: Queryable,
  input: {
    id: string;
    webhookId: string;
    topic: PrivacyTopic;
    shop: ShopDomain;
    triggeredAt: Date;
    receivedAt: Date;
    dueAt: Date;
    sealedSubject: string | null;
    jobs: readonly JobRequest[];
  },
): Promise<"stored" | "known"> {
  const { rows } = await db.query<{ stored: number }>({
    name: "store-privacy-request",
    text: `
      with first as (
        insert into shopify_webhooks (webhook_id, topic, shop, triggered_at, received_at, outcome)
        values ($2, $3, $4, $5, $6, 'request') on conflict (webhook_id) do nothing returning webhook_id
      ), request as (
        insert into privacy_requests (id, shop_id, shop, topic, webhook_id, sealed_subject, triggered_at, received_at, due_at)
        select $1, (select id from shops where domain = $4), $4, $3, $2, $8, $5, $6, $7 from first returning id
      ), jobs as (${addJobs("$9", "request")})
      select (select count(*) from request)::int as stored, (select count(*) from jobs) as jobs`,
    values: [
      input.id,
      input.webhookId,
      input.topic,
      input.shop,
      input.triggeredAt,
      input.receivedAt,
      input.dueAt,
      input.sealedSubject,
      jobsParameter(input.jobs),
    ],
  });
  return rows[0]?.stored === 1 ? "stored" : "known";
}

export interface PrivacyRequest {
  id: string;
  topic: PrivacyTopic;
  shop: ShopDomain;
  sealedSubject: string | null;
  triggeredAt: Date;
  receivedAt: Date;
  dueAt: Date;
  doneAt: Date | null;
  /** Null when we never knew the shop. */
  shopId: string | null;
  installedAt: Date | null;
  uninstalledAt: Date | null;
}

export async function loadRequest(db: Queryable, id: string): Promise<PrivacyRequest | null> {
  const { rows } = await db.query<PrivacyRequest>({
    name: "load-privacy-request",
    text: `
      select r.id, r.topic, r.shop, r.sealed_subject as "sealedSubject", r.triggered_at as "triggeredAt",
        r.received_at as "receivedAt", r.due_at as "dueAt", r.done_at as "doneAt", s.id as "shopId",
        s.installed_at as "installedAt", s.uninstalled_at as "uninstalledAt"
      from privacy_requests r left join shops s on s.id = r.shop_id where r.id = $1`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** What one run of the job has done: more payments dealt with, and the request over or asked for again. */
export async function writeProgress(
  db: Queryable,
  input: {
    requestId: string;
    payments: number;
    end: { at: Date; outcome: string; sealedExport: string | null } | null;
    jobs: readonly JobRequest[];
  },
): Promise<void> {
  const { end } = input;
  await db.query({
    name: "write-privacy-progress",
    text: `
      with worked as (
        update privacy_requests set payments_found = coalesce(payments_found, 0) + $2, done_at = $3, outcome = $4,
          sealed_export = $5, sealed_subject = case when $3::timestamptz is null then sealed_subject end
        where id = $1 and done_at is null returning id
      ), jobs as (${addJobs("$6", "worked")})
      select count(*) from jobs`,
    values: [
      input.requestId,
      input.payments,
      end?.at ?? null,
      end?.outcome ?? null,
      end?.sealedExport ?? null,
      jobsParameter(input.jobs),
    ],
  });
}

/** The exports that wait for the merchant of a shop. */
export async function findExports(
  db: Queryable,
  shop: ShopDomain,
): Promise<{ id: string; sealedExport: string }[]> {
  const { rows } = await db.query<{ id: string; sealedExport: string }>({
    name: "find-privacy-exports",
    text: `select id, sealed_export as "sealedExport" from privacy_requests where shop = $1 and sealed_export is not null`,
    values: [shop],
  });
  return rows;
}

export async function dropExports(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.query({
    name: "drop-privacy-exports",
    text: `update privacy_requests set sealed_export = null where id = any($1::uuid[])`,
    values: [ids],
  });
}
