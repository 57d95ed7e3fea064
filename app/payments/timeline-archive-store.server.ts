/** Moves the timelines of payments that ended long ago into the archive. Nothing of a line changes, and it never stands nowhere. */
import type { Queryable } from "#app/lib/database.server.ts";

/** Lines that one look goes through. */
const LINES = 2_000;

export interface OldLines {
  /** The last line that was looked at; null: no older ones are left. */
  lastId: string | null;
  paymentIds: string[];
}

/** Payments of the oldest lines behind this one. Lines are numbered as they are written, so that they are in the order of time. */
export async function findOldLines(
  db: Queryable,
  input: { before: Date; afterId: string },
): Promise<OldLines> {
  const { rows } = await db.query<{ id: string; paymentId: string; isOld: boolean }>({
    name: "find-old-timeline",
    // By the number: an unqualified id would be the text of it, in whose order 10 comes before 9.
    text: `select t.id::text, t.payment_id as "paymentId", t.at < $2 as "isOld" from timeline t where t.id > $1 order by t.id limit ${LINES}`,
    values: [input.afterId, input.before],
  });
  const old = rows.filter(({ isOld }) => isOld);
  // Processes' clocks differ a little; a whole look of young lines is the end all the same.
  const isEnd = rows.length < LINES || old.length === 0;
  return {
    lastId: isEnd ? null : (rows.at(-1)?.id ?? null),
    paymentIds: [...new Set(old.map(({ paymentId }) => paymentId))],
  };
}

/** Of these, the payments that nothing happened to since, and of which no case is open. */
export async function whichAreQuiet(
  db: Queryable,
  input: { paymentIds: readonly string[]; before: Date },
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: "which-are-quiet",
    text: `
      select p.id from payments p where p.id = any($1::uuid[]) and p.received_at < $2
        and not exists (select 1 from timeline t where t.payment_id = p.id and t.at >= $2)
        and not exists (select 1 from cases k where k.payment_id = p.id and k.state = 'open')
      order by p.id`,
    values: [input.paymentIds, input.before],
  });
  return rows.map(({ id }) => id);
}

/** Part of one transaction with `dropArchived`. */
export async function copyToArchive(db: Queryable, paymentIds: readonly string[]): Promise<void> {
  await db.query({
    name: "copy-timeline-to-archive",
    text: `insert into timeline_archive (id, payment_id, code_id, at, actor, event, detail, user_id)
      select id, payment_id, code_id, at, actor, event, detail, user_id from timeline where payment_id = any($1::uuid[])
      order by id on conflict (id) do nothing`,
    values: [paymentIds],
  });
}

/** Only what stands in the archive leaves: the database looks at each line. */
export async function dropArchived(db: Queryable, paymentIds: readonly string[]): Promise<number> {
  const { rowCount } = await db.query({
    name: "drop-archived-timeline",
    text: `delete from timeline t using timeline_archive a where a.id = t.id and t.payment_id = any($1::uuid[])`,
    values: [paymentIds],
  });
  return rowCount ?? 0;
}
