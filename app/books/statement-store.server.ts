/** Writes statements: the only file that does. Within one transaction, so that a file is there whole or not at all. */
import type { Queryable } from "#app/lib/database.server.ts";
import { recordAudit } from "#app/merchants/audit.server.ts";
import type { StatementReading } from "./read-statement.server.ts";
import type { StatementMapping } from "./statement-mapping.ts";
import type { StatementKind, StatementRow } from "./statement-row.ts";

export interface NewStatement {
  id: string;
  shopId: string;
  kind: StatementKind;
  fileName: string;
  /** SHA-256 of the file's bytes. */
  contentHash: Buffer;
  /** As the person confirmed it; with the names of the columns, for whoever asks later. */
  mapping: StatementMapping & { headings?: Record<string, string> };
  /** Shopify's id of the person. */
  uploadedBy: string;
  uploadedAt: Date;
}

/** Hands its rows to `take`, lot by lot, and says what they were together. */
export type FillStatement = (
  take: (rows: readonly StatementRow[]) => Promise<void>,
) => Promise<StatementReading>;

export type StoredStatement =
  | { kind: "stored"; id: string; rowCount: number }
  /** The shop has these very bytes already. */
  | { kind: "known"; id: string }
  | Extract<StatementReading, { kind: "refused" }>;

/**
 * Stores a statement with the rows that `fill` hands out. `db` is a transaction: whoever gets a refusal must undo it. A second file of the
 * same bytes waits here for the first one, and then is known.
 */
export async function storeStatement(
  db: Queryable,
  statement: NewStatement,
  fill: FillStatement,
): Promise<StoredStatement> {
  const isNew = await insertStatement(db, statement);
  if (!isNew) return { kind: "known", id: await idOfKnown(db, statement) };
  const reading = await fill((rows) => insertRows(db, statement.id, rows));
  if (reading.kind === "refused") return reading;
  const { rowCount, fromDay, toDay } = reading;
  await db.query({
    name: "complete-statement",
    text: "update statements set row_count = $2, from_day = $3, to_day = $4 where id = $1",
    values: [statement.id, rowCount, fromDay, toDay],
  });
  await recordAudit(db, {
    ...{ shopId: statement.shopId, userId: statement.uploadedBy, at: statement.uploadedAt },
    action: "statement-stored",
    after: {
      ...{ statementId: statement.id, kind: statement.kind, rowCount, fromDay, toDay },
      contentHash: statement.contentHash.toString("hex"),
    },
  });
  return { kind: "stored", id: statement.id, rowCount };
}

/** With one row of today until its own are counted: nobody sees that outside of the transaction. */
async function insertStatement(db: Queryable, statement: NewStatement): Promise<boolean> {
  const { rows } = await db.query<{ id: string }>({
    name: "insert-statement",
    text: `
      insert into statements (id, shop_id, kind, file_name, content_hash, row_count, from_day, to_day, mapping, uploaded_by, uploaded_at)
      values ($1, $2, $3, $4, $5, 1, $8::timestamptz::date, $8::timestamptz::date, $6, $7, $8)
      on conflict (shop_id, content_hash) do nothing returning id`,
    values: [
      statement.id,
      statement.shopId,
      statement.kind,
      statement.fileName,
      statement.contentHash,
      JSON.stringify(statement.mapping),
      statement.uploadedBy,
      statement.uploadedAt,
    ],
  });
  return rows.length === 1;
}

async function idOfKnown(db: Queryable, statement: NewStatement): Promise<string> {
  const { rows } = await db.query<{ id: string }>({
    name: "id-of-known-statement",
    text: "select id from statements where shop_id = $1 and content_hash = $2",
    values: [statement.shopId, statement.contentHash],
  });
  return rows[0]?.id ?? "";
}

async function insertRows(
  db: Queryable,
  statementId: string,
  rows: readonly StatementRow[],
): Promise<void> {
  await db.query({
    name: "insert-statement-rows",
    text: `
      insert into statement_rows (statement_id, line, cip, transaction_code, operation_number, amount_centimos, currency, state,
        issued_at, paid_at, expires_at, channel, fee_centimos, igv_centimos, net_centimos, settled_on, settlement_ref)
      select $1, r.line, r.cip, r."transactionCode", r."operationNumber", r."amountCentimos", r.currency, r.state, r."issuedAt",
        r."paidAt", r."expiresAt", r.channel, r."feeCentimos", r."igvCentimos", r."netCentimos", r."settledOn", r."settlementRef"
      from jsonb_to_recordset($2::jsonb) as r (line int, cip text, "transactionCode" text, "operationNumber" text,
        "amountCentimos" int, currency text, state text, "issuedAt" timestamptz, "paidAt" timestamptz, "expiresAt" timestamptz,
        channel text, "feeCentimos" int, "igvCentimos" int, "netCentimos" int, "settledOn" date, "settlementRef" text)`,
    values: [statementId, JSON.stringify(rows)],
  });
}

/** The next file of the same heading is read like this one. */
export async function rememberMapping(
  db: Queryable,
  input: { shopId: string; headingHash: Buffer; mapping: StatementMapping; userId: string; at: Date },
): Promise<void> {
  await db.query({
    name: "remember-statement-mapping",
    text: `
      insert into statement_mappings (shop_id, heading_hash, mapping, saved_by, saved_at) values ($1, $2, $3, $4, $5)
      on conflict (shop_id, heading_hash) do update
        set mapping = excluded.mapping, saved_by = excluded.saved_by, saved_at = excluded.saved_at`,
    values: [input.shopId, input.headingHash, JSON.stringify(input.mapping), input.userId, input.at],
  });
}

/** What the people of a shop that is erased have said in their own words: names of files, and how they are read. */
export async function wipeStatementWords(db: Queryable, shopId: string): Promise<void> {
  await db.query({
    name: "wipe-statement-words",
    text: `
      with mappings as (
        delete from statement_mappings where shop_id = $1
      )
      update statements set file_name = '—', mapping = mapping - 'headings' where shop_id = $1`,
    values: [shopId],
  });
}
