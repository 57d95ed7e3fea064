/** Reads files on their way to becoming statements. */
import type { Queryable } from "#app/lib/database.server.ts";
import { layoutSchema, type Layout } from "./statement-layout.server.ts";
import { statementMappingSchema } from "./statement-mapping-schema.ts";
import type { StatementMapping } from "./statement-mapping.ts";
import type { StatementProblem } from "./statement-problem.ts";
import type { MappingSource, UploadState } from "./statement-upload.ts";

export interface StoredUpload {
  id: string;
  shopId: string;
  shop: string;
  fileName: string;
  size: number;
  state: UploadState;
  contentHash: Buffer | null;
  layout: Layout | null;
  mapping: StatementMapping | null;
  source: MappingSource | null;
  problems: StatementProblem[] | null;
  statementId: string | null;
  userId: string;
}

type UploadRow = Omit<StoredUpload, "layout" | "mapping"> & { layout: unknown; mapping: unknown };

const UPLOAD = `
  select u.id, u.shop_id as "shopId", s.domain as shop, u.file_name as "fileName", u.size, u.state,
    u.content_hash as "contentHash", u.layout, u.mapping, u.source, u.problems, u.statement_id as "statementId",
    u.user_id as "userId"
  from statement_uploads u join shops s on s.id = u.shop_id`;

export async function loadUpload(
  db: Queryable,
  key: { shopId: string; uploadId: string },
): Promise<StoredUpload | null> {
  const { rows } = await db.query<UploadRow>({
    name: "load-statement-upload",
    text: `${UPLOAD} where u.id = $2 and u.shop_id = $1`,
    values: [key.shopId, key.uploadId],
  });
  return rows[0] ? upload(rows[0]) : null;
}

/** The file that a job is to read; nobody else reads it until the transaction ends. Null when it is not to be read any more. */
export async function lockUpload(db: Queryable, uploadId: string): Promise<StoredUpload | null> {
  const { rows } = await db.query<UploadRow>({
    name: "lock-statement-upload",
    text: `${UPLOAD} where u.id = $1 and u.state = 'reading' for no key update of u`,
    values: [uploadId],
  });
  return rows[0] ? upload(rows[0]) : null;
}

function upload(row: UploadRow): StoredUpload {
  return {
    ...row,
    layout: row.layout === null ? null : layoutSchema.parse(row.layout),
    mapping: row.mapping === null ? null : statementMappingSchema.parse(row.mapping),
  };
}

/** One sealed part; null when it has not arrived, or was deleted. */
export async function loadPart(
  db: Queryable,
  key: { uploadId: string; number: number },
): Promise<string | null> {
  const { rows } = await db.query<{ sealed: string }>({
    name: "load-statement-part",
    text: "select sealed from statement_upload_parts where upload_id = $1 and number = $2",
    values: [key.uploadId, key.number],
  });
  return rows[0]?.sealed ?? null;
}

export async function countParts(db: Queryable, uploadId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: "count-statement-parts",
    text: "select count(*)::int as count from statement_upload_parts where upload_id = $1",
    values: [uploadId],
  });
  return rows[0]?.count ?? 0;
}

/** Files of the shop that are not yet statements; the latest first. */
export async function findWaitingUploads(
  db: Queryable,
  shopId: string,
): Promise<{ id: string; fileName: string; state: UploadState; begunAt: Date }[]> {
  const { rows } = await db.query<{ id: string; fileName: string; state: UploadState; begunAt: Date }>({
    name: "find-waiting-statement-uploads",
    text: `
      select id, file_name as "fileName", state, begun_at as "begunAt" from statement_uploads
      where shop_id = $1 and state in ('ready', 'reading', 'refused') order by begun_at desc`,
    values: [shopId],
  });
  return rows;
}

/** What the shop's people said of files with one of these headings. */
export async function findMappings(
  db: Queryable,
  input: { shopId: string; headingHashes: readonly Buffer[] },
): Promise<{ headingHash: Buffer; mapping: StatementMapping }[]> {
  const { rows } = await db.query<{ headingHash: Buffer; mapping: unknown }>({
    name: "find-statement-mappings",
    text: `
      select heading_hash as "headingHash", mapping from statement_mappings
      where shop_id = $1 and heading_hash = any($2::bytea[])`,
    values: [input.shopId, input.headingHashes],
  });
  return rows.map(({ headingHash, mapping }) => ({
    headingHash,
    mapping: statementMappingSchema.parse(mapping),
  }));
}
