import type { Queryable } from "#app/lib/database.server.ts";

/** Reports whose time has come, oldest first: what the minute schedule picks up when a job was lost. */
export async function findDueReports(
  db: Queryable,
  input: { now: Date; limit: number },
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: "find-due-reports",
    text: `select id from reports where state = 'due' and next_attempt_at <= $1 order by next_attempt_at limit $2`,
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
    text: `select id from reports where payment_id = $1 and state = 'due' and next_attempt_at <= $2`,
    values: [input.paymentId, input.now],
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
    text: `select id, state from reports where payment_id = $1 and kind = 'pending' order by decided_at desc, id desc limit 1`,
    values: [paymentId],
  });
  return rows[0] ?? null;
}
