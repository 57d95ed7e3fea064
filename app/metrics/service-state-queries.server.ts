/**
 * What the database says of how the service stands. Every statement is bounded and goes by an index, whatever is stored: they run for
 * each process every few seconds (tests/integration/metrics-cost.test.ts reads their plans).
 */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Asked, Percentiles, ResolveTimes, ServiceState } from "#app/metrics/service-state.ts";

/** More than this is "very many": counting them all would cost what nobody gains. */
const MOST_COUNTED = 100_000;
/** So many of the last calls, or payments, say how things are. */
const MOST_CALLS = 2_000;
const MOST_PAYMENTS = 2_000;

/** By the database's clock, as the queue goes. All our jobs have the same priority, which leads the queue's index. */
export async function readQueue(db: Queryable): Promise<ServiceState["queue"]> {
  const { rows } = await db.query<{ due: number; oldest: number | null }>({
    name: "state-queue",
    text: `
      select (select count(*) from (
          select 1 from graphile_worker._private_jobs
          where is_available = true and priority = 0 and run_at <= now() limit ${MOST_COUNTED}
        ) counted)::int as due,
        (select extract(epoch from now() - run_at) from graphile_worker._private_jobs
          where is_available = true and priority = 0 and run_at <= now() order by run_at limit 1)::float8 as oldest`,
  });
  return { due: rows[0]?.due ?? 0, oldestDueSeconds: Math.floor(rows[0]?.oldest ?? 0) };
}

export async function readUnresolved(
  db: Queryable,
  now: Date,
): Promise<Pick<ServiceState, "unresolved" | "reportOverdueSeconds">> {
  const { rows } = await db.query<{ count: number; oldest: number | null; overdue: number | null }>({
    name: "state-unresolved",
    text: `
      select (select count(*) from (
          select 1 from reports where kind = 'resolve' and refund_id is null and state = 'due' limit ${MOST_COUNTED}
        ) counted)::int as count,
        (select extract(epoch from $1::timestamptz - decided_at) from reports
          where kind = 'resolve' and refund_id is null and state = 'due' order by decided_at limit 1)::float8 as oldest,
        (select extract(epoch from $1::timestamptz - next_attempt_at) from reports
          where state = 'due' and refund_id is null and in_flight_since is null and next_attempt_at <= $1
          order by next_attempt_at limit 1)::float8 as overdue`,
    values: [now],
  });
  const { count = 0, oldest = null, overdue = null } = rows[0] ?? {};
  return {
    unresolved: { count, oldestSeconds: whole(oldest) },
    reportOverdueSeconds: whole(overdue),
  };
}

export async function readCases(db: Queryable, now: Date): Promise<ServiceState["cases"]> {
  const { rows } = await db.query<{ holding: number; others: number; oldest: number | null }>({
    name: "state-cases",
    text: `
      select count(*) filter (where held_centimos > 0)::int as holding,
        count(*) filter (where held_centimos = 0)::int as others,
        extract(epoch from $1::timestamptz - min(opened_at) filter (where held_centimos > 0))::float8 as oldest
      from cases where state = 'open'`,
    values: [now],
  });
  const { holding = 0, others = 0, oldest = null } = rows[0] ?? {};
  return { holdingMoney: holding, others, oldestHoldingMoneySeconds: whole(oldest) };
}

export async function countWorkers(db: Queryable, aliveSince: Date): Promise<number> {
  const { rows } = await db.query<{ alive: number }>({
    name: "state-workers",
    text: "select count(*)::int as alive from worker_heartbeats where beat_at >= $1",
    values: [aliveSince],
  });
  return rows[0]?.alive ?? 0;
}

/** Calls in live mode: the sandbox is not what shoppers pay in. An entry's id begins with its instant, so that they lie in order. */
export async function readPagoEfectivoCalls(db: Queryable, since: Date): Promise<Asked> {
  const { rows } = await db.query<Asked>({
    name: "state-pagoefectivo-calls",
    text: `
      select count(*)::int as shops, count(*) filter (where verdict in ('failed', 'unknown'))::int as unanswered
      from (
        select distinct on (recent.shop_id) recent.shop_id, recent.verdict
        from (
          select e.shop_id, e.set_id, e.verdict, e.id from log_entries e
          where e.id >= $1 and e.direction = 'to-pagoefectivo' order by e.id desc limit ${MOST_CALLS}
        ) recent left join credential_sets k on k.id = recent.set_id
        where k.mode is distinct from 'sandbox'
        order by recent.shop_id, recent.id desc
      ) last`,
    values: [firstIdOf(since)],
  });
  return rows[0] ?? { shops: 0, unanswered: 0 };
}

/** A throttled, frozen or refused shop has been answered: as the breakers see it. */
export async function readShopifyCalls(db: Queryable, since: Date): Promise<Asked> {
  const { rows } = await db.query<Asked>({
    name: "state-shopify-calls",
    text: `
      select count(*)::int as shops, count(*) filter (
        where answer in ('server-error', 'unreachable', 'timeout', 'broken-answer'))::int as unanswered
      from (
        select distinct on (shop_id) shop_id, answer
        from (select shop_id, answer, started_at, id from report_attempts order by id desc limit ${MOST_CALLS}) recent
        where started_at >= $1 order by shop_id, id desc
      ) last`,
    values: [since],
  });
  return rows[0] ?? { shops: 0, unanswered: 0 };
}

/**
 * Of the last payments that were paid in live mode: those that still wait count with what they have waited, or an outage would look
 * like a quiet day.
 */
export async function readResolveTimes(
  db: Queryable,
  input: { since: Date; now: Date },
): Promise<ResolveTimes> {
  const { rows } = await db.query<{ payments: number; paid: number[] | null; noticed: number[] | null }>({
    name: "state-resolve-times",
    text: `
      select count(*)::int as payments,
        percentile_disc(array[0.5, 0.99]) within group (order by paid_ms) as paid,
        percentile_disc(array[0.5, 0.99]) within group (order by noticed_ms) as noticed
      from (
        select greatest(0, extract(epoch from r.ended_at - c.paid_at) * 1000)::float8 as paid_ms,
          greatest(0, extract(epoch from r.ended_at - (
            select min(n.received_at) from notices n
            where n.cip = c.cip and n.credential_version_id = c.credential_version_id
          )) * 1000)::float8 as noticed_ms
        from (
          select payment_id, coalesce(acknowledged_at, $2) as ended_at from reports
          where kind = 'resolve' and refund_id is null and decided_at >= $1 order by decided_at desc limit ${MOST_PAYMENTS}
        ) r
        -- The limit makes it one look at the index for each payment; a join reads the table when it is planned so.
        cross join lateral (
          select paid_at, cip, credential_version_id from codes
          where payment_id = r.payment_id and state = 'paid' and mode = 'live' and paid_at is not null limit 1
        ) c
      ) took`,
    values: [input.since, input.now],
  });
  const { payments = 0, paid = null, noticed = null } = rows[0] ?? {};
  return { payments, paidMs: percentiles(paid), noticedMs: percentiles(noticed) };
}

/** Null of nothing; an element is null where no row had a value. */
function percentiles(of: readonly (number | null)[] | null): Percentiles | null {
  const [p50 = null, p99 = null] = of ?? [];
  return p50 === null || p99 === null ? null : { p50: Math.round(p50), p99: Math.round(p99) };
}

/** The lowest id of this instant: version 7 begins with its milliseconds (RFC 9562 §5.7). */
function firstIdOf(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-0000-000000000000`;
}

function whole(seconds: number | null): number {
  return Math.max(0, Math.floor(seconds ?? 0));
}
