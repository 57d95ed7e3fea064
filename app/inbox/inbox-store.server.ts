/**
 * The only writer of notices: each message's raw bytes, once per credential set, with the job that acts on it.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { addJobs, jobsParameter, MAX_ATTEMPTS, type JobRequest } from "#app/jobs/queue.server.ts";

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

const STORE = `
  with stored as (
    insert into notices (id, set_id, credential_version_id, received_at, body, body_hash, signature_form, event_type, cip)
    select id, "setId", "credentialVersionId", "receivedAt", decode(body, 'base64'), decode("bodyHash", 'base64'),
      "signatureForm", "eventType", cip
    from json_to_recordset($1::json) as n(id uuid, "setId" uuid, "credentialVersionId" uuid,
      "receivedAt" timestamptz, body text, "bodyHash" text, "signatureForm" text, "eventType" text, cip text)
    on conflict (set_id, body_hash) do nothing returning id, received_at
  ), jobs as (
    select sum(asked.count) from (
      select enqueue_jobs('apply-notice', array_agg(json_build_object('noticeId', id)), array_agg(received_at),
        ${MAX_ATTEMPTS}) as count
      from stored having count(*) > 0
    ) asked
  )
  select stored.id from stored, jobs`;

/**
 * Stores notices and their jobs in one statement. `known`: the same bytes were stored before, or come twice among these,
 * and nothing was written for this one.
 */
export async function storeNotices(
  db: Queryable,
  notices: readonly NewNotice[],
): Promise<("stored" | "known")[]> {
  const rows = notices
    .map((notice) => ({
      ...notice,
      body: Buffer.from(notice.body).toString("base64"),
      bodyHash: Buffer.from(notice.bodyHash).toString("base64"),
    }))
    // Two statements that write the same messages in different orders would wait for each other.
    .sort((one, other) => (one.bodyHash < other.bodyHash ? -1 : 1));
  const stored = await db.query<{ id: string }>({
    name: "store-notices",
    text: STORE,
    values: [JSON.stringify(rows)],
  });
  const ids = new Set(stored.rows.map((row) => row.id));
  return notices.map((notice) => (ids.has(notice.id) ? "stored" : "known"));
}

/**
 * Stores a notice that a person made up for a test payment, with the job that acts on it. The database refuses it for any
 * other payment (CHECK notices_simulated_only_in_test): that throws.
 */
export async function storeSimulatedNotice(
  db: Queryable,
  notice: Omit<NewNotice, "setId" | "signatureForm"> & { paymentId: string; jobs: readonly JobRequest[] },
): Promise<void> {
  await db.query({
    name: "store-simulated-notice",
    text: `
      with stored as (
        insert into notices (id, set_id, credential_version_id, received_at, body, body_hash, signature_form,
          event_type, cip, simulated, simulated_for)
        select $1, v.set_id, v.id, $3, $4, $5, 'raw', $6, $7, true, $8
        from credential_versions v where v.id = $2 returning id
      ), jobs as (${addJobs("$9", "stored")})
      select count(*) from jobs`,
    values: [
      notice.id,
      notice.credentialVersionId,
      notice.receivedAt,
      notice.body,
      notice.bodyHash,
      notice.eventType,
      notice.cip,
      notice.paymentId,
      jobsParameter(notice.jobs),
    ],
  });
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

/**
 * SQL for a part of another store's statement: settles the notice with the id `notice` (`$15`; null settles none) as matched to the code
 * `code`. It is settled once; a later answer changes nothing.
 */
export function settleMatched(parameters: { notice: string; code: string; at: string }): string {
  const { notice, code, at } = parameters;
  return `update notices set state = 'matched', code_id = ${code}, settled_at = ${at} where id = ${notice} and state = 'received'`;
}

/** What became of a notice. It is settled once; a later answer changes nothing. */
export async function writeSettled(
  db: Queryable,
  input: { noticeId: string; state: "matched" | "foreign" | "case"; codeId: string | null; at: Date },
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

/** Other bodies for these notices: what is left of them once a person has asked to be forgotten. */
export async function writeReduced(
  db: Queryable,
  notices: readonly { id: string; body: Uint8Array }[],
): Promise<void> {
  const rows = notices.map(({ id, body }) => ({ id, body: Buffer.from(body).toString("base64") }));
  await db.query({
    name: "reduce-notices",
    text: `update notices n set body = decode(left_over.body, 'base64')
      from jsonb_to_recordset($1::jsonb) as left_over(id uuid, body text) where n.id = left_over.id`,
    values: [JSON.stringify(rows)],
  });
}
