/**
 * Which rows of which table are a shop's, and which columns leave with them. Each table of the database stands here, or among those that
 * hold nothing of a shop: a test asks the database. A sealed column never leaves.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { SEALED_COLUMNS } from "#app/keys/sealed-columns-queries.server.ts";

export interface ShopTable {
  table: string;
  /** SQL: joins of table `t`, and which rows are the shop's; `$1` is its id, `$2` its domain. */
  joins: string;
  isTheirs: string;
  order: readonly string[];
  /** Columns that stay here, with the reason. */
  leftOut: Readonly<Record<string, string>>;
  /** SQL of columns that are not always the shop's to read. */
  instead: Readonly<Record<string, string>>;
}

const OPENS = "opens a page or an address without a login";
const PROVES = "proves who is calling";

function tableOf(table: string, more: Partial<ShopTable> = {}): ShopTable {
  const plain = { joins: "", isTheirs: "t.shop_id = $1", order: ["id"], leftOut: {}, instead: {} };
  return { table, ...plain, ...more };
}

/** Rows that belong to the shop's row of another table. */
function through(table: string, key: string, owner: string, more: Partial<ShopTable> = {}): ShopTable {
  return tableOf(table, {
    joins: `join ${owner} o on o.id = t.${key}`,
    isTheirs: "o.shop_id = $1",
    ...more,
  });
}

const byShop = { order: ["shop_id"] };

export const SHOP_TABLES: readonly ShopTable[] = [
  tableOf("shops", { isTheirs: "t.id = $1" }),
  tableOf("merchant_users", { order: ["shop_id", "user_id"] }),
  tableOf("credential_sets", { leftOut: { notice_token: PROVES } }),
  tableOf("credential_set_currencies", { order: ["shop_id", "mode", "currency"] }),
  through("credential_versions", "set_id", "credential_sets"),
  tableOf("payments", { leftOut: { slug: OPENS, cancel_url: OPENS, redirect_url: OPENS } }),
  tableOf("codes", { leftOut: { cip_url: OPENS, qr_url: OPENS, qr_image: "a picture of the CIP" } }),
  through("timeline", "payment_id", "payments"),
  through("timeline_archive", "payment_id", "payments"),
  through("payment_notes", "payment_id", "payments"),
  through("slips", "payment_id", "payments"),
  // One PagoEfectivo service may serve several shops, and its notices come to one address: a notice is the shop's whose code it names.
  // One that names no code of ours is of who received it, without its words, which may be about another shop's payer.
  tableOf("notices", {
    joins: "join credential_sets k on k.id = t.set_id left join codes c on c.id = t.code_id",
    isTheirs: "coalesce(c.shop_id, k.shop_id) = $1",
    leftOut: { body_hash: "only tells equal notices" },
    instead: {
      body: "case when c.id is not null then encode(t.body, 'base64') end",
      cip: "case when c.id is not null then t.cip end",
    },
  }),
  through("reports", "payment_id", "payments", {
    leftOut: { arguments: "Shopify's session id and the way back, as the payment has them" },
  }),
  tableOf("report_attempts", {
    joins: "join reports r on r.id = t.report_id join payments o on o.id = r.payment_id",
    isTheirs: "o.shop_id = $1",
  }),
  tableOf("cases"),
  through("case_lines", "case_id", "cases"),
  tableOf("desk_settings", {
    ...byShop,
    leftOut: { webhook_url: "may hold the password of another service" },
  }),
  tableOf("alerts"),
  tableOf("refunds"),
  through("refund_claims", "refund_id", "refunds", { leftOut: { token_hash: PROVES } }),
  tableOf("refund_batches"),
  through("refund_batch_lines", "batch_id", "refund_batches", { order: ["batch_id", "line"] }),
  through("refund_receipts", "refund_id", "refunds"),
  tableOf("refund_settings", byShop),
  tableOf("statements"),
  through("statement_rows", "statement_id", "statements", { order: ["statement_id", "line"] }),
  tableOf("statement_mappings", { order: ["shop_id", "heading_hash"] }),
  tableOf("fee_terms", { order: ["shop_id", "version"] }),
  tableOf("settlements"),
  through("settlement_payouts", "settlement_id", "settlements"),
  tableOf("closes"),
  through("close_entries", "close_id", "closes", { order: ["close_id", "number"] }),
  through("close_acceptances", "close_id", "closes", { order: ["close_id", "number"] }),
  tableOf("close_pairs", { order: ["statement_id", "line"] }),
  through("close_signoffs", "close_id", "closes", { order: ["close_id"] }),
  tableOf("audit_log"),
  tableOf("connection_checks"),
  tableOf("log_entries", { leftOut: { bound_key: "only tells equal entries" } }),
  tableOf("log_settings", byShop),
  tableOf("shopify_webhooks", { isTheirs: "t.shop = $2", order: ["webhook_id"] }),
  tableOf("privacy_requests", { isTheirs: "t.shop = $2" }),
];

/** Tables that hold nothing of a shop's history, with the reason. */
export const OTHER_TABLES: Readonly<Record<string, string>> = {
  _prisma_migrations: "of the database itself",
  channel_switches: "the operator's, for all shops",
  close_work: "empty once a close is done",
  shopify_sessions: "tokens, sealed",
  statement_upload_parts: "files on their way in, sealed, for a day",
  statement_uploads: "files on their way in, for a day",
  turn_buckets: "limits, forgotten within the hour",
  worker_heartbeats: "of the processes",
};

const SEALED = "sealed";

export interface ExportedColumn {
  name: string;
  type: string;
}

/** The columns of a table that leave, in the table's own order, and those that stay with the reason. */
export async function columnsOf(
  db: Queryable,
  of: ShopTable,
): Promise<{ columns: readonly ExportedColumn[]; leftOut: Readonly<Record<string, string>> }> {
  const { rows } = await db.query<ExportedColumn>({
    text: `select column_name as name, data_type as type from information_schema.columns
      where table_schema = 'public' and table_name = $1 order by ordinal_position`,
    values: [of.table],
  });
  const sealed = SEALED_COLUMNS.filter(({ table }) => table === of.table).map(({ column }) => column);
  const leftOut = { ...of.leftOut, ...Object.fromEntries(sealed.map((column) => [column, SEALED])) };
  return { columns: rows.filter(({ name }) => !(name in leftOut)), leftOut };
}

/** No reader of JSON may lose a digit; bytes are base64. */
function selected(of: ShopTable, { name, type }: ExportedColumn): string {
  const own = of.instead[name];
  if (own !== undefined) return `${own} as "${name}"`;
  if (type === "bigint") return `t."${name}"::text as "${name}"`;
  return type === "bytea" ? `encode(t."${name}", 'base64') as "${name}"` : `t."${name}"`;
}

const AT_ONCE = 1_000;

/** What this transaction sees stays the same until it ends, whatever is written meanwhile; instants are read in UTC. */
export async function beginSnapshot(db: Queryable): Promise<Date> {
  await db.query({ text: "set transaction isolation level repeatable read, read only" });
  await db.query({ text: "set local time zone 'UTC'" });
  const { rows } = await db.query<{ at: Date }>({ text: "select now() as at" });
  return rows[0]?.at ?? new Date(0);
}

export async function findShop(db: Queryable, domain: string): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>({
    text: "select id from shops where domain = $1",
    values: [domain],
  });
  return rows[0]?.id ?? null;
}

/** The shop's rows as JSON texts, in the order of their keys, within a snapshot. */
export async function* linesOfShop(
  db: Queryable,
  of: ShopTable,
  input: { shopId: string; domain: string; columns: readonly ExportedColumn[] },
): AsyncGenerator<readonly string[]> {
  const columns = input.columns.map((column) => selected(of, column)).join(", ");
  await db.query({
    text: `declare exported no scroll cursor for select row_to_json(x)::text as line from (
      select ${columns} from ${of.table} t ${of.joins}
      where ${of.isTheirs} and $1::uuid is not null and $2::text is not null
      order by ${of.order.map((column) => `t.${column}`).join(", ")}) x`,
    values: [input.shopId, input.domain],
  });
  for (;;) {
    const { rows } = await db.query<{ line: string }>({ text: `fetch ${AT_ONCE} from exported` });
    if (rows.length === 0) break;
    yield rows.map(({ line }) => line);
  }
  await db.query({ text: "close exported" });
}
