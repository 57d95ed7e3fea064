import type { Queryable } from "#app/lib/database.server.ts";

/**
 * Of a report `r`: a refund's waits until Shopify has acknowledged that its payment is paid, or a person has settled that by
 * hand. Before that Shopify knows of no money that could go back.
 */
export const MAY_GO = `(r.refund_id is null or exists (select 1 from reports w
  where w.payment_id = r.payment_id and w.kind = 'resolve' and w.state in ('acknowledged', 'settled')))`;

/**
 * Of a report `r` found by its payment, whatever its state: each half has an index, where the whole would be looked for among all reports. A third
 * index, of both, would be written to at every step of every report.
 */
export const OF_ANY_STATE = "(r.state = 'dropped' or r.state <> 'dropped')";

/**
 * As a parameter where one report, or those of one payment, are meant: written out, PostgreSQL would look for it among all that are due,
 * which are few on good days only. Without it `r.state <> 'dropped'` has to be said for the index of a payment's reports.
 */
export const DUE = "due";

/** Reports whose time has come, oldest first: what the minute schedule picks up when a job was lost. */
export async function findDueReports(
  db: Queryable,
  input: { now: Date; limit: number },
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: "find-due-reports",
    text: `select r.id from reports r where r.state = 'due' and r.next_attempt_at <= $1 and ${MAY_GO}
      order by r.next_attempt_at limit $2`,
    values: [input.now, input.limit],
  });
  return rows.map((row) => row.id);
}

/** The due reports of one payment. */
export async function findDueReportsOf(
  db: Queryable,
  input: { paymentId: string; now: Date },
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: "find-due-reports-of",
    text: `select r.id from reports r where r.payment_id = $1 and r.state <> 'dropped' and r.state = $3
      and r.next_attempt_at <= $2 and ${MAY_GO}`,
    values: [input.paymentId, input.now, DUE],
  });
  return rows.map((row) => row.id);
}

/** The newest pending report of a payment, whatever became of it. */
export async function findLastPending(
  db: Queryable,
  paymentId: string,
): Promise<{ id: string; state: string } | null> {
  const { rows } = await db.query<{ id: string; state: string }>({
    name: "find-last-pending",
    text: `select r.id, r.state from reports r where r.payment_id = $1 and r.kind = 'pending' and ${OF_ANY_STATE}
      order by r.decided_at desc, r.id desc limit 1`,
    values: [paymentId],
  });
  return rows[0] ?? null;
}

/** Whose report of the shop it is, and Shopify's last words about it. */
export async function findLastAnswer(
  db: Queryable,
  key: { shopId: string; reportId: string },
): Promise<{ sessionId: string; why: string | null } | null> {
  const { rows } = await db.query<{ sessionId: string; why: string | null }>({
    name: "find-last-answer",
    text: `
      select p.session_id as "sessionId", (
        select coalesce(a.detail ->> 'why', a.answer) from report_attempts a where a.report_id = r.id order by a.id desc limit 1
      ) as why
      from reports r join payments p on p.id = r.payment_id where r.id = $2 and p.shop_id = $1`,
    values: [key.shopId, key.reportId],
  });
  return rows[0] ?? null;
}
