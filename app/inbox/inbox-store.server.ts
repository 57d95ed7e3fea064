/**
 * The only writer of notices: each message's raw bytes, once per credential set, with the job that acts on it.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { addJobs, jobsParameter, type JobRequest } from "#app/jobs/queue.server.ts";

export interface NewNotice {
  id: string;
  setId: string;
  credentialVersionId: string;
  receivedAt: Date;
  body: Uint8Array;
  bodyHash: Uint8Array;
  signatureForm: "raw" | "compacted";
  eventType: string | null;
  cip: string | null;
}

/** Stores a notice and its job in one statement. `known`: the same bytes were stored before, nothing was written. */
export async function insertNotice(
  db: Queryable,
  input: { notice: NewNotice; jobs: readonly JobRequest[] },
): Promise<"stored" | "known"> {
  const { notice } = input;
  const { rows } = await db.query<{ stored: number }>({
    name: "insert-notice",
    text: `
      with stored as (
        insert into notices (id, set_id, credential_version_id, received_at, body, body_hash, signature_form,
          event_type, cip)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (set_id, body_hash) do nothing returning id
      ), jobs as (${addJobs("$10", "stored")})
      select (select count(*) from stored)::int as stored, (select count(*) from jobs)::int as jobs`,
    values: [
      notice.id,
      notice.setId,
      notice.credentialVersionId,
      notice.receivedAt,
      Buffer.from(notice.body),
      Buffer.from(notice.bodyHash),
      notice.signatureForm,
      notice.eventType,
      notice.cip,
      jobsParameter(input.jobs),
    ],
  });
  return rows[0]?.stored === 1 ? "stored" : "known";
}

/**
 * A known or badly signed notice asks for a look-up of a code of ours, at most once per CIP and minute: the key
 * holds one waiting job, and a request that comes before it ran changes nothing.
 */
export async function askForLookUp(
  db: Queryable,
  input: { setId: string; cip: string; jobFor: (codeId: string) => JobRequest },
): Promise<void> {
  const { rows } = await db.query<{ id: string }>({
    name: "code-of-set",
    text: `select c.id from codes c
      where c.cip = $2 and c.credential_version_id in (select id from credential_versions where set_id = $1)`,
    values: [input.setId, input.cip],
  });
  const [code] = rows;
  if (!code) return;
  await db.query({
    name: "ask-for-look-up",
    text: `
      with asked as (
        select 1 where not exists (select 1 from graphile_worker.jobs where key = ($1::jsonb -> 0 ->> 'key'))
      ), jobs as (${addJobs("$1", "asked")})
      select count(*) from jobs`,
    values: [jobsParameter([input.jobFor(code.id)])],
  });
}

/** What became of a notice. It is settled once; a later answer changes nothing. */
export async function writeSettled(
  db: Queryable,
  input: { noticeId: string; state: "matched" | "case"; codeId: string | null; at: Date },
): Promise<void> {
  await db.query({
    name: "settle-notice",
    text: `update notices set state = $2, code_id = $3, settled_at = $4 where id = $1 and state = 'received'`,
    values: [input.noticeId, input.state, input.codeId, input.at],
  });
}

/** One more try was made and another is asked for, in one statement. */
export async function writeTriedAgain(
  db: Queryable,
  input: { noticeId: string; jobs: readonly JobRequest[] },
): Promise<void> {
  await db.query({
    name: "try-notice-again",
    text: `
      with tried as (update notices set attempts = attempts + 1 where id = $1 returning id),
      jobs as (${addJobs("$2", "tried")})
      select count(*) from jobs`,
    values: [input.noticeId, jobsParameter(input.jobs)],
  });
}
