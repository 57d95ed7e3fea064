/**
 * The only writer of reports' attempts. Reports are decided by the payment store; here they are claimed, one in
 * flight per payment, and each attempt's answer is recorded with everything that follows from it.
 */
import { violatedIndex, type Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";
import { addJobs, jobsParameter, MAX_ATTEMPTS, type JobRequest } from "#app/jobs/queue.server.ts";
import type { Detail, NewCase } from "#app/payments/payment-store.server.ts";
import { settleMatched } from "#app/inbox/settle-notice.server.ts";
import { DUE, MAY_GO } from "#app/payments/report-queries.server.ts";
import type { ReportKind } from "#app/shopify/payments-apps-client.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

/** Longer than the longest call to Shopify: a claim this old belongs to a process that died. */
const CLAIM_LASTS_MS = 60_000;

export interface ClaimedReport {
  id: string;
  paymentId: string;
  kind: ReportKind;
  arguments: string;
  attempts: number;
  claimedAt: Date;
  shop: ShopDomain;
  shopId: string;
  amountCentimos: number;
  currency: Currency;
  /** False while the shop has uninstalled us: its reports are held. */
  installed: boolean;
  /** The payment's code that can still be paid, if it has one. */
  payableCodeId: string | null;
  /** When the session that it is about was answered: the payment's, or the refund's. */
  sessionAnsweredAt: Date;
  decidedAt: Date;
  /** What Shopify was told as the pending deadline; null when it never was. */
  pendingExpiresAt: Date | null;
  /** Its case is open: a person has been told of it. */
  hasCase: boolean;
  /** A person asked for this attempt. */
  isUrged: boolean;
  /** Of a resolve: when its money was paid, as PagoEfectivo says, and when a notice first told of the code. */
  paidAt: Date | null;
  noticedAt: Date | null;
}

/**
 * Of a report `r` of a payment `p`: Shopify did not take it, and it still says what holds. A pending that was overtaken by
 * the payment's end would make an order that nobody can pay.
 */
const STILL_WANTED = `r.state in ('dead', 'refused') and (r.kind <> 'pending' or p.told = 'pending')`;

/** A report's one case, whatever its kind: it closes when Shopify acknowledges the report after all. */
export function caseOfReport(reportId: string): string {
  return `report:${reportId}`;
}

/**
 * Takes a due report for one attempt, which is counted now so that a killed process spends it too. `busy`: another
 * report of the payment is in flight. `not-due`: done, dropped, waiting, or taken by someone else.
 */
export async function claimReport(
  db: Queryable,
  input: { reportId: string; now: Date },
): Promise<ClaimedReport | "busy" | "not-due"> {
  const claimed = await takeReport(db, input);
  if (claimed !== "busy") return claimed;
  // Only where another one stands in the way it matters whose process is dead.
  const staleBefore = new Date(input.now.getTime() - CLAIM_LASTS_MS);
  const { rowCount } = await db.query({
    name: "free-stale-reports",
    text: `update reports set in_flight_since = null
      where payment_id = (select payment_id from reports where id = $1) and in_flight_since < $2`,
    values: [input.reportId, staleBefore],
  });
  return rowCount ? takeReport(db, input) : "busy";
}

async function takeReport(
  db: Queryable,
  input: { reportId: string; now: Date },
): Promise<ClaimedReport | "busy" | "not-due"> {
  try {
    const { rows } = await db.query<ClaimedReport>({
      name: "claim-report",
      text: `
        update reports r set in_flight_since = $2, attempts = r.attempts + 1
        from payments p join shops s on s.id = p.shop_id
        where r.id = $1 and p.id = r.payment_id and r.state = $5
          -- An older claim than this belongs to a process that died.
          and (r.in_flight_since is null or r.in_flight_since < $4)
          and r.next_attempt_at <= $2 and ${MAY_GO}
        returning r.id, r.payment_id as "paymentId", r.kind, r.arguments, r.attempts,
          r.in_flight_since as "claimedAt", s.domain as shop, s.id as "shopId",
          p.amount_centimos as "amountCentimos", p.currency, 
          coalesce((select f.received_at from refunds f where f.id = r.refund_id), p.received_at) as "sessionAnsweredAt",
          s.uninstalled_at is null as installed, r.decided_at as "decidedAt", r.urged as "isUrged",
          p.pending_expires_at as "pendingExpiresAt",
          exists (select 1 from cases k where k.merge_key = $3 and k.state = 'open') as "hasCase",
          (select c.id from codes c where c.payment_id = p.id and c.state = 'live') as "payableCodeId",
          case when r.kind = 'resolve' then
            (select max(c.paid_at) from codes c where c.payment_id = p.id and c.state = 'paid') end as "paidAt",
          case when r.kind = 'resolve' then (
            select min(n.received_at) from codes c join notices n on n.cip = c.cip
              and n.credential_version_id = c.credential_version_id
            where c.payment_id = p.id and c.state = 'paid') end as "noticedAt"`,
      values: [
        input.reportId,
        input.now,
        caseOfReport(input.reportId),
        new Date(input.now.getTime() - CLAIM_LASTS_MS),
        DUE,
      ],
    });
    return rows[0] ?? "not-due";
  } catch (error) {
    if (violatedIndex(error) === "reports_one_in_flight") return "busy";
    throw error;
  }
}

export interface AttemptRecord {
  report: ClaimedReport;
  finishedAt: Date;
  answer: string;
  detail: Detail;
  state: "due" | "acknowledged" | "refused" | "dead" | "dropped";
  /** A held report uses no attempt: what the claim counted is taken back. */
  isCounted: boolean;
  /** Nothing was sent, and nobody has to read that in the payment's story each time. */
  isQuiet: boolean;
  nextAttemptAt: Date;
  redirectUrl: string | null;
  cases: readonly NewCase[];
  jobs: readonly JobRequest[];
  settles: SettledNotice | null;
}

/** A notice that was brought to its code, and led to the attempt. */
export interface SettledNotice {
  noticeId: string;
  codeId: string;
}

/**
 * Records one attempt: the report's new state, the attempt, the address Shopify gave for the shopper, the timeline,
 * cases, the retry job and the end of the notice, in one statement. A report that was dropped meanwhile stays dropped.
 */
export async function recordAttempt(db: Queryable, record: AttemptRecord): Promise<void> {
  await db.query({
    name: "record-attempt",
    text: `
      with payment as (
        -- Its row first, as in every decision: the one that the money came drops a pending, and the address is written below.
        select id from payments where $8::text is not null
          and id = (select payment_id from reports where id = $1 and kind = 'pending') for no key update
      ), done as (
        update reports set in_flight_since = null, next_attempt_at = $4, urged = false,
          attempts = attempts - case when $12 then 0 else 1 end,
          state = case when state = 'due' then $3 else state end,
          acknowledged_at = case when $3 = 'acknowledged' then coalesce(acknowledged_at, $5) else acknowledged_at end
        -- Not "=": it would be looked for among all that are in flight.
        where id = $1 and in_flight_since is not distinct from $2 and (select count(*) from payment) >= 0
        returning id, payment_id, kind
      ), attempt as (
        insert into report_attempts (report_id, shop_id, started_at, finished_at, answer, detail)
        select id, $9, $2, $5, $6, $7::jsonb from done where not $14
      ), refunds as (
        -- What Shopify is told of this payment's refunds has waited for this: each goes out at once.
        select enqueue_job('send-report', json_build_object('reportId', w.id), $5, ${MAX_ATTEMPTS}, 'report:' || w.id) as id
        from done join reports w on w.payment_id = done.payment_id
        where done.kind = 'resolve' and $3 = 'acknowledged' and w.kind in ('refund-resolve', 'refund-reject')
          and w.state <> 'dropped' and w.state = $17
      ), address as (
        update payments p set redirect_url = $8 from done
        where p.id = done.payment_id and p.redirect_url is null and $8::text is not null
      ), line as (
        insert into timeline (payment_id, at, actor, event, detail)
        select payment_id, $5, 'shopify', 'report-' || kind || '-' || $6, $7::jsonb from done where not $14
      ), opened as (
        insert into cases (id, shop_id, payment_id, kind, merge_key, held_centimos, currency, evidence,
          opened_at, last_seen_at)
        select k.id, $9, done.payment_id, k.kind, k."mergeKey", k."heldCentimos", k.currency, k.evidence, $5, $5
        from done, jsonb_to_recordset($10::jsonb) as k(id uuid, kind text, "mergeKey" text, "heldCentimos" int,
          currency text, evidence jsonb)
        on conflict (merge_key) where state = 'open'
          do update set times = cases.times + 1, last_seen_at = excluded.last_seen_at
      ), answered as (
        update cases set state = 'closed', closed_at = $5, resolution = 'resolved-at-shopify'
        from done where cases.state = 'open' and cases.merge_key = $13 and $3 = 'acknowledged'
      ), notice as (${settleMatched({ notice: "$15", code: "$16::uuid", at: "$5" })}
      ), jobs as (${addJobs("$11", "done")})
      select (select count(*) from jobs) as jobs, (select count(*) from refunds) as refunds`,
    values: [
      record.report.id,
      record.report.claimedAt,
      record.state,
      record.nextAttemptAt,
      record.finishedAt,
      record.answer,
      JSON.stringify(record.detail),
      record.redirectUrl,
      record.report.shopId,
      JSON.stringify(record.cases),
      jobsParameter(record.jobs),
      record.isCounted,
      caseOfReport(record.report.id),
      record.isQuiet,
      record.settles?.noticeId ?? null,
      record.settles?.codeId ?? null,
      DUE,
    ],
  });
}

/** Makes the waiting reports of a shop due now, and says which they are. None while the shop is away. */
export async function makeReportsDue(db: Queryable, input: { shop: string; now: Date }): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: "make-reports-due",
    text: `
      update reports r set next_attempt_at = $2
      from payments p join shops s on s.id = p.shop_id
      where p.id = r.payment_id and s.domain = $1 and s.uninstalled_at is null
        and r.state = 'due' and r.in_flight_since is null and r.next_attempt_at > $2
      returning r.id`,
    values: [input.shop, input.now],
  });
  return rows.map((row) => row.id);
}

/**
 * Makes a dead report due for one more attempt, as long as a person has not closed its case. False when it is in another
 * state, or nobody waits for it any more.
 */
export async function reviveReport(
  db: Queryable,
  input: { reportId: string; now: Date; attempts: number },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "revive-report",
    text: `
      update reports set state = 'due', attempts = $3, next_attempt_at = $2
      where id = $1 and state = 'dead'
        and exists (select 1 from cases k where k.merge_key = $4 and k.state = 'open')`,
    values: [input.reportId, input.now, input.attempts, caseOfReport(input.reportId)],
  });
  return rowCount === 1;
}

/** Gives a dead or refused report a new round of attempts, now. False when it is in another state. */
export async function replayReport(
  db: Queryable,
  input: { reportId: string; now: Date; jobs: readonly JobRequest[] },
): Promise<boolean> {
  const { rows } = await db.query<{ replayed: number }>({
    text: `
      with replayed as (
        update reports set state = 'due', attempts = 0, urged = true, next_attempt_at = $2
        where id = $1 and state in ('dead', 'refused') returning payment_id
      ), line as (
        insert into timeline (payment_id, at, actor, event) select payment_id, $2, 'ventanilla', 'report-replayed'
        from replayed
      ), jobs as (${addJobs("$3", "replayed")})
      select (select count(*) from replayed)::int as replayed, (select count(*) from jobs) as jobs`,
    values: [input.reportId, input.now, jobsParameter(input.jobs)],
  });
  return rows[0]?.replayed === 1;
}

/**
 * Gives a dead or refused report of the shop a new round of attempts, by a person's wish: written down with their name, in the
 * same statement. False when nothing of it waits: told by now, settled with its case, or overtaken by what was decided since.
 */
export async function replayByMerchant(
  db: Queryable,
  input: { reportId: string; shopId: string; userId: string; now: Date; jobs: readonly JobRequest[] },
): Promise<boolean> {
  const { rows } = await db.query<{ replayed: number }>({
    name: "replay-by-merchant",
    text: `
      with before as (
        select r.id, r.state, r.kind, r.payment_id, p.shop_id
        from reports r join payments p on p.id = r.payment_id
        where r.id = $1 and p.shop_id = $2 and ${STILL_WANTED}
      ), replayed as (
        update reports r set state = 'due', attempts = 0, urged = true, next_attempt_at = $4 from before b
        where r.id = b.id and r.state in ('dead', 'refused')
        returning b.id, b.kind, b.state, b.payment_id, b.shop_id
      ), line as (
        insert into timeline (payment_id, at, actor, event, detail, user_id)
        select payment_id, $4, 'merchant', 'merchant-send-again', jsonb_build_object('report', kind), $3 from replayed
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, payment_id, before)
        select shop_id, $4, $3, 'payment-sent-again', payment_id,
          jsonb_build_object('reportId', id, 'report', kind, 'state', state) from replayed
      ), jobs as (${addJobs("$5", "replayed")})
      select (select count(*) from replayed)::int as replayed, (select count(*) from jobs) as jobs`,
    values: [input.reportId, input.shopId, input.userId, input.now, jobsParameter(input.jobs)],
  });
  return rows[0]?.replayed === 1;
}
