/** Reads one entry of the log, whichever table holds it. Every statement asks for one shop: another's id finds nothing. */
import type { Queryable } from "#app/lib/database.server.ts";
import { ATTEMPT_VERDICT } from "#app/log/log-queries.server.ts";

interface Key {
  shopId: string;
  id: string;
}

interface OfPayment {
  paymentId: string | null;
  sessionId: string | null;
  test: boolean | null;
}

export interface StoredLogNotice extends OfPayment {
  id: string;
  at: Date;
  eventType: string | null;
  state: "received" | "matched" | "foreign" | "case";
  attempts: number;
  settledAt: Date | null;
  simulated: boolean;
  raw: Uint8Array;
  nextAt: Date | null;
  hasCode: boolean;
}

export async function findNotice(db: Queryable, key: Key): Promise<StoredLogNotice | null> {
  const { rows } = await db.query<StoredLogNotice>({
    name: "find-log-notice",
    text: `
      select n.id, n.received_at as at, n.event_type as "eventType", n.state, n.attempts, n.settled_at as "settledAt",
        n.simulated, n.body as raw, n.code_id is not null as "hasCode", p.id as "paymentId", p.session_id as "sessionId", p.test,
        (select j.run_at from graphile_worker.jobs j where j.key = 'notice:' || n.id) as "nextAt"
      from notices n join credential_sets k on k.id = n.set_id
        left join codes c on c.id = n.code_id
        left join payments p on p.id = coalesce(c.payment_id, n.simulated_for) and p.shop_id = k.shop_id
      where n.id = $2 and k.shop_id = $1`,
    values: [key.shopId, key.id],
  });
  return rows[0] ?? null;
}

export interface StoredEntry extends OfPayment {
  id: string;
  direction: string;
  at: Date;
  kind: string;
  verdict: string;
  tookMs: number;
  times: number;
  httpStatus: number | null;
  reason: string | null;
  detail: unknown;
}

export async function findEntry(db: Queryable, key: Key): Promise<StoredEntry | null> {
  const { rows } = await db.query<StoredEntry>({
    name: "find-log-entry",
    text: `
      select e.id, e.direction, e.at, e.kind, e.verdict, e.took_ms as "tookMs", e.times, e.http_status as "httpStatus",
        e.reason, e.detail, p.id as "paymentId", p.session_id as "sessionId", p.test
      from log_entries e left join payments p on p.id = e.payment_id and p.shop_id = e.shop_id
      where e.id = $2 and e.shop_id = $1`,
    values: [key.shopId, key.id],
  });
  return rows[0] ?? null;
}

export interface StoredSessionFacts {
  kind: "payment-session" | "refund-session";
  at: Date;
  paymentId: string;
  sessionId: string;
  test: boolean;
  refundId: string | null;
  /** What Shopify sent, without its customer. */
  fields: Record<string, string | null>;
}

export async function findPaymentSession(db: Queryable, key: Key): Promise<StoredSessionFacts | null> {
  const { rows } = await db.query<StoredSessionFacts>({
    name: "find-log-payment-session",
    text: `
      select 'payment-session' as kind, p.received_at as at, p.id as "paymentId", p.session_id as "sessionId", p.test,
        null as "refundId", json_build_object('id', p.session_id, 'gid', p.session_gid, 'group', p.session_group,
          'amountCentimos', p.amount_centimos::text, 'currency', p.currency, 'test', p.test::text, 'kind', p.kind,
          'merchant_locale', p.merchant_locale, 'requestId', p.request_id,
          'proposed_at', to_char(p.proposed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as fields
      from payments p where p.id = $2 and p.shop_id = $1`,
    values: [key.shopId, key.id],
  });
  return rows[0] ?? null;
}

export async function findRefundSessionOfLog(db: Queryable, key: Key): Promise<StoredSessionFacts | null> {
  const { rows } = await db.query<StoredSessionFacts>({
    name: "find-log-refund-session",
    text: `
      select 'refund-session' as kind, f.received_at as at, p.id as "paymentId", p.session_id as "sessionId", p.test,
        f.id as "refundId", json_build_object('id', f.session_id, 'gid', f.session_gid, 'payment_id', p.session_id,
          'amountCentimos', f.amount_centimos::text, 'currency', f.currency, 'test', f.test::text,
          'merchant_locale', f.merchant_locale) as fields
      from refunds f join payments p on p.id = f.payment_id
      where f.id = $2 and f.shop_id = $1 and f.session_id is not null`,
    values: [key.shopId, key.id],
  });
  return rows[0] ?? null;
}

export interface StoredWebhookFacts {
  topic: string;
  at: Date;
  triggeredAt: Date | null;
  outcome: string | null;
  isDone: boolean;
}

export async function findWebhook(db: Queryable, key: Key): Promise<StoredWebhookFacts | null> {
  const { rows } = await db.query<StoredWebhookFacts>({
    name: "find-log-webhook",
    text: `
      select w.topic, w.received_at as at, w.triggered_at as "triggeredAt", w.outcome, w.outcome <> 'received' as "isDone"
      from shopify_webhooks w join shops s on s.domain = w.shop where w.webhook_id = $2 and s.id = $1
      union all
      select q.topic, q.received_at, q.triggered_at, q.outcome, q.done_at is not null
      from privacy_requests q join shops s on s.domain = q.shop where q.webhook_id = $2 and s.id = $1
      limit 1`,
    values: [key.shopId, key.id],
  });
  return rows[0] ?? null;
}

export interface StoredAttemptFacts {
  id: string;
  at: Date;
  finishedAt: Date;
  answer: string;
  verdict: string;
  attempt: number;
  detail: Record<string, unknown>;
  reportId: string;
  kind: string;
  state: string;
  arguments: string;
  nextAt: Date | null;
  paymentId: string;
  sessionId: string;
  test: boolean;
  refundId: string | null;
}

/** An attempt (`id` is its number) of a report of the shop. */
export async function findAttempt(db: Queryable, key: Key): Promise<StoredAttemptFacts | null> {
  const { rows } = await db.query<StoredAttemptFacts>({
    name: "find-log-attempt",
    text: `
      select a.id::text, a.started_at as at, a.finished_at as "finishedAt", a.answer, ${ATTEMPT_VERDICT} as verdict,
        coalesce((a.detail ->> 'attempt')::int, 1) as attempt, a.detail, r.id as "reportId", r.kind, r.state, r.arguments,
        case when r.state = 'due' then r.next_attempt_at end as "nextAt", p.id as "paymentId", p.session_id as "sessionId",
        p.test, r.refund_id as "refundId"
      from report_attempts a join reports r on r.id = a.report_id join payments p on p.id = r.payment_id
      where a.id = $2::bigint and p.shop_id = $1`,
    values: [key.shopId, key.id],
  });
  return rows[0] ?? null;
}

/** Every attempt of a report, oldest first; the last ones of one that has had very many. */
export async function findAttemptsOfReport(
  db: Queryable,
  reportId: string,
): Promise<{ at: Date; finishedAt: Date; answer: string; detail: Record<string, unknown> }[]> {
  const { rows } = await db.query<{
    at: Date;
    finishedAt: Date;
    answer: string;
    detail: Record<string, unknown>;
  }>({
    name: "find-attempts-of-report",
    text: `select * from (
        select a.started_at as at, a.finished_at as "finishedAt", a.answer, a.detail, a.id from report_attempts a
        where a.report_id = $1 order by a.id desc limit 50
      ) lately order by id`,
    values: [reportId],
  });
  return rows;
}
