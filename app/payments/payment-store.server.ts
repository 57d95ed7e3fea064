/**
 * The only writer of payments, codes and their timeline. Every change is one statement: the payment moves from its
 * expected version, and with it its code, its timeline, its report, its cases and the jobs that follow — or nothing
 * does. Zero rows moved means that someone was first: load again, decide again.
 */
import { violatedIndex, type Queryable } from "#app/lib/database.server.ts";
import { addJobs, jobsParameter, type JobRequest } from "#app/jobs/queue.server.ts";
import type { CaseKind } from "#app/payments/case-kind.ts";
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";
import type { Actor, Detail } from "#app/payments/timeline-line.ts";
import type { EndReason } from "#app/payments/payment.ts";
import { DUE } from "#app/payments/report-queries.server.ts";
import type { PaymentReportKind } from "#app/shopify/payments-apps-client.ts";

export type { Actor, Detail };

export interface NewCase {
  id: string;
  kind: CaseKind;
  /** Equal keys are one open case. */
  mergeKey: string;
  heldCentimos: number;
  currency: string | null;
  noticeId: string | null;
  /** `unanswered`: the codes that it asks about, where it is one case for many. */
  evidence: Record<string, Detail[string] | readonly string[]>;
  /** Opened only where money of the code has gone back to the shopper. */
  onlyIfGivenBack?: true;
}

export interface Change {
  paymentId: string;
  expectedVersion: number;
  at: Date;
  actor: Actor;
  /** Shopify's id of the person, where the actor is the merchant. */
  userId?: string | null;
  event: string;
  detail: Detail;
  told: Told | null;
  pendingExpiresAt: Date | null;
  endReason: EndReason | null;
  code: CodeChange | null;
  /** The dead code in whose place the shopper has asked for a new one. Who saw or kept the old one has not seen that. */
  renews?: string | null;
  report: { id: string; kind: PaymentReportKind; arguments: string } | null;
  cases: readonly NewCase[];
  /** Open questions about the code that this change answers; none of them holds money. */
  closes: readonly CaseKind[];
  /** The collector has given the code's money back: its open cases hold it no more, and close. */
  frees: boolean;
  /** The same for cases that ask about many codes: their merge keys. Such a case closes with its last code. */
  closesAmongMany: readonly string[];
  jobs: readonly JobRequest[];
}

export interface CodeChange {
  id: string;
  state: CodeState | null;
  cip: string | null;
  cipUrl: string | null;
  qrUrl: string | null;
  expiresAt: Date | null;
  paidAt: Date | null;
  ended: boolean;
  failReason: string | null;
  /** Whether the change makes a new plan of asking, and the plan's first time; null asks no more. */
  plansAsks: boolean;
  nextAskAt: Date | null;
}

/** The codes of a case `k` about many without the one that this change is about. */
const LEFT = "((k.evidence -> 'unanswered') - ($7::jsonb ->> 'id'))";

/**
 * Money that a person has decided about is not asked about again: held in a second case it would count twice. What is paid after
 * the collector has taken that money back is other money.
 */
export function notDecided(mergeKey: string): string {
  return `not exists (select 1 from cases d where d.merge_key = ${mergeKey} and d.closed_by is not null
      and d.held_centimos > 0 and not exists (select 1 from whole_timeline t where t.payment_id = d.payment_id
        and t.code_id = d.code_id and t.at >= d.closed_at and t.detail ->> 'code' = 'reversed'))`;
}

/** Money of the change's code has gone back, by a refund from its case or as a person wrote down. */
const GIVEN_BACK = `exists (select 1 from cases g where g.code_id = ($7::jsonb ->> 'id')::uuid
      and (g.resolution = 'given-back'
        or exists (select 1 from refunds f where f.case_id = g.id and f.state = 'paid-out')))`;

const APPLY = `
  with moved as (
    update payments set version = version + 1, told = coalesce($3, told),
      pending_expires_at = coalesce($4, pending_expires_at),
      end_reason = case when $20::uuid is null then coalesce($5, end_reason) end,
      renewals = renewals + ($20::uuid is not null)::int, renewed_code_id = coalesce($20, renewed_code_id),
      renewed_at = case when $20::uuid is null then renewed_at else $6 end,
      first_seen_at = case when $20::uuid is null then first_seen_at end,
      last_present_at = case when $20::uuid is null then last_present_at end,
      kept_at = case when $20::uuid is null then kept_at end,
      timer_due_at = case when $20::uuid is null then timer_due_at end
    where id = $1 and version = $2 returning id, shop_id
  ), code as (
    update codes c set state = coalesce(n.state, c.state), cip = coalesce(c.cip, n.cip),
      cip_url = coalesce(n."cipUrl", c.cip_url), qr_url = coalesce(n."qrUrl", c.qr_url), expires_at = coalesce(n."expiresAt", c.expires_at),
      paid_at = coalesce(n."paidAt", c.paid_at), fail_reason = coalesce(n."failReason", c.fail_reason),
      ended_at = case when n.ended then $6 else c.ended_at end,
      next_ask_at = case when n."plansAsks" then n."nextAskAt" else c.next_ask_at end
    from moved, jsonb_to_record($7::jsonb) as n(id uuid, state text, cip text, "cipUrl" text, "qrUrl" text,
      "expiresAt" timestamptz, "paidAt" timestamptz, ended boolean, "failReason" text,
      "plansAsks" boolean, "nextAskAt" timestamptz)
    where c.id = n.id
  ), dropped as (
    update reports r set state = 'dropped' from moved
    where r.payment_id = moved.id and r.kind = 'pending' and r.state <> 'dropped' and r.state = $21 and $9 = 'resolve'
  ), report as (
    insert into reports (id, payment_id, kind, arguments, decided_at, next_attempt_at)
    select $8, id, $9, $10, $6, $6 from moved where $9 is not null
  ), line as (
    insert into timeline (payment_id, code_id, at, actor, event, detail, user_id)
    select id, ($7::jsonb ->> 'id')::uuid, $6, $11, $12, $13::jsonb, $17 from moved
  ), opened as (
    insert into cases (id, shop_id, payment_id, code_id, notice_id, kind, merge_key, held_centimos, currency,
      evidence, opened_at, last_seen_at)
    select k.id, moved.shop_id, moved.id, ($7::jsonb ->> 'id')::uuid, k."noticeId", k.kind, k."mergeKey",
      k."heldCentimos", k.currency, k.evidence, $6, $6
    from moved, jsonb_to_recordset($14::jsonb) as k(id uuid, kind text, "mergeKey" text, "heldCentimos" int,
      currency text, "noticeId" uuid, evidence jsonb, "onlyIfGivenBack" boolean)
    where ${notDecided('k."mergeKey"')} and (k."onlyIfGivenBack" is not true or ${GIVEN_BACK})
    on conflict (merge_key) where state = 'open'
      do update set times = cases.times + 1, last_seen_at = excluded.last_seen_at,
        evidence = case when cases.evidence -> 'unanswered' @> (excluded.evidence -> 'unanswered') is not false
          then cases.evidence
          else jsonb_set(cases.evidence, '{unanswered}', (cases.evidence -> 'unanswered') || (excluded.evidence -> 'unanswered')) end
  ), answered as (
    update cases k set state = 'closed', closed_at = $6, resolution = 'answered' from moved
    where k.state = 'open' and k.held_centimos = 0 and k.code_id = ($7::jsonb ->> 'id')::uuid
      and k.kind = any($16::text[]) and not k.evidence ? 'unanswered'
  ), freed as (
    update cases k set state = 'closed', closed_at = $6, resolution = 'reversed'
    from moved
    where $18 and k.state = 'open' and k.held_centimos > 0 and k.code_id = ($7::jsonb ->> 'id')::uuid
  ), answered_among_many as (
    -- All from the row as it is when it is locked: two codes may be answered at the same time.
    update cases k set evidence = jsonb_set(k.evidence, '{unanswered}', ${LEFT}),
      code_id = coalesce((${LEFT} ->> 0)::uuid, k.code_id),
      payment_id = coalesce((select payment_id from codes where id = (${LEFT} ->> 0)::uuid), k.payment_id),
      state = case when ${LEFT} = '[]' then 'closed' else k.state end,
      closed_at = case when ${LEFT} = '[]' then $6 end,
      resolution = case when ${LEFT} = '[]' then 'answered' end
    from moved
    where k.state = 'open' and k.merge_key = any($19::text[]) and k.evidence -> 'unanswered' ? ($7::jsonb ->> 'id')
  ), jobs as (${addJobs("$15", "moved")})
  select (select count(*) from moved)::int as moved, (select count(*) from jobs)::int as jobs`;

/**
 * Applies one decision. `moved-first`: the version was no longer the expected one, nothing was written.
 * `group-resolved`: another payment of the group is resolved already, nothing was written. `group-busy`: another code of the
 * group may be paid already, nothing was written.
 */
export async function applyChange(
  db: Queryable,
  change: Change,
): Promise<"applied" | "moved-first" | "group-resolved" | "group-busy"> {
  try {
    const { rows } = await db.query<{ moved: number }>({
      name: "apply-change",
      text: APPLY,
      values: [
        change.paymentId,
        change.expectedVersion,
        change.told,
        change.pendingExpiresAt,
        change.endReason,
        change.at,
        JSON.stringify(change.code ?? {}),
        change.report?.id ?? null,
        change.report?.kind ?? null,
        change.report?.arguments ?? null,
        change.actor,
        change.event,
        JSON.stringify(change.detail),
        JSON.stringify(change.cases),
        jobsParameter(change.jobs),
        change.closes,
        change.userId ?? null,
        change.frees,
        change.closesAmongMany,
        change.renews ?? null,
        DUE,
      ],
    });
    return rows[0]?.moved === 1 ? "applied" : "moved-first";
  } catch (error) {
    const index = violatedIndex(error);
    if (index === "payments_one_resolved_per_group") return "group-resolved";
    if (index === "codes_one_payable_per_group") return "group-busy";
    throw error;
  }
}

export interface NewCode {
  id: string;
  credentialVersionId: string;
  mode: string;
  expiresAt: Date;
  graceMinutes: number;
  businessDayGrace: boolean;
}

/**
 * Takes the code's row before PagoEfectivo is asked: whoever finds it `issuing` later knows that a create may have
 * been sent. `group-busy`: a code of the group may still be paid.
 */
export async function beginCode(
  db: Queryable,
  input: { paymentId: string; expectedVersion: number; at: Date; code: NewCode },
): Promise<"begun" | "moved-first" | "group-busy"> {
  try {
    const { rowCount } = await db.query({
      name: "begin-code",
      text: `
        with attempts as (
          -- The group's row lock: a payment of the group that is being resolved is waited for, and then seen.
          select id, told from payments where (shop_id, session_group) =
            (select shop_id, session_group from payments where id = $1) order by id for update
        ), moved as (
          update payments set version = version + 1
          where id = $1 and version = $2 and told = 'open'
            and not exists (select 1 from attempts where told = 'resolved')
          returning *
        ), line as (
          insert into timeline (payment_id, code_id, at, actor, event)
          select id, $4, $3, 'ventanilla', 'code-asked-for' from moved
        )
        insert into codes (id, payment_id, shop_id, session_group, mode, credential_version_id, amount_centimos,
          currency, state, expires_at, grace_minutes, business_day_grace, created_at)
        -- The newest code is the one that counts, also where the clock of the last one's process was ahead.
        select $4, id, shop_id, session_group, $5, $6, amount_centimos, currency, 'issuing', $7, $8, $9,
          greatest($3, (
            select max(c.created_at) + interval '1 millisecond' from codes c
            where c.shop_id = moved.shop_id and c.session_group = moved.session_group)) from moved`,
      values: [
        input.paymentId,
        input.expectedVersion,
        input.at,
        input.code.id,
        input.code.mode,
        input.code.credentialVersionId,
        input.code.expiresAt,
        input.code.graceMinutes,
        input.code.businessDayGrace,
      ],
    });
    return rowCount === 1 ? "begun" : "moved-first";
  } catch (error) {
    if (violatedIndex(error) === "codes_one_payable_per_group") return "group-busy";
    throw error;
  }
}
