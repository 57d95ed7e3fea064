/**
 * The only writer of alerts. A case has an alert due for each way that the shop has set up, or it is not marked as alerted: both
 * are one statement. An alert is claimed for one attempt, which counts although the process dies in it; what was claimed by a
 * dead one is sent again, under the same id.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { addJobs, jobsParameter, type JobRequest } from "#app/jobs/queue.server.ts";
import type { AlertedCase, AlertedRefund, AlertOccasion } from "#app/cases/alert-payload.ts";
import type { AlertChannel } from "#app/cases/desk-settings.ts";
import { ATTENTION_HOURS } from "#app/payments/case-desk.ts";
import { isCaseKind } from "#app/payments/case-kind.ts";
import { REMINDER_DAYS } from "#app/refunds/refund-list.ts";
import { invariant } from "#app/lib/invariant.ts";

/** So many cases are looked at in one go; what is left over is the next minute's. */
const RAISED_AT_ONCE = 500;

/** The ways by which a shop (`d`) has asked to be told; $2: we can send e-mail. */
const WAY_IS_SET_UP = `case way.channel when 'email' then $2 and cardinality(d.alert_emails) > 0
  else d.webhook_url is not null and d.sealed_secret is not null end`;

/**
 * Makes the alerts of cases that nobody was told of: open ones, and open ones that nobody has looked at for as long as their shop
 * allows. A case that closed before is not news. Without a way to tell, the case counts as told.
 */
export async function raiseAlerts(db: Queryable, input: { now: Date; canMail: boolean }): Promise<void> {
  await db.query({
    name: "raise-alerts",
    text: `
      with opened as (
        update cases set alerted_at = $1
        where id in (select id from cases where state = 'open' and alerted_at is null
          order by opened_at limit ${RAISED_AT_ONCE} for update skip locked)
        returning id, shop_id
      ), late as (
        update cases set late_alerted_at = $1
        where id in (select k.id from cases k left join desk_settings d on d.shop_id = k.shop_id
          where k.state = 'open' and k.attended_at is null and k.late_alerted_at is null and k.alerted_at < $1
            and k.opened_at <= $1 - coalesce(d.attention_hours, ${ATTENTION_HOURS}) * interval '1 hour'
          order by k.opened_at limit ${RAISED_AT_ONCE} for update of k skip locked)
        returning id, shop_id
      ), news as (
        select id, shop_id, 'opened' as occasion from opened union all select id, shop_id, 'late' from late
      )
      insert into alerts (id, shop_id, case_id, occasion, channel, made_at, next_attempt_at)
      select gen_random_uuid(), n.shop_id, n.id, n.occasion, way.channel, $1, $1
      from news n join desk_settings d on d.shop_id = n.shop_id
        cross join (values ('email'), ('webhook')) as way(channel)
      where ${WAY_IS_SET_UP}
      on conflict do nothing`,
    values: [input.now, input.canMail],
  });
}

/**
 * Makes the reminders of refunds that nobody has settled: one on each of the days, by each way that the shop has set up. Of days
 * that passed while nobody could be told, only the last is told of. Nobody is reminded of a test.
 */
export async function raiseReminders(db: Queryable, input: { now: Date; canMail: boolean }): Promise<void> {
  await db.query({
    name: "raise-refund-reminders",
    text: `
      with waiting as (
        select r.id, r.shop_id, 'refund-day-' || (select max(day) from unnest($3::int[]) as reminder(day)
          where r.received_at <= $1::timestamptz - day * interval '1 day') as occasion
        from refunds r
        where r.ended_at is null and not r.test and r.received_at <= $1::timestamptz - $4::int * interval '1 day'
      )
      insert into alerts (id, shop_id, refund_id, occasion, channel, made_at, next_attempt_at)
      select gen_random_uuid(), w.shop_id, w.id, w.occasion, way.channel, $1, $1
      from waiting w join desk_settings d on d.shop_id = w.shop_id
        cross join (values ('email'), ('webhook')) as way(channel)
      where ${WAY_IS_SET_UP} and not exists (select 1 from alerts a
        where a.refund_id = w.id and a.occasion = w.occasion and a.channel = way.channel)
      limit ${RAISED_AT_ONCE}
      on conflict do nothing`,
    values: [input.now, input.canMail, REMINDER_DAYS, Math.min(...REMINDER_DAYS)],
  });
}

/** Makes the alert of a silence, once by each way that the shop has set up. */
export async function raiseSilence(
  db: Queryable,
  input: { shopId: string; since: Date; now: Date; canMail: boolean },
): Promise<void> {
  await db.query({
    name: "raise-silence",
    text: `
      insert into alerts (id, shop_id, silent_since, occasion, channel, made_at, next_attempt_at)
      select gen_random_uuid(), d.shop_id, $3, 'silence', way.channel, $1, $1
      from desk_settings d cross join (values ('email'), ('webhook')) as way(channel)
      where d.shop_id = $4 and ${WAY_IS_SET_UP}
      on conflict do nothing`,
    values: [input.now, input.canMail, input.since, input.shopId],
  });
}

/** A claim this old is of a process that died: longer than any attempt can take. */
const CLAIM_LASTS_MS = 120_000;

function claimFree(now: string): string {
  return `(claimed_at is null or claimed_at < ${now}::timestamptz - ${CLAIM_LASTS_MS} * interval '1 millisecond')`;
}

/** The shops that have an alert to be sent now. */
export async function findShopsToAlert(db: Queryable, now: Date): Promise<string[]> {
  const { rows } = await db.query<{ shopId: string }>({
    name: "find-shops-to-alert",
    text: `select distinct shop_id as "shopId" from alerts
      where state = 'due' and next_attempt_at <= $1 and ${claimFree("$1")}`,
    values: [now],
  });
  return rows.map(({ shopId }) => shopId);
}

export async function enqueueAlerts(db: Queryable, jobs: readonly JobRequest[]): Promise<void> {
  await db.query({
    name: "enqueue-alerts",
    text: `with asked as (select 1), jobs as (${addJobs("$1", "asked")}) select count(*) from jobs`,
    values: [jobsParameter(jobs)],
  });
}

export interface ClaimedAlert {
  id: string;
  occasion: AlertOccasion;
  attempts: number;
  madeAt: Date;
  claimedAt: Date;
  /** The case closed meanwhile, the refund ended, or a notice came: that is no news any more. */
  isOver: boolean;
  about: AlertedCase | null;
  refund: AlertedRefund | null;
  /** When the last notice came, where they stay away. */
  silentSince: Date | null;
}

interface ClaimedRow extends Omit<ClaimedAlert, "about" | "refund"> {
  refundId: string | null;
  amountCentimos: number | null;
  caseId: string | null;
  kind: string | null;
  heldCentimos: number | null;
  currency: AlertedCase["currency"];
  openedAt: Date | null;
  sessionId: string | null;
  test: boolean | null;
}

/** Takes alerts of a shop for one attempt, the longest due first. */
export async function claimAlerts(
  db: Queryable,
  input: { shopId: string; channel: AlertChannel; now: Date; limit: number },
): Promise<ClaimedAlert[]> {
  const { rows } = await db.query<ClaimedRow>({
    name: "claim-alerts",
    text: `
      with claimed as (
        update alerts set claimed_at = $3, attempts = attempts + 1
        where id in (select id from alerts where shop_id = $1 and channel = $2 and state = 'due' and next_attempt_at <= $3
            and ${claimFree("$3")}
          order by next_attempt_at, id limit $4 for update skip locked)
        returning *
      )
      select a.id, a.occasion, a.attempts, a.made_at as "madeAt", a.claimed_at as "claimedAt",
        case when k.id is not null then k.state = 'closed' when r.id is not null then r.ended_at is not null
          else exists (select 1 from credential_sets o join notices n on n.set_id = o.id
            where o.shop_id = a.shop_id and n.received_at > a.silent_since and not n.simulated) end as "isOver",
        a.silent_since as "silentSince", k.id as "caseId", k.kind,
        k.held_centimos as "heldCentimos", coalesce(k.currency, r.currency) as currency,
        coalesce(k.opened_at, r.received_at) as "openedAt", p.session_id as "sessionId", p.test,
        r.id as "refundId", r.amount_centimos as "amountCentimos"
      from claimed a left join cases k on k.id = a.case_id left join refunds r on r.id = a.refund_id
        left join payments p on p.id = coalesce(k.payment_id, r.payment_id)
      order by k.opened_at, r.received_at, a.id`,
    values: [input.shopId, input.channel, input.now, input.limit],
  });
  return rows.map(claimedAlert);
}

function claimedAlert(row: ClaimedRow): ClaimedAlert {
  const { id, occasion, attempts, madeAt, claimedAt, isOver, silentSince, caseId, kind, openedAt } = row;
  const claimed = { id, occasion, attempts, madeAt, claimedAt, isOver, silentSince };
  const alert = { ...claimed, refund: refundOf(row) };
  if (caseId === null || kind === null || openedAt === null) return { ...alert, about: null };
  invariant(isCaseKind(kind), `case kind ${kind} is known`);
  const { heldCentimos, currency, sessionId, test } = row;
  const about = { caseId, kind, heldCentimos: heldCentimos ?? 0, currency, openedAt, sessionId };
  return { ...alert, about: { ...about, test: test ?? false } };
}

function refundOf(row: ClaimedRow): AlertedRefund | null {
  const { refundId, occasion, amountCentimos, currency, openedAt: receivedAt, sessionId } = row;
  if (refundId === null) return null;
  const days = Number(occasion.replace("refund-day-", ""));
  invariant(amountCentimos !== null && currency && receivedAt && sessionId, "a refund is of a payment");
  return { refundId, days, amountCentimos, currency, receivedAt, sessionId };
}

export interface AlertResult {
  id: string;
  claimedAt: Date;
  state: "due" | "sent" | "failed" | "dropped";
  nextAttemptAt: Date;
  problem: string | null;
}

/** Writes what came of attempts. One whose claim has passed to another process is that one's to record. */
export async function recordAlerts(
  db: Queryable,
  input: { at: Date; results: readonly AlertResult[] },
): Promise<void> {
  await db.query({
    name: "record-alerts",
    text: `
      update alerts a set state = r.state, claimed_at = null, next_attempt_at = r."nextAttemptAt",
        ended_at = case when r.state = 'due' then null else $1::timestamptz end,
        problem = coalesce(r.problem, a.problem), problem_at = case when r.problem is null then a.problem_at else $1 end
      from jsonb_to_recordset($2::jsonb) as r(id uuid, "claimedAt" timestamptz, state text,
        "nextAttemptAt" timestamptz, problem text)
      where a.id = r.id and a.state = 'due' and a.claimed_at = r."claimedAt"`,
    values: [input.at, JSON.stringify(input.results)],
  });
}

/** Makes a test alert, written down with who asked, and claimed at once. Null: one was sent a moment ago. */
export async function beginTestAlert(
  db: Queryable,
  input: {
    id: string;
    shopId: string;
    userId: string;
    channel: AlertChannel;
    at: Date;
    notWithinMs: number;
  },
): Promise<ClaimedAlert | null> {
  const { rows } = await db.query<{ id: string }>({
    name: "begin-test-alert",
    text: `
      with shop as (
        -- Locked, so that two presses at once are one after the other.
        select s.shop_id from desk_settings s where s.shop_id = $2 for update
      ), tested as (
        insert into alerts (id, shop_id, occasion, channel, made_at, next_attempt_at, claimed_at, attempts)
        select $1, shop_id, 'test', $4, $5, $5, $5, 1 from shop
        where not alert_tested_since($2, $4, $5::timestamptz - $6 * interval '1 millisecond')
        returning id, shop_id
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, after)
        select shop_id, $5, $3, 'alert-tested', jsonb_build_object('channel', $4::text) from tested
      )
      select id from tested`,
    values: [input.id, input.shopId, input.userId, input.channel, input.at, input.notWithinMs],
  });
  if (!rows[0]) return null;
  const alert = { id: input.id, occasion: "test", attempts: 1, madeAt: input.at } as const;
  return { ...alert, claimedAt: input.at, isOver: false, about: null, refund: null, silentSince: null };
}
