import type { Queryable } from "#app/lib/database.server.ts";

/** When the job that asks for this payment's code runs next; null when none waits. */
export async function findNextTry(db: Queryable, jobKey: string): Promise<Date | null> {
  const { rows } = await db.query<{ runAt: Date }>({
    name: "find-next-try",
    text: `select run_at as "runAt" from graphile_worker.jobs where key = $1`,
    values: [jobKey],
  });
  return rows[0]?.runAt ?? null;
}
