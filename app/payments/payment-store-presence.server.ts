/**
 * Writes that the shopper is there: what decides whether the confirmation timer may make the order. These are facts
 * about the page, not moves of the payment, so they do not raise its version.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { addJobs, job, jobsParameter, type JobRequest } from "#app/jobs/queue.server.ts";

/**
 * The code was shown, or its page asked for news. The first time arms the confirmation timer; a timer that rang
 * while the shopper was away is armed again when they come back. Nothing happens once Shopify was told something.
 */
export async function recordPresence(
  db: Queryable,
  input: { paymentId: string; at: Date; timerRingsAt: Date },
): Promise<void> {
  const ring = job(
    "confirmation-timer",
    { paymentId: input.paymentId },
    input.timerRingsAt,
    `timer:${input.paymentId}`,
  );
  await db.query({
    name: "record-presence",
    text: `
      with before as (
        select id, timer_due_at from payments where id = $1 and told = 'open' for update
      ), seen as (
        update payments p set first_seen_at = coalesce(p.first_seen_at, $2), last_present_at = $2,
          timer_due_at = coalesce(p.timer_due_at, $3)
        from before where p.id = before.id
        returning p.id, p.first_seen_at = $2 as first
      ), line as (
        insert into timeline (payment_id, at, actor, event)
        select id, $2, 'shopper', 'code-seen' from seen where first
      ), armed as (select id from before where timer_due_at is null),
      jobs as (${addJobs("$4", "armed")})
      select count(*) from jobs`,
    values: [input.paymentId, input.at, input.timerRingsAt, jobsParameter([ring])],
  });
}

/** The shopper copied, printed or shared the code: the timer no longer needs the page to be open. */
export async function recordKept(db: Queryable, input: { paymentId: string; at: Date }): Promise<void> {
  await db.query({
    name: "record-kept",
    text: `
      with kept as (
        update payments set kept_at = $2, last_present_at = $2 where id = $1 and kept_at is null returning id
      )
      insert into timeline (payment_id, at, actor, event) select id, $2, 'shopper', 'code-kept' from kept`,
    values: [input.paymentId, input.at],
  });
}

/** The timer rang and the shopper was gone: the next time they are there it starts anew. */
export async function disarmTimer(db: Queryable, paymentId: string): Promise<void> {
  await db.query({
    name: "disarm-timer",
    text: "update payments set timer_due_at = null where id = $1",
    values: [paymentId],
  });
}

/** Keeps the address that the shopper typed, once, with the job that can now issue the code. False when it is too late. */
export async function recordEmail(
  db: Queryable,
  input: { paymentId: string; email: string; at: Date; jobs: readonly JobRequest[] },
): Promise<boolean> {
  const { rows } = await db.query<{ kept: number }>({
    name: "record-email",
    text: `
      with kept as (
        update payments set shopper_email = $2, version = version + 1
        where id = $1 and told = 'open' and shopper_email is null returning id
      ), line as (
        insert into timeline (payment_id, at, actor, event) select id, $3, 'shopper', 'email-given' from kept
      ), jobs as (${addJobs("$4", "kept")})
      select (select count(*) from kept)::int as kept, (select count(*) from jobs) as jobs`,
    values: [input.paymentId, input.email, input.at, jobsParameter(input.jobs)],
  });
  return rows[0]?.kept === 1;
}
