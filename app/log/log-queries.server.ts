/**
 * Reads one page of the log: what other tables hold of a shop's messages and the log's own entries, in one order. Each source
 * gives its newest rows by an index and stops; the pages before are never read. The statements have no name: the best plan depends on the shop.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { isId } from "#app/lib/ids.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import {
  KINDS_OF,
  logKind,
  VERDICTS,
  type Direction,
  type ListedEntry,
  type LogFilter,
} from "#app/log/log-list.ts";
import { TOLD_STATES } from "#app/payments/lifecycle-moves.ts";

interface Row extends Omit<ListedEntry, "at" | "kind" | "verdict"> {
  at: Date;
  kind: string;
  verdict: string;
  place: string;
}

export interface PlacedEntry extends ListedEntry {
  /** Where it stands: the cursor of the page after it. */
  place: string;
}

interface Bounds {
  /** Not before this instant. */
  notBefore: Date;
  /** Before this instant. */
  before: Date;
  /** Before this place, which is the last of the page before. */
  beforePlace: string | null;
}

/** The first place of an instant: no entry of that instant or later stands before it. */
export function placeAt(instant: Date): string {
  const ms = Math.max(0, instant.getTime()).toString(16).padStart(12, "0");
  return `${ms.slice(0, 8)}-${ms.slice(8)}-0000-0000-000000000000`;
}

/** $1 shop, $2 and $3 places, $4 rows, $5 verdict, $6 kind, $7 payments, $8 and $9 the places' instants. */
const WANTED = `place >= $2::uuid and place < $3::uuid and ($5::text is null or verdict = $5)
  and ($6::text is null or kind = $6) and ($7::uuid[] is null or "paymentId" = any($7))`;

function newest(columns: string, from: string, order = "place desc"): string {
  return `(select * from (select ${columns} ${from}) s where ${WANTED} order by ${order} limit $4)`;
}

/** Ids of version 7 are places themselves, made in the instant of their row, or a moment later. */
const NOTICES = `
  select x.* from credential_sets k cross join lateral ${newest(
    `log_place(n.received_at, n.id::text) as place, 'n-' || n.id as id, n.received_at as at,
      case when n.event_type = any('{${KINDS_OF["from-pagoefectivo"].join(",")}}') then n.event_type else 'other' end as kind,
      case n.state when 'received' then 'waiting' when 'matched' then 'accepted' when 'foreign' then 'foreign'
        else 'needs-person' end as verdict,
      extract(epoch from n.settled_at - n.received_at)::float8 * 1000 as "tookMs", n.attempts + 1 as attempts, 1 as times,
      coalesce(c.payment_id, n.simulated_for) as "paymentId"`,
    `from notices n left join codes c on c.id = n.code_id
      where n.set_id = k.id and n.received_at >= $8 and n.received_at < $9`,
    "at desc, place desc",
  )} x where k.shop_id = $1`;

function entries(direction: Direction): string {
  return newest(
    `e.id as place, 'e-' || e.id as id, e.at, e.kind, e.verdict, e.took_ms::float8 as "tookMs", 1 as attempts, e.times,
      e.payment_id as "paymentId"`,
    `from log_entries e where e.shop_id = $1 and e.direction = '${direction}' and $8::timestamptz < $9::timestamptz`,
  );
}

const SESSIONS = `
  select x.* from unnest('{${TOLD_STATES.join(",")}}'::text[]) as t(told) cross join lateral ${newest(
    `p.id as place, 'p-' || p.id as id, p.received_at as at, 'payment-session' as kind, 'accepted' as verdict,
      null::float8 as "tookMs", 1 as attempts, 1 as times, p.id as "paymentId"`,
    `from payments p where p.shop_id = $1 and p.told = t.told`,
  )} x`;

const REFUND_SESSIONS = newest(
  `f.id as place, 'f-' || f.id as id, f.received_at as at, 'refund-session' as kind, 'accepted' as verdict,
    null::float8 as "tookMs", 1 as attempts, 1 as times, f.payment_id as "paymentId"`,
  `from refunds f where f.shop_id = $1 and f.session_id is not null`,
);

const DOMAIN = "(select domain from shops where id = $1)";

const WEBHOOKS = newest(
  `log_place(w.received_at, w.webhook_id) as place, 'w-' || w.webhook_id as id, w.received_at as at, w.topic as kind,
    case w.outcome when 'received' then 'waiting' else 'accepted' end as verdict, null::float8 as "tookMs", 1 as attempts,
    1 as times, null::uuid as "paymentId"`,
  `from shopify_webhooks w where w.shop = ${DOMAIN} and w.received_at >= $8 and w.received_at < $9`,
);

const PRIVACY_WEBHOOKS = newest(
  `log_place(q.received_at, q.webhook_id) as place, 'w-' || q.webhook_id as id, q.received_at as at, q.topic as kind,
    case when q.done_at is null then 'waiting' else 'accepted' end as verdict, null::float8 as "tookMs", 1 as attempts,
    1 as times, null::uuid as "paymentId"`,
  `from privacy_requests q where q.shop = ${DOMAIN} and q.received_at >= $8 and q.received_at < $9`,
);

/** What became of an attempt (`a`) of a report (`r`); only its last one can still be followed by another. */
export const ATTEMPT_VERDICT = `case when a.answer = 'acknowledged' then 'accepted'
  when r.state = 'due' and not exists (select 1 from report_attempts b where b.report_id = a.report_id and b.id > a.id)
    then 'retrying'
  when a.answer = 'refused' then 'refused' else 'failed' end`;

const REPORTS = newest(
  `log_place(a.started_at, a.id::text) as place, 'r-' || a.id as id, a.started_at as at, r.kind, ${ATTEMPT_VERDICT} as verdict,
    extract(epoch from a.finished_at - a.started_at)::float8 * 1000 as "tookMs",
    coalesce((a.detail ->> 'attempt')::int, 1) as attempts, 1 as times, r.payment_id as "paymentId"`,
  `from report_attempts a join reports r on r.id = a.report_id
    where a.shop_id = $1 and a.started_at >= $8 and a.started_at < $9`,
  "at desc, place desc",
);

const SOURCES: Record<Direction, readonly string[]> = {
  "from-pagoefectivo": [NOTICES, entries("from-pagoefectivo")],
  "from-shopify": [SESSIONS, REFUND_SESSIONS, WEBHOOKS, PRIVACY_WEBHOOKS, entries("from-shopify")],
  "to-shopify": [REPORTS],
  "to-pagoefectivo": [entries("to-pagoefectivo")],
};

/** Newest first. `payments`: only messages of these; null: of any, and of none. */
export async function loadLogPage(
  db: Queryable,
  input: {
    shopId: string;
    filter: LogFilter;
    payments: readonly string[] | null;
    bounds: Bounds;
    size: number;
  },
): Promise<PlacedEntry[]> {
  const { filter, bounds, payments } = input;
  const end = placeAt(bounds.before);
  const high = bounds.beforePlace !== null && bounds.beforePlace < end ? bounds.beforePlace : end;
  const { rows } = await db.query<Row>({
    text: `
      select s.place, s.id, s.at, s.kind, s.verdict, s."tookMs", s.attempts, s.times, p.session_id as "sessionId",
        coalesce(p.test, false) as test
      from (${SOURCES[filter.direction].join(" union all ")}) s
        left join payments p on p.id = s."paymentId" and p.shop_id = $1
      order by s.place desc limit $4`,
    values: [
      input.shopId,
      placeAt(bounds.notBefore),
      high,
      input.size,
      filter.verdict,
      filter.kind,
      payments,
      bounds.notBefore,
      bounds.before,
    ],
  });
  return rows.map(placed);
}

function placed({ at, kind, verdict: word, tookMs, ...row }: Row): PlacedEntry {
  const verdict = VERDICTS.find((known) => known === word);
  invariant(verdict, `verdict ${word} is known`);
  const took = tookMs === null ? null : Math.round(tookMs);
  return { ...row, at: at.toISOString(), kind: logKind(kind), verdict, tookMs: took };
}

/** The shop's payments that a person may mean: Shopify's id, ours, or a CIP. */
export async function findPaymentsMeant(
  db: Queryable,
  input: { shopId: string; text: string },
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: "find-payments-meant",
    text: `
      select p.id from payments p where p.shop_id = $1 and p.session_id = $2
      union
      select p.id from payments p where p.shop_id = $1 and p.id = $3
      union
      select c.payment_id from codes c where c.shop_id = $1 and c.cip = $2`,
    values: [input.shopId, input.text, isId(input.text) ? input.text : null],
  });
  return rows.map(({ id }) => id);
}
