/** Writes that a person of the shop acts on a payment: timeline, audit and the job that carries it on, in one statement. */
import type { Queryable } from "#app/lib/database.server.ts";
import { addJobs, jobsParameter, type JobRequest } from "#app/jobs/queue.server.ts";
import type { AuditAction } from "#app/merchants/audit-action.ts";
import type { Detail } from "#app/payments/payment-store.server.ts";

export interface BegunAct {
  shopId: string;
  paymentId: string;
  userId: string;
  at: Date;
  action: AuditAction;
  /** The timeline's word for it. */
  event: string;
  detail: Detail;
  before: Detail;
  /** The same act on the same payment is refused within this time; 0 never refuses. */
  notWithinMs: number;
  jobs: readonly JobRequest[];
}

/**
 * Writes the act down before anything is asked of anyone. `too-soon`: the same was done a moment ago, nothing was written.
 * The payment must be of the shop.
 */
export async function beginAct(db: Queryable, act: BegunAct): Promise<"begun" | "too-soon"> {
  const { rows } = await db.query<{ begun: number }>({
    name: "begin-act",
    text: `
      with payment as (
        select p.id, p.shop_id from payments p where p.id = $1 and p.shop_id = $2
          and ($10 = 0 or not act_done_since(p.id, $6, $4::timestamptz - $10 * interval '1 millisecond'))
      ), line as (
        insert into timeline (payment_id, at, actor, event, detail, user_id)
        select id, $4, 'merchant', $6, $7::jsonb, $3 from payment
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, payment_id, before)
        select shop_id, $4, $3, $5, id, $8::jsonb from payment
      ), jobs as (${addJobs("$9", "payment")})
      select (select count(*) from payment)::int as begun, (select count(*) from jobs) as jobs`,
    values: [
      act.paymentId,
      act.shopId,
      act.userId,
      act.at,
      act.action,
      act.event,
      JSON.stringify(act.detail),
      JSON.stringify(act.before),
      jobsParameter(act.jobs),
      act.notWithinMs,
    ],
  });
  return rows[0]?.begun === 1 ? "begun" : "too-soon";
}

/** Reports of this payment that Shopify has not acknowledged, and whether each ended or waits for its next attempt. */
export async function findUnsentReports(
  db: Queryable,
  paymentId: string,
): Promise<{ id: string; isEnded: boolean }[]> {
  const { rows } = await db.query<{ id: string; isEnded: boolean }>({
    name: "find-unsent-reports",
    text: `select id, state <> 'due' as "isEnded" from reports
      where payment_id = $1 and state in ('due', 'dead', 'refused') order by decided_at`,
    values: [paymentId],
  });
  return rows;
}

/** A report that waits for its next attempt is due now, by a person's wish: made even while calls to Shopify are stopped. */
export async function hastenReport(db: Queryable, input: { reportId: string; now: Date }): Promise<void> {
  await db.query({
    name: "hasten-report",
    text: `update reports set urged = true, next_attempt_at = least(next_attempt_at, $2) where id = $1 and state = 'due'`,
    values: [input.reportId, input.now],
  });
}
