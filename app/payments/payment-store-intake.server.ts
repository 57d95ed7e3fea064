/**
 * Writes new payments: sessions as they arrive, many in one statement, each with its first timeline line and its job.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { MAX_ATTEMPTS } from "#app/jobs/queue.server.ts";

export interface NewPayment {
  id: string;
  shop: string;
  slug: string;
  sessionId: string;
  sessionGid: string;
  sessionGroup: string;
  amountCentimos: number;
  currency: string;
  test: boolean;
  kind: "sale";
  mode: string;
  cancelUrl: string;
  merchantLocale: string | null;
  shopperEmail: string | null;
  shopperPhone: string | null;
  shopperGivenName: string | null;
  shopperLastName: string | null;
  shopperLocale: string | null;
  requestId: string | null;
  proposedAt: Date;
  receivedAt: Date;
  startedAt: Date;
}

/** What the statement found and did for one session. */
export interface IntakeResult {
  /** The id that the payment was offered with. */
  id: string;
  stored: boolean;
  /** The shop is known and has not uninstalled. */
  installed: boolean;
  /** It can take payments, and has credentials for this mode and currency. */
  ready: boolean;
}

const INTAKE = `
  with arrived as materialized (
    select n.*, s.id as shop_id, s.id is not null and s.uninstalled_at is null as installed,
      s.ready and k.found is not null as ready
    from json_to_recordset($1::json) as n(id uuid, shop text, slug text, "sessionId" text,
      "sessionGid" text, "sessionGroup" text, "amountCentimos" int, currency text, test boolean, kind text,
      mode text, "cancelUrl" text, "merchantLocale" text, "shopperEmail" text, "shopperPhone" text,
      "shopperGivenName" text, "shopperLastName" text, "shopperLocale" text, "requestId" text,
      "proposedAt" timestamptz, "receivedAt" timestamptz, "startedAt" timestamptz)
    -- The limits make each a look-up for one session: without, they may be planned as a scan of all shops and all credentials.
    left join lateral (select id, uninstalled_at, ready from shops where domain = n.shop limit 1) s on true
    left join lateral (
      select true as found
      from credential_set_currencies c join credential_versions v on v.set_id = c.set_id
      where c.shop_id = s.id and c.mode = n.mode and c.currency = n.currency and v.retired_at is null
      limit 1
    ) k on true
  ), stored as (
    insert into payments (id, shop_id, slug, session_id, session_gid, session_group, amount_centimos, currency,
      test, kind, cancel_url, merchant_locale, shopper_email, shopper_phone, shopper_given_name,
      shopper_last_name, shopper_locale, request_id, proposed_at, received_at, started_at)
    select id, shop_id, slug, "sessionId", "sessionGid", "sessionGroup", "amountCentimos", currency,
      test, kind, "cancelUrl", "merchantLocale", "shopperEmail", "shopperPhone", "shopperGivenName",
      "shopperLastName", "shopperLocale", "requestId", "proposedAt", "receivedAt", "startedAt"
    from arrived where installed and ready
    on conflict (shop_id, session_id) do nothing
    returning id, received_at
  ), line as (
    insert into timeline (payment_id, at, actor, event)
    select id, received_at, 'shopify', 'session-received' from stored
  ), jobs as (
    select sum(asked.count) from (
      select enqueue_jobs('issue-code', array_agg(json_build_object('paymentId', id)), array_agg(received_at),
        ${MAX_ATTEMPTS}) as count
      from stored having count(*) > 0
    ) asked
  )
  select a.id, s.id is not null as stored, coalesce(a.installed, false) as installed,
    coalesce(a.ready, false) as ready
  from arrived a left join stored s on s.id = a.id, jobs`;

/**
 * Stores those sessions that are new and whose shop can take them, in one statement with their `issue-code` jobs. No two
 * of `payments` may be of the same session. What was not stored must be read with a statement of its own: this one's
 * snapshot may be older than the row it met.
 */
export async function storeSessions(
  db: Queryable,
  payments: readonly NewPayment[],
): Promise<ReadonlyMap<string, IntakeResult>> {
  const { rows } = await db.query<IntakeResult>({
    name: "store-sessions",
    text: INTAKE,
    values: [JSON.stringify(payments)],
  });
  return new Map(rows.map((row) => [row.id, row]));
}
