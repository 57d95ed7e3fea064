/**
 * Writes new payments: sessions as they arrive, each with its first timeline line and its one job.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { addJobs, job, jobsParameter } from "#app/jobs/queue.server.ts";

export interface NewPayment {
  id: string;
  shopId: string;
  slug: string;
  sessionId: string;
  sessionGid: string;
  sessionGroup: string;
  amountCentimos: number;
  currency: string;
  test: boolean;
  kind: "sale";
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

const INSERT = `
  with stored as (
    insert into payments (id, shop_id, slug, session_id, session_gid, session_group, amount_centimos, currency,
      test, kind, cancel_url, merchant_locale, shopper_email, shopper_phone, shopper_given_name,
      shopper_last_name, shopper_locale, request_id, proposed_at, received_at, started_at)
    select id, "shopId", slug, "sessionId", "sessionGid", "sessionGroup", "amountCentimos", currency,
      test, kind, "cancelUrl", "merchantLocale", "shopperEmail", "shopperPhone", "shopperGivenName",
      "shopperLastName", "shopperLocale", "requestId", "proposedAt", "receivedAt", "startedAt"
    from jsonb_to_record($1::jsonb) as n(id uuid, "shopId" uuid, slug text, "sessionId" text,
      "sessionGid" text, "sessionGroup" text, "amountCentimos" int, currency text, test boolean, kind text,
      "cancelUrl" text, "merchantLocale" text, "shopperEmail" text, "shopperPhone" text,
      "shopperGivenName" text, "shopperLastName" text, "shopperLocale" text, "requestId" text,
      "proposedAt" timestamptz, "receivedAt" timestamptz, "startedAt" timestamptz)
    on conflict (shop_id, session_id) do nothing
    returning id, received_at
  ), line as (
    insert into timeline (payment_id, at, actor, event) select id, received_at, 'shopify', 'session-received' from stored
  ), jobs as (${addJobs("$2", "stored")})
  select (select count(*) from stored)::int as stored, (select count(*) from jobs)::int as jobs`;

/**
 * Stores a session that was not known, in one statement with its `issue-code` job. `known`: the shop has a payment
 * of this session already and nothing was written; read it with a statement of its own, because this one's snapshot
 * may be older than the row it met.
 */
export async function insertPayment(db: Queryable, payment: NewPayment): Promise<"stored" | "known"> {
  const issue = job("issue-code", { paymentId: payment.id }, payment.receivedAt);
  const { rows } = await db.query<{ stored: number }>({
    name: "insert-payment",
    text: INSERT,
    values: [JSON.stringify(payment), jobsParameter([issue])],
  });
  return rows[0]?.stored === 1 ? "stored" : "known";
}
