/**
 * A month of a shop that has sold much: paid payments, what Shopify acknowledged, PagoEfectivo's report and its settlement, all equal but
 * for forty planted differences, four of each of ten kinds. Straight into the tables; the same numbers give the same month.
 */
import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Problem } from "#app/books/close-entry.ts";

export const MONTH = { from: "2026-10-01", to: "2026-10-31" };
const START = "2026-10-01T05:00:00Z";
const SECONDS = 31 * 86_400;

/** In the order in which they are planted: one kind after the other, four rounds. */
export const PLANTED_KINDS = [
  "amount-differs",
  "missing-there",
  "not-ours",
  "paid-only-there",
  "paid-only-here",
  "not-acknowledged",
  "not-told",
  "paid-twice-there",
  "reversed-only-there",
  "resolved-unpaid",
] as const satisfies readonly Problem[];
export const PLANTED = 40;

const FIRST_CIP = 400_000_000;

export interface ClosedMonth {
  shopId: string;
  planted: { kind: (typeof PLANTED_KINDS)[number]; cip: string }[];
}

/**
 * `plant` is which difference the payment with this number has, 0 … 9; null for none. Some are late or refunded, which is nothing that a
 * person is needed for.
 */
const NUMBERED = `
  select n, $1::uuid as shop_id, $2::timestamptz + n * make_interval(secs => ${SECONDS}::float8 / ($3::int + 1)) - interval '5 hours' as at,
    $2::timestamptz + n * make_interval(secs => ${SECONDS}::float8 / ($3::int + 1)) as paid_at, md5($1::text || n) as hash,
    case when n % ($3::int / ${PLANTED}) = 0 and n / ($3::int / ${PLANTED}) <= ${PLANTED}
      then (n / ($3::int / ${PLANTED}) - 1) % ${PLANTED_KINDS.length} end as plant,
    1000 + (n * 7919::bigint) % 90000 as amount, case when n % 25 = 0 then 'USD' else 'PEN' end as currency,
    (${FIRST_CIP} + $4::int + n)::text as cip, n % 90 = 7 as is_late
  from generate_series(1, $3::int) n`;
/** As the app makes them (app/lib/ids.server.ts): the millisecond first, so that rows of one time lie together. */
const idWith = (variant: "8" | "9") =>
  `(lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(hash, 14, 3) || '${variant}' || substr(hash, 18, 15))::uuid`;
const ID = idWith("8");
const CODE = idWith("9");

const LEDGER = `
  with numbered as materialized (${NUMBERED}), payments as (
    insert into payments (id, shop_id, session_id, session_gid, session_group, amount_centimos, currency, test, kind, slug, cancel_url,
      proposed_at, received_at, started_at, told, pending_expires_at, version)
    select ${ID}, shop_id, substr(hash, 1, 24), 'gid://shopify/PaymentSession/' || substr(hash, 1, 24), 'g' || hash, amount, currency,
      false, 'sale', hash, 'https://tienda.myshopify.com/checkouts/' || n, at, at, at,
      case when plant in (3, 6) then 'rejected' else 'resolved' end,
      case when is_late and plant is null then paid_at - interval '1 hour' else at + interval '49 hours' end, 2
    from numbered returning id
  ), codes as (
    insert into codes (id, payment_id, shop_id, session_group, mode, credential_version_id, amount_centimos, currency, state, cip,
      expires_at, grace_minutes, created_at, paid_at, ended_at)
    select ${CODE}, ${ID}, shop_id, 'g' || hash, 'live', $5::uuid, amount, currency,
      case when plant in (3, 9) then 'expired' else 'paid' end, cip, at + interval '48 hours', 30, at,
      case when plant in (3, 9) then null else paid_at end, case when plant in (3, 9) then at + interval '49 hours' end
    from numbered returning id
  ), reports as (
    insert into reports (id, payment_id, kind, arguments, state, decided_at, next_attempt_at, acknowledged_at)
    select gen_random_uuid(), ${ID}, case when plant in (3, 6) then 'reject' else 'resolve' end, '{}',
      case when plant = 5 then 'due' else 'acknowledged' end, paid_at, paid_at,
      case when plant = 5 then null else paid_at + interval '2 seconds' end
    from numbered returning id
  )
  select (select count(*) from payments), (select count(*) from codes), (select count(*) from reports)`;

/** Rows that are missing there, of nobody, or there twice, and those that say something else. */
const REPORT = `
  insert into statement_rows (statement_id, line, cip, transaction_code, operation_number, amount_centimos, currency, state, issued_at,
    paid_at, channel)
  select $5::uuid, 1 + row_number() over (order by n, copy), case when plant = 2 and copy = 2 then (n + 900000000)::text else cip end,
    case when plant = 2 and copy = 2 then null else ${CODE}::text end, (n * 10 + copy)::text,
    amount + case when plant = 0 then 1 else 0 end, currency,
    case when plant in (4, 9) then 'expired' when plant = 8 then 'reversed' else 'paid' end, at,
    case when plant in (4, 9) then null else paid_at end, 'BCP'
  from (${NUMBERED}) numbered, generate_series(1, 2) copy
  where plant is distinct from 1 and (copy = 1 or plant in (2, 7))`;

const SETTLEMENT = `
  insert into statement_rows (statement_id, line, cip, transaction_code, amount_centimos, currency, state, paid_at, fee_centimos,
    igv_centimos, net_centimos, settled_on, settlement_ref)
  select $5::uuid, 1 + row_number() over (order by n), cip, ${CODE}::text, amount, currency, 'paid', paid_at, 350, 63, amount - 413,
    ((paid_at at time zone 'America/Lima')::date + 3), 'LIQ-' || to_char(paid_at at time zone 'America/Lima', 'YYYYMMDD')
  from (${NUMBERED}) numbered
  where plant is null or plant not in (1, 3, 9)`;

let shops = 0;

/** A shop of its own with its month. `count` is a multiple of forty. */
export async function writeMonth(client: pg.Client, count: number): Promise<ClosedMonth> {
  const shopId = randomUUID();
  const versionId = await writeShop(client, shopId);
  const cips = (shops += 1) * 1_000_000;
  const values = [shopId, START, count, cips];
  await client.query(LEDGER, [...values, versionId]);
  await writeStatement(client, { shopId, kind: "report" }, (id) => client.query(REPORT, [...values, id]));
  await writeStatement(client, { shopId, kind: "settlement" }, (id) =>
    client.query(SETTLEMENT, [...values, id]),
  );
  for (const table of ["payments", "codes", "reports", "statement_rows"])
    await client.query(`vacuum analyze ${table}`);
  return { shopId, planted: plantedOf(count, cips) };
}

function plantedOf(count: number, cips: number): ClosedMonth["planted"] {
  return Array.from({ length: PLANTED }, (_, index) => {
    const number = (index + 1) * Math.floor(count / PLANTED);
    const kind = PLANTED_KINDS[index % PLANTED_KINDS.length] ?? "not-ours";
    const cip = kind === "not-ours" ? number + 900_000_000 : FIRST_CIP + cips + number;
    return { kind, cip: String(cip) };
  });
}

async function writeShop(client: pg.Client, shopId: string): Promise<string> {
  const [setId, versionId] = [randomUUID(), randomUUID()];
  await client.query(
    "insert into shops (id, domain, display_name, installed_at) values ($1::uuid, $1::uuid || '.myshopify.com', 'Tienda', $2)",
    [shopId, START],
  );
  await client.query(
    "insert into credential_sets (id, shop_id, mode, notice_token, created_at) values ($1::uuid, $2, 'live', $1::uuid, $3)",
    [setId, shopId, START],
  );
  await client.query(
    `insert into credential_versions (id, set_id, number, service_id, created_at, sealed_access_key, sealed_secret_key)
     values ($1, $2, 1, 1, $3, 'sealed', 'sealed')`,
    [versionId, setId, START],
  );
  return versionId;
}

/** Its heading with what its rows say of themselves, as an upload would have written it. */
export async function writeStatement(
  client: pg.Client,
  input: { shopId: string; kind: string; uploadedAt?: string },
  writeRows: (statementId: string) => Promise<unknown>,
): Promise<string> {
  const id = randomUUID();
  const uploadedAt = input.uploadedAt ?? "2026-11-05T15:00:00Z";
  await client.query(
    `insert into statements (id, shop_id, kind, file_name, content_hash, row_count, from_day, to_day, mapping, uploaded_by, uploaded_at)
     values ($1::uuid, $2, $3::text, $3::text || '.csv', sha256($1::uuid::text::bytea), 1, '2026-10-01', '2026-10-01', '{}', '7001', $4)`,
    [id, input.shopId, input.kind, uploadedAt],
  );
  await writeRows(id);
  await client.query(
    `update statements set row_count = r.count, from_day = r.from_day, to_day = r.to_day
     from (select count(*)::int as count, min(coalesce(issued_at, paid_at) at time zone 'America/Lima')::date as from_day,
       max(coalesce(paid_at, issued_at) at time zone 'America/Lima')::date as to_day from statement_rows where statement_id = $1) r
     where id = $1`,
    [id],
  );
  return id;
}

/** The sweep has asked PagoEfectivo about every code of the shop, and nothing was new. */
export async function answerAll(db: Pick<pg.Pool, "query">, shopId: string): Promise<void> {
  await db.query("update codes set next_ask_at = null where shop_id = $1 and next_ask_at is not null", [
    shopId,
  ]);
}
