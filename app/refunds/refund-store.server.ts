/**
 * The only writer of refunds that have begun. Each move is one statement: the refund from the version that was decided upon, and
 * with it the payment's timeline, the audit, what Shopify is told and the case whose money went back, or nothing.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { addJobs, jobsParameter, type JobRequest } from "#app/jobs/queue.server.ts";
import type { AuditAction } from "#app/merchants/audit-action.ts";
import type { Actor } from "#app/payments/timeline-line.ts";
import type { DestinationHint, RefundState } from "#app/refunds/refund.ts";
import type { RefundReportKind } from "#app/shopify/payments-apps-client.ts";

export interface RefundMove {
  shopId: string;
  refundId: string;
  version: number;
  at: Date;
  to: RefundState;
  actor: Actor;
  /** Shopify's id of the person, where the actor is the merchant. */
  userId: string | null;
  /** What the audit calls it; null where no person of the shop did it. */
  action: AuditAction | null;
  /** Decided only while the money is there: no reversal of the payment is suspected, and its case still holds it. */
  wantsMoney: boolean;
  details: { sealed: string; hint: DestinationHint; by: string } | null;
  /** Details that were given anew were approved by nobody. */
  voidsApproval: boolean;
  approvedBy: string | null;
  paidOut: { on: string; by: string; bankReference: string | null } | null;
  refusalText: string | null;
  report: { id: string; kind: RefundReportKind; arguments: string } | null;
  jobs: readonly JobRequest[];
}

const APPLY = `
  with moved as (
    update refunds r set state = $4, version = version + 1,
      sealed_destination = coalesce($8, sealed_destination), destination_hint = coalesce($9::jsonb, destination_hint),
      details_by = coalesce($10, details_by), details_at = case when $10::text is null then details_at else $5 end,
      approved_by = case when $11 then null else coalesce($12, approved_by) end,
      approved_at = case when $11 then null when $12::text is null then approved_at else $5 end,
      paid_out_on = coalesce($13::date, paid_out_on), paid_out_by = coalesce($14, paid_out_by),
      bank_reference = coalesce($15, bank_reference),
      refusal = case when $16::text is null then refusal else 'by-merchant' end, refusal_text = coalesce($16, refusal_text),
      ended_at = case when $4 in ('paid-out', 'refused') then $5 else ended_at end
    where r.id = $2 and r.shop_id = $1 and r.version = $3
      and (not $17 or refund_may_be_paid(r.payment_id, r.case_id))
    returning r.id, r.shop_id, r.payment_id, r.code_id, r.case_id, r.state, r.amount_centimos, r.currency
  ), report as (
    insert into reports (id, payment_id, refund_id, kind, arguments, decided_at, next_attempt_at)
    select $18::uuid, payment_id, id, $19, $20, $5, $5 from moved where $19::text is not null
  ), line as (
    insert into timeline (payment_id, code_id, at, actor, event, detail, user_id)
    select payment_id, code_id, $5, $6, 'refund-' || state,
      jsonb_build_object('refundId', id, 'amountCentimos', amount_centimos, 'currency', currency), $7 from moved
  ), audit as (
    insert into audit_log (shop_id, at, user_id, action, payment_id, after)
    select shop_id, $5, $7, $21::text, payment_id,
      jsonb_build_object('refundId', id, 'state', state, 'amountCentimos', amount_centimos, 'currency', currency)
    from moved where $21::text is not null
  ), given as (
    -- All that the case held has gone back with this: it holds nothing any more.
    update cases k set state = 'closed', closed_at = $5, closed_by = $7, resolution = 'given-back',
      attended_at = coalesce(k.attended_at, $5), version = k.version + 1
    from moved
    where k.id = moved.case_id and moved.state = 'paid-out' and k.state = 'open'
      -- A volatile function sees what its statement has changed so far: this payout is in the sum. Asked of the moved row, so
      -- that it is asked after the move, and of this case alone.
      and k.held_centimos = paid_out_of_case(moved.case_id)
    returning k.id, k.shop_id, k.payment_id, k.code_id, k.kind, k.held_centimos, k.currency
  ), given_line as (
    insert into case_lines (case_id, at, user_id, kind, detail)
    select id, $5, $7, 'closed', jsonb_build_object('resolution', 'given-back') from given
  ), given_told as (
    insert into timeline (payment_id, code_id, at, actor, event, detail, user_id)
    select payment_id, code_id, $5, 'merchant', 'merchant-case-closed',
      jsonb_build_object('case', kind, 'resolution', 'given-back', 'heldCentimos', held_centimos), $7
    from given where payment_id is not null
  ), given_audit as (
    insert into audit_log (shop_id, at, user_id, action, payment_id, before, after)
    select shop_id, $5, $7, 'case-closed', payment_id,
      jsonb_build_object('caseId', id, 'kind', kind, 'heldCentimos', held_centimos, 'currency', currency),
      jsonb_build_object('resolution', 'given-back') from given
  ), jobs as (${addJobs("$22", "moved")})
  select (select count(*) from moved)::int as moved, (select count(*) from jobs) as jobs`;

/** Applies one decision. False, and nothing is written, when the refund is no longer as it was decided upon. */
export async function moveRefund(db: Queryable, move: RefundMove): Promise<boolean> {
  const { rows } = await db.query<{ moved: number }>({
    name: "move-refund",
    text: APPLY,
    values: [
      move.shopId,
      move.refundId,
      move.version,
      move.to,
      move.at,
      move.actor,
      move.userId,
      move.details?.sealed ?? null,
      move.details ? JSON.stringify(move.details.hint) : null,
      move.details?.by ?? null,
      move.voidsApproval,
      move.approvedBy,
      move.paidOut?.on ?? null,
      move.paidOut?.by ?? null,
      move.paidOut?.bankReference ?? null,
      move.refusalText,
      move.wantsMoney,
      move.report?.id ?? null,
      move.report?.kind ?? null,
      move.report?.arguments ?? null,
      move.action,
      jobsParameter(move.jobs),
    ],
  });
  return rows[0]?.moved === 1;
}
