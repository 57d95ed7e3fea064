/**
 * An installation that has grown: many shops with the payments of a year, straight into the tables. A tenth of all payments are of the first
 * shop, a tenth each of the next four, and the rest is spread over all others. What a payment's number says is always the same, so
 * that a larger installation is a smaller one with more years, or more shoppers, behind it: a few thousand payments are unfinished at any size.
 */
import type pg from "pg";
import { PAYMENTS_OF_NUMBERED } from "../seed-payments.ts";
import { seedBooks } from "./seed-books.ts";
import type { SeededShops } from "./seed-shops.ts";

/** So many of the first are unfinished. */
export const UNFINISHED = 3_000;
const AT_ONCE = 50_000;
/** Of the five tenths that the first shops do not have. */
const LARGE_SHOPS = 5;

/**
 * The unfinished ones in the last two days; the others over the year before: the step goes round the year and meets each second once (the two have
 * no common divisor). In the order of time, as rows come to lie.
 */
const NUMBERED = `
  numbered as materialized (
    select n, m, ($2::uuid[])[shop] as shop_id, ($3::uuid[])[shop] as version_id, ($4::uuid[])[shop] as set_id, at, md5('scale' || n) as hash,
      m % 200 as kind, n <= ${UNFINISHED} as is_new, case when m % 5 <> 4 then at + interval '20 seconds' end as seen_at,
      case when m % 3 = 0 then at + interval '50 seconds' end as kept_at, $1::timestamptz + (n % 50) * interval '1 minute' as next_ask_at
    from (
      select n, n / 10 as m, case when n <= ${UNFINISHED} then $1::timestamptz - interval '1 minute' - n * interval '50 seconds'
          else $1::timestamptz - interval '2 days' - (n * 2654435761::bigint) % 31536000 * interval '1 second' end as at,
        case when n % 10 < ${LARGE_SHOPS} then n % 10 + 1
          else ${LARGE_SHOPS} + 1 + (n / 10 * 5 + n % 10) % ($5::int - ${LARGE_SHOPS}) end as shop
      from generate_series($6::int + 1, $7::int) n
    ) made order by at
  )`;

/** Half a year later a timeline's lines stand in the archive. */
const IS_OLD = "at < $1::timestamptz - interval '180 days'";
const LINES = `select nextval('timeline_id_seq') as id, id as payment_id, at + step * interval '10 seconds' as at, 'ventanilla' as actor,
  (array['session-received', 'code-live', 'code-seen', 'confirmed', 'ended'])[step] as event from shaped, generate_series(1, 5) step`;

/** What there is of a payment besides itself and its code. A case that no day has settled yet is open. */
const SEED = `
  with ${NUMBERED}, ${PAYMENTS_OF_NUMBERED}, told_reports as materialized (
    select gen_random_uuid() as report_id, id, shop_id, report, case when report = 'pending' then at + interval '2 minutes' else at + interval '9 hours' end as told_at
    from shaped, unnest(case told when 'pending' then array['pending'] when 'resolved' then array['pending', 'resolve'] when 'rejected' then array['pending', 'reject']
      else array[]::text[] end) report
  ), reports as (
    insert into reports (id, payment_id, kind, arguments, state, decided_at, next_attempt_at, attempts, acknowledged_at)
    select report_id, id, report, '{}', 'acknowledged', told_at, told_at, 1, told_at + interval '1 second' from told_reports returning id
  ), attempts as (
    insert into report_attempts (report_id, shop_id, started_at, finished_at, answer)
    select report_id, shop_id, told_at, told_at + interval '1 second', 'acknowledged' from told_reports returning id
  ), timeline as (
    insert into timeline (id, payment_id, at, actor, event) select * from (${LINES}) line where not ${IS_OLD} returning id
  ), archive as (
    insert into timeline_archive (id, payment_id, at, actor, event) select * from (${LINES}) line where ${IS_OLD} returning id
  ), told_notices as materialized (
    select gen_random_uuid() as notice_id, id, set_id, version_id, cip, at + interval '9 hours' as at, convert_to('{"eventType":"cip.paid","operationNumber":"' || n
      || '","data":{"cip":"' || cip || '","currency":"' || currency || '","amount":' || amount / 100 || '.' || lpad((amount % 100)::text, 2, '0') || '}}', 'UTF8') as body
    from shaped where code_state = 'paid'
  ), notices as (
    insert into notices (id, set_id, credential_version_id, received_at, body, body_hash, signature_form, event_type, cip, state, code_id, settled_at)
    select notice_id, set_id, version_id, at, body, sha256(body), 'raw', 'cip.paid', cip, 'matched', id, at + interval '1 second' from told_notices returning id
  ), log as (
    insert into log_entries (id, shop_id, direction, at, kind, verdict, took_ms, http_status, set_id, payment_id, code_id)
    select id, shop_id, 'to-pagoefectivo', at, 'create-cip', 'accepted', 120, 201, set_id, id, id
    from shaped where at > $1::timestamptz - interval '90 days' and code_state is not null returning id
  ), cases as (
    insert into cases (id, shop_id, payment_id, code_id, kind, merge_key, held_centimos, currency, opened_at, last_seen_at, state, closed_at, resolution, closed_by)
    select gen_random_uuid(), shop_id, id, id, 'paid-twice', 'scale ' || n, amount, currency, at, at, case when is_open then 'open' else 'closed' end,
      case when not is_open then at + interval '1 day' end, case when not is_open then 'given-back' end, case when not is_open then '7001' end
    from (select *, is_new and m % 400 = 3 as is_open from shaped where m % 25 = 3) asked returning id
  ), refunds as (
    insert into refunds (id, shop_id, payment_id, session_id, session_gid, amount_centimos, currency, test, received_at, state, paid_out_by, paid_out_on, bank_reference, ended_at)
    select gen_random_uuid(), shop_id, id, 'r' || hash, 'gid://shopify/RefundSession/' || hash, amount, currency, is_test, at + interval '1 day',
      case when is_late then 'opened' else 'paid-out' end, case when not is_late then '7001' end, case when not is_late then (at + interval '2 days')::date end,
      case when not is_late then 'OP' || n end, case when not is_late then at + interval '2 days' end
    from (select *, at > $1::timestamptz - interval '5 days' as is_late from shaped where told = 'resolved' and m % 100 = 5) back returning id
  ), slips as (
    insert into slips (id, payment_id, code_id, number, left_at, operation_number, paid_where)
    select gen_random_uuid(), id, id, 1, at + interval '5 hours', 'OP' || n, 'agent' from shaped where m % 500 = 9 and code_state is not null returning id
  )
  select (select count(*) from payments), (select count(*) from codes), (select count(*) from reports), (select count(*) from attempts),
    (select count(*) from timeline), (select count(*) from archive), (select count(*) from notices), (select count(*) from log),
    (select count(*) from cases), (select count(*) from refunds), (select count(*) from slips)`;

/** The tables that grow with the payments. */
export const GROWING_TABLES = [
  ...[
    "payments",
    "codes",
    "reports",
    "report_attempts",
    "timeline",
    "timeline_archive",
    "notices",
    "log_entries",
  ],
  ...[
    "cases",
    "refunds",
    "slips",
    "statements",
    "statement_rows",
    "settlements",
    "settlement_payouts",
    "closes",
    "close_entries",
  ],
] as const;

/** From as many payments to as many; what was there stays. Lets the planner know, and the disk have its rest. */
export async function seedScale(
  client: pg.Client,
  input: { shops: SeededShops; now: Date; from: number; to: number },
): Promise<void> {
  const { shops, now, from, to } = input;
  // Half of the work would be to look up what each row refers to, which is written beside it.
  await client.query("set session_replication_role = replica; set synchronous_commit = off");
  for (let begun = from; begun < to; begun += AT_ONCE) {
    const ids = [shops.shopIds, shops.versionIds, shops.setIds];
    await client.query(SEED, [now, ...ids, shops.shopIds.length, begun, Math.min(begun + AT_ONCE, to)]);
  }
  await seedBooks(client, { shopId: shops.shopIds[0] ?? "", now, from, to });
  await client.query("reset session_replication_role; reset synchronous_commit");
  for (const table of GROWING_TABLES) await client.query(`vacuum analyze ${table}`);
  await client.query("checkpoint");
}
