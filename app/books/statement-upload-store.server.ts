/** Writes files on their way to becoming statements. A file moves from one state to the next only as its last state says it may. */
import { addJobs, job, jobsParameter } from "#app/jobs/queue.server.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Layout } from "./statement-layout.server.ts";
import type { StatementMapping } from "./statement-mapping.ts";
import type { StatementProblem } from "./statement-problem.ts";
import type { MappingSource } from "./statement-upload.ts";

interface UploadKey {
  shopId: string;
  uploadId: string;
}

/** Files of a shop that are kept at a time: more are not mapped side by side, and each holds up to 30 MB. */
const MOST_UPLOADS = 5;

/** Begins a file; the shop's oldest that nobody is reading make room. */
export async function beginUploadRow(
  db: Queryable,
  input: UploadKey & { userId: string; at: Date; fileName: string; size: number },
): Promise<void> {
  await db.query({
    name: "begin-statement-upload",
    text: `
      with room as (
        delete from statement_uploads where id in (
          select id from statement_uploads where shop_id = $1 and state <> 'reading'
          order by begun_at desc offset ${MOST_UPLOADS - 1})
      )
      insert into statement_uploads (id, shop_id, file_name, size, state, user_id, begun_at)
      values ($2, $1, $3, $4, 'arriving', $5, $6)`,
    values: [input.shopId, input.uploadId, input.fileName, input.size, input.userId, input.at],
  });
}

/** False when the file arrives no more. A part that is sent again is the same part. */
export async function keepPart(
  db: Queryable,
  input: UploadKey & { number: number; sealed: string },
): Promise<boolean> {
  const { rows } = await db.query<{ known: boolean }>({
    name: "keep-statement-part",
    text: `
      with arriving as (
        select id from statement_uploads where id = $2 and shop_id = $1 and state = 'arriving' for key share
      ), kept as (
        insert into statement_upload_parts (upload_id, number, sealed) select id, $3, $4 from arriving
        on conflict (upload_id, number) do nothing
      )
      select exists (select 1 from arriving) as known`,
    values: [input.shopId, input.uploadId, input.number, input.sealed],
  });
  return rows[0]?.known === true;
}

/** The file is whole, and this is what it is. False when another request has said so already. */
export async function markReady(
  db: Queryable,
  input: UploadKey & {
    contentHash: Buffer;
    layout: Layout;
    mapping: StatementMapping;
    source: MappingSource;
  },
): Promise<boolean> {
  const { rows } = await db.query<{ id: string }>({
    name: "ready-statement-upload",
    text: `
      update statement_uploads set state = 'ready', content_hash = $3, layout = $4, mapping = $5, source = $6
      where id = $2 and shop_id = $1 and state = 'arriving' returning id`,
    values: [
      input.shopId,
      input.uploadId,
      input.contentHash,
      JSON.stringify(input.layout),
      JSON.stringify(input.mapping),
      input.source,
    ],
  });
  return rows.length === 1;
}

/** A person has said what the columns are: the file is read by a job. False when it does not wait for that. */
export async function confirmUpload(
  db: Queryable,
  input: UploadKey & { userId: string; at: Date; mapping: StatementMapping; layout: Layout },
): Promise<boolean> {
  const read = job(
    "take-statement",
    { uploadId: input.uploadId },
    input.at,
    `take-statement:${input.uploadId}`,
  );
  const { rows } = await db.query<{ confirmed: boolean }>({
    name: "confirm-statement-upload",
    text: `
      with confirmed as (
        update statement_uploads set state = 'reading', mapping = $3, layout = $6, source = 'chosen', user_id = $4, problems = null
        where id = $2 and shop_id = $1 and state in ('ready', 'refused') returning id
      ), queued as (${addJobs("$5", "confirmed")})
      select exists (select 1 from confirmed) as confirmed, (select count(*) from queued) as jobs`,
    values: [
      input.shopId,
      input.uploadId,
      JSON.stringify(input.mapping),
      input.userId,
      jobsParameter([read]),
      JSON.stringify(input.layout),
    ],
  });
  return rows[0]?.confirmed === true;
}

/** What the reading came to; its bytes are not needed any more. Part of the transaction that stored the statement. */
export async function endUpload(
  db: Queryable,
  input: { uploadId: string; state: "stored" | "known"; statementId: string },
): Promise<void> {
  await db.query({
    name: "end-statement-upload",
    text: `
      with ended as (
        update statement_uploads set state = $2, statement_id = $3 where id = $1 and state = 'reading' returning id
      )
      delete from statement_upload_parts p using ended e where p.upload_id = e.id`,
    values: [input.uploadId, input.state, input.statementId],
  });
}

/** The file stays, for a person to map it otherwise. */
export async function refuseUpload(
  db: Queryable,
  input: { uploadId: string; problems: readonly StatementProblem[] },
): Promise<void> {
  await db.query({
    name: "refuse-statement-upload",
    text: "update statement_uploads set state = 'refused', problems = $2 where id = $1 and state = 'reading'",
    values: [input.uploadId, JSON.stringify(input.problems)],
  });
}

/** Deletes a file that nobody is reading. */
export async function dropUpload(db: Queryable, key: UploadKey): Promise<boolean> {
  const { rows } = await db.query<{ id: string }>({
    name: "drop-statement-upload",
    text: "delete from statement_uploads where id = $2 and shop_id = $1 and state <> 'reading' returning id",
    values: [key.shopId, key.uploadId],
  });
  return rows.length === 1;
}

/** Deletes what began before then, whatever became of it. */
export async function dropUploadsBefore(db: Queryable, before: Date): Promise<number> {
  const { rows } = await db.query<{ id: string }>({
    name: "drop-old-statement-uploads",
    text: "delete from statement_uploads where begun_at < $1 returning id",
    values: [before],
  });
  return rows.length;
}

/** Of a shop that is erased. */
export async function dropUploadsOfShop(db: Queryable, shopId: string): Promise<void> {
  await db.query({
    name: "drop-statement-uploads-of-shop",
    text: "delete from statement_uploads where shop_id = $1",
    values: [shopId],
  });
}
