/** Reads statements and their rows, of one shop each. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { StatementKind, StatementRow } from "./statement-row.ts";

export interface StoredStatementHead {
  id: string;
  kind: StatementKind;
  fileName: string;
  /** SHA-256, in hex. */
  contentHash: string;
  rowCount: number;
  /** Lima days. */
  fromDay: string;
  toDay: string;
  /** Shopify's id of the person. */
  uploadedBy: string;
  /** As the shop knows the person; the id where it does not. */
  uploaderName: string;
  uploadedAt: Date;
}

const STATEMENT = `
  select s.id, s.kind, s.file_name as "fileName", encode(s.content_hash, 'hex') as "contentHash", s.row_count as "rowCount",
    to_char(s.from_day, 'YYYY-MM-DD') as "fromDay", to_char(s.to_day, 'YYYY-MM-DD') as "toDay",
    s.uploaded_by as "uploadedBy", coalesce(u.name, s.uploaded_by) as "uploaderName", s.uploaded_at as "uploadedAt"
  from statements s left join merchant_users u on u.shop_id = s.shop_id and u.user_id = s.uploaded_by`;

/** Those that speak of any of these Lima days, in the order in which they were uploaded. */
export async function findStatements(
  db: Queryable,
  input: { shopId: string; from: string; to: string },
): Promise<StoredStatementHead[]> {
  const { rows } = await db.query<StoredStatementHead>({
    name: "find-statements",
    text: `${STATEMENT} where s.shop_id = $1 and s.from_day <= $3::date and s.to_day >= $2::date
      order by s.uploaded_at, s.id`,
    values: [input.shopId, input.from, input.to],
  });
  return rows;
}

/** The latest first. */
export async function loadStatementPage(
  db: Queryable,
  input: { shopId: string; limit: number },
): Promise<StoredStatementHead[]> {
  const { rows } = await db.query<StoredStatementHead>({
    name: "load-statement-page",
    text: `${STATEMENT} where s.shop_id = $1 order by s.uploaded_at desc, s.id desc limit $2`,
    values: [input.shopId, input.limit],
  });
  return rows;
}

export async function loadStatement(
  db: Queryable,
  key: { shopId: string; statementId: string },
): Promise<StoredStatementHead | null> {
  const { rows } = await db.query<StoredStatementHead>({
    name: "load-statement",
    text: `${STATEMENT} where s.shop_id = $1 and s.id = $2`,
    values: [key.shopId, key.statementId],
  });
  return rows[0] ?? null;
}

/** The shop's statement of these very bytes. */
export async function findStatementOfBytes(
  db: Queryable,
  key: { shopId: string; contentHash: Buffer },
): Promise<StoredStatementHead | null> {
  const { rows } = await db.query<StoredStatementHead>({
    name: "find-statement-of-bytes",
    text: `${STATEMENT} where s.shop_id = $1 and s.content_hash = $2`,
    values: [key.shopId, key.contentHash],
  });
  return rows[0] ?? null;
}

export type StreamedRow = StatementRow & { statementId: string };

interface Place {
  cip: string | null;
  line: number;
}

const ROW = `
  select r.statement_id as "statementId", r.line, r.cip, r.transaction_code as "transactionCode",
    r.operation_number as "operationNumber", r.amount_centimos as "amountCentimos", r.currency, r.state,
    r.issued_at as "issuedAt", r.paid_at as "paidAt", r.expires_at as "expiresAt", r.channel, r.fee_centimos as "feeCentimos",
    r.igv_centimos as "igvCentimos", r.net_centimos as "netCentimos", to_char(r.settled_on, 'YYYY-MM-DD') as "settledOn",
    r.settlement_ref as "settlementRef"
  from statement_rows r join statements s on s.id = r.statement_id
  where s.shop_id = $1 and r.statement_id = $2`;

type RawRow = Omit<StreamedRow, "issuedAt" | "paidAt" | "expiresAt"> &
  Record<"issuedAt" | "paidAt" | "expiresAt", Date | null>;

/** One statement's rows after `place`: first those with a CIP, by CIP, then those without, by line. Each lot is one look into an index. */
async function lotAfter(
  db: Queryable,
  key: { shopId: string; statementId: string; lot: number },
  place: Place,
): Promise<StreamedRow[]> {
  const hasCip = place.cip !== null;
  const { rows } = await db.query<RawRow>({
    name: hasCip ? "stream-statement-rows" : "stream-statement-rows-without-cip",
    text: hasCip
      ? `${ROW} and r.cip is not null and (r.cip, r.line) > ($4, $5) order by r.cip, r.line limit $3`
      : `${ROW} and r.cip is null and r.line > $4 order by r.line limit $3`,
    values: [
      key.shopId,
      key.statementId,
      key.lot,
      ...(place.cip === null ? [place.line] : [place.cip, place.line]),
    ],
  });
  return rows.map((row) => ({
    ...row,
    issuedAt: row.issuedAt?.toISOString() ?? null,
    paidAt: row.paidAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  }));
}

async function* rowsOfOne(
  db: Queryable,
  key: { shopId: string; statementId: string; lot: number },
): AsyncGenerator<StreamedRow, void> {
  for (const start of [
    { cip: "", line: 0 },
    { cip: null, line: 0 },
  ] satisfies Place[]) {
    let place: Place = start;
    for (;;) {
      const rows = await lotAfter(db, key, place);
      yield* rows;
      const last = rows.at(-1);
      if (!last || rows.length < key.lot) break;
      place = { cip: start.cip === null ? null : last.cip, line: last.line };
    }
  }
}

/**
 * The rows of these statements of the shop, ordered by CIP (those without one last), statement and line. Memory holds one lot of each
 * statement, however long they are. A statement of another shop has no rows.
 */
export async function* streamStatementRows(
  db: Queryable,
  input: { shopId: string; statementIds: readonly string[]; lot?: number },
): AsyncGenerator<StreamedRow, void> {
  const { shopId, lot = 2_000 } = input;
  const ids = [...new Set(input.statementIds)].sort();
  const open: { rows: AsyncGenerator<StreamedRow, void>; next: StreamedRow }[] = [];
  for (const statementId of ids) {
    const rows = rowsOfOne(db, { shopId, statementId, lot });
    const first = await rows.next();
    if (first.done !== true) open.push({ rows, next: first.value });
  }
  while (open.length > 0) {
    const least = open.reduce((one, other) => (isBefore(other.next, one.next) ? other : one));
    yield least.next;
    const following = await least.rows.next();
    if (following.done === true) open.splice(open.indexOf(least), 1);
    else least.next = following.value;
  }
}

/** CIPs are digits: every collation orders them as this does. Equal ones keep the order of their statements. */
function isBefore(one: StreamedRow, other: StreamedRow): boolean {
  if (one.cip === other.cip) return false;
  return one.cip !== null && (other.cip === null || one.cip < other.cip);
}
