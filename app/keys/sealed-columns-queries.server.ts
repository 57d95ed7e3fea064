/**
 * Where everything that is sealed stands, and how much of it is under which key. A value that is not in these columns would be lost
 * with the old key: each sealed thing has its columns here (the compiler asks for them), and each column named "sealed" stands here (a
 * test asks the database).
 */
import type { Queryable } from "#app/lib/database.server.ts";
import type { SealedField, SealedThing } from "#app/lib/sealed-thing.ts";

interface KeyPart {
  column: string;
  type: "uuid" | "text" | "int" | "bigint";
}

export interface SealedColumn {
  table: string;
  column: string;
  /** The primary key, in order. */
  key: readonly KeyPart[];
  /** SQL of the sealed text of row `t`, and of the assignment that writes another (`$1`). */
  value: string;
  assign: string;
  /** SQL: what `t` is joined with to know its shop, and the shop's domain. */
  joins: string;
  shop: string;
  /** The place's field, of the row with this key. */
  field(key: readonly string[]): SealedField;
  /** SQL: somebody relies on the very text of this row now. `$2` is the time. */
  rests: string;
  /** Rows of one look: some hold megabytes. */
  atOnce: number;
}

const NEVER = "false";
const MANY = 200;
const FEW = 10;

function idKey(type: KeyPart["type"] = "uuid", column = "id"): readonly KeyPart[] {
  return [{ column, type }];
}

function columnOf(
  table: string,
  column: string,
  more: Pick<SealedColumn, "field"> & Partial<SealedColumn>,
): SealedColumn {
  return {
    ...{ table, column, key: idKey(), value: `t.${column}`, assign: `${column} = $1` },
    ...{ joins: "join shops s on s.id = t.shop_id", shop: "s.domain", rests: NEVER, atOnce: MANY },
    ...more,
  };
}

const OF_SET = { joins: "join credential_sets k on k.id = t.set_id join shops s on s.id = k.shop_id" };
const OF_DESK = { key: idKey("uuid", "shop_id"), field: () => "alert-webhook-secret" as const };
const BY_DOMAIN = { joins: "", shop: "t.shop" };

const SEALED: Readonly<Record<SealedThing, readonly SealedColumn[]>> = {
  "access-key": [
    columnOf("credential_versions", "sealed_access_key", { ...OF_SET, field: () => "access-key" }),
  ],
  "secret-key": [
    columnOf("credential_versions", "sealed_secret_key", { ...OF_SET, field: () => "secret-key" }),
  ],
  "alert-webhook-secret": [
    columnOf("desk_settings", "sealed_secret", OF_DESK),
    columnOf("desk_settings", "sealed_old_secret", OF_DESK),
  ],
  "shopify-session": [
    columnOf("shopify_sessions", "sealed", {
      ...BY_DOMAIN,
      key: idKey("text"),
      field: () => "shopify-session",
      // Whoever refreshes a token puts the new one in the place of exactly the text it came from. The refresh token works once: were
      // that text another by then, the new token would be thrown away and the shop could not be served any more.
      rests:
        "t.refresh_claimed_until is not null and t.refresh_claimed_until > $2::timestamptz - interval '1 minute'",
    }),
  ],
  "privacy-subject": [
    columnOf("privacy_requests", "sealed_subject", { ...BY_DOMAIN, field: () => "privacy-subject" }),
  ],
  "privacy-export": [
    columnOf("privacy_requests", "sealed_export", {
      ...BY_DOMAIN,
      field: () => "privacy-export",
      atOnce: FEW,
    }),
  ],
  refund: [columnOf("refunds", "sealed_destination", { field: ([id = ""]) => `refund:${id}` })],
  "refund-receipt": [
    columnOf("refund_receipts", "sealed", {
      joins: "join refunds r on r.id = t.refund_id join shops s on s.id = r.shop_id",
      field: ([id = ""]) => `refund-receipt:${id}`,
      atOnce: FEW,
    }),
  ],
  "refund-batch": [
    columnOf("refund_batches", "bytes", { field: ([id = ""]) => `refund-batch:${id}`, atOnce: FEW }),
  ],
  "statement-upload": [
    columnOf("statement_upload_parts", "sealed", {
      key: [
        { column: "upload_id", type: "uuid" },
        { column: "number", type: "int" },
      ],
      joins: "join statement_uploads u on u.id = t.upload_id join shops s on s.id = u.shop_id",
      field: ([id = "", number = ""]) => `statement-upload:${id}:${number}`,
      atOnce: FEW,
    }),
  ],
  // Who looks for a lost code: their address waits, sealed, in a job. One that is being worked on is over in a moment.
  "find-code": [
    columnOf("graphile_worker._private_jobs", "payload", {
      ...{ key: idKey("bigint"), joins: "", shop: "'-'", field: () => "find-code" },
      value: "(t.payload ->> 'sealed')",
      assign: "payload = jsonb_set(t.payload::jsonb, '{sealed}', to_jsonb($1::text))::json",
      rests: "t.locked_at is not null",
    }),
  ],
};

/** Every column that holds something sealed. */
export const SEALED_COLUMNS: readonly SealedColumn[] = Object.values(SEALED).flat();

/** How many values of this column each key has sealed. */
export async function countByKey(db: Queryable, of: SealedColumn): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ keyId: string; count: number }>({
    text: `select split_part(${of.value}, '.', 1) as "keyId", count(*)::int as count
      from ${of.table} t where ${of.value} <> '' group by 1 order by 1`,
  });
  return new Map(rows.map(({ keyId, count }) => [keyId, count]));
}

export interface SealedRow {
  key: readonly string[];
  shop: string;
  sealed: string;
}

/**
 * Some values that another key than this one has sealed, in the order of their keys, behind the row with the key `after`; rows
 * whose text somebody relies on now are left out.
 */
export async function findOtherwiseSealed(
  db: Queryable,
  of: SealedColumn,
  input: { keyId: string; now: Date; after: readonly string[] | null },
): Promise<readonly SealedRow[]> {
  const keys = of.key.map(({ column }) => `t.${column}`);
  const after = input.after ?? [];
  const places = after.map((_, index) => `$${index + 3}::${of.key[index]?.type ?? ""}`);
  const { rows } = await db.query<SealedRow>({
    text: `select array[${keys.map((key) => `${key}::text`).join(", ")}] as key, ${of.shop} as shop, ${of.value} as sealed
      from ${of.table} t ${of.joins}
      where ${of.value} <> '' and not starts_with(${of.value}, $1) and $2::timestamptz is not null and not (${of.rests})
        ${input.after === null ? "" : `and (${keys.join(", ")}) > (${places.join(", ")})`}
      order by ${keys.join(", ")} limit ${of.atOnce}`,
    values: [`${input.keyId}.`, input.now, ...after],
  });
  return rows;
}
