/** The only writer of refunds that begin: of Shopify's sessions, and of cases. One statement each, under the lock of the money. */
import type { Queryable } from "#app/lib/database.server.ts";
import { MAX_ATTEMPTS } from "#app/jobs/queue.server.ts";
import type { Told } from "#app/payments/lifecycle-moves.ts";
import type { AuditAction } from "#app/merchants/audit-action.ts";
import type { RefusalReason } from "#app/refunds/refund.ts";

export interface ArrivedRefund {
  id: string;
  shop: string;
  sessionId: string;
  sessionGid: string;
  /** Shopify's id of the payment session. */
  paymentSessionId: string;
  amountCentimos: number;
  currency: string;
  test: boolean;
  merchantLocale: string | null;
  proposedAt: Date;
  receivedAt: Date;
  /** What Shopify is told when it is refused at once, by reason: the words, and the whole of the report's arguments. */
  refusals: Partial<Record<RefusalReason, { text: string; arguments: string }>>;
  reportId: string;
}

/** What the statement found and did. */
export interface RefundIntake {
  stored: boolean;
  /** The shop is known and has not uninstalled. */
  installed: boolean;
  paymentId: string | null;
  told: Told | null;
}

const INTAKE = `
  with arrived as materialized (
    select n.*, s.id as shop_id, s.id is not null and s.uninstalled_at is null as installed,
      p.id as payment_id, p.told, p.amount_centimos as paid, p.currency as paid_in, p.test as paid_test,
      t.manual_since is not null as by_hand
    from jsonb_to_record($1::jsonb) as n(id uuid, shop text, "sessionId" text, "sessionGid" text, "paymentSessionId" text,
      "amountCentimos" int, currency text, test boolean, "merchantLocale" text, "proposedAt" timestamptz,
      "receivedAt" timestamptz, refusals jsonb, "reportId" uuid)
      left join shops s on s.domain = n.shop
      left join payments p on p.shop_id = s.id and p.session_id = n."paymentSessionId"
      left join refund_settings t on t.shop_id = s.id
  ), judged as materialized (
    select a.*, case
      when a.currency <> a.paid_in then 'other-currency'
      when a.test <> a.paid_test then 'other-mode'
      when not a.by_hand then 'policy-off'
      -- The payment is locked here and the sum is read afterwards: of refunds that come together each sees those before it.
      when refunded_of_payment(a.payment_id) + a."amountCentimos" > a.paid then 'over-refund'
    end as refusal
    from arrived a
    where a.installed and a.told = 'resolved'
      and not exists (select 1 from refunds f where f.shop_id = a.shop_id and f.session_id = a."sessionId")
  ), stored as (
    insert into refunds (id, shop_id, payment_id, session_id, session_gid, amount_centimos, currency, test, merchant_locale,
      proposed_at, received_at, state, refusal, refusal_text, ended_at)
    select id, shop_id, payment_id, "sessionId", "sessionGid", "amountCentimos", currency, test, "merchantLocale",
      "proposedAt", "receivedAt", case when refusal is null then 'opened' else 'refused' end,
      refusal, refusals -> refusal ->> 'text', case when refusal is not null then "receivedAt" end
    from judged
    on conflict (shop_id, session_id) where session_id is not null do nothing
    returning id, payment_id, amount_centimos, currency, refusal, received_at
  ), lines as (
    -- One insert, so that they stand in the order in which it happened.
    insert into timeline (payment_id, at, actor, event, detail)
    select payment_id, received_at, l.actor, l.event, jsonb_strip_nulls(jsonb_build_object('refundId', id,
      'amountCentimos', amount_centimos, 'currency', currency, 'reason', case when l.number = 2 then refusal end))
    from stored, (values (1, 'shopify', 'refund-opened'), (2, 'ventanilla', 'refund-refused')) as l (number, actor, event)
    where l.number = 1 or refusal is not null
    order by l.number
  ), report as (
    insert into reports (id, payment_id, refund_id, kind, arguments, decided_at, next_attempt_at)
    select j."reportId", s.payment_id, s.id, 'refund-reject', j.refusals -> s.refusal ->> 'arguments', s.received_at, s.received_at
    from stored s join judged j on j.id = s.id where s.refusal is not null
    returning id, decided_at
  ), jobs as (
    select enqueue_job('send-report', json_build_object('reportId', id), decided_at, ${MAX_ATTEMPTS}, 'report:' || id)
    from report
  )
  select exists (select 1 from stored) as stored, a.installed, a.payment_id as "paymentId", a.told,
    (select count(*) from jobs) as jobs
  from arrived a`;

/**
 * Stores a refund that is new, refused at once where it must be, with what Shopify is told then. What was not stored must be
 * read with a statement of its own: this one's snapshot may be older than the row it met.
 */
export async function storeRefundSession(db: Queryable, refund: ArrivedRefund): Promise<RefundIntake> {
  const { rows } = await db.query<RefundIntake>({
    name: "store-refund-session",
    text: INTAKE,
    values: [JSON.stringify(refund)],
  });
  const [row] = rows;
  if (!row) throw new Error("the statement answers one row for its one refund");
  return row;
}

export interface CaseRefund {
  id: string;
  shopId: string;
  caseId: string;
  /** The case as the person saw it; null where nobody looked at it. */
  version: number | null;
  /** Shopify's id of the person. */
  userId: string;
  amountCentimos: number;
  at: Date;
}

const ACTION: AuditAction = "refund-opened";

/** Longer than the longest call to Shopify, as for claims of reports: an older one is of a process that died. */
const CLAIM_LASTS_MS = 60_000;

/**
 * Opens a refund of the money that an open case holds. A report that the case is about is settled with it: money that goes
 * back to the shopper must not make the order paid afterwards. `busy`: Shopify is being told of it at this moment. `moved`: the
 * case is not as the person saw it, so that a second press opens no second refund.
 */
export async function storeCaseRefund(
  db: Queryable,
  refund: CaseRefund,
): Promise<"stored" | "over-refund" | "busy" | "moved" | "no-money"> {
  const { rows } = await db.query<{ stored: boolean; busy: boolean | null; left: string | null }>({
    name: "store-case-refund",
    text: `
      with asked as materialized (
        select k.id, k.shop_id, k.payment_id, k.code_id, k.held_centimos, k.currency, case_shares_payment(k.kind) as shares,
          case when k.merge_key like 'report:%' then substr(k.merge_key, 8)::uuid end as report_id
        from cases k
        where k.id = $3 and k.shop_id = $2 and k.state = 'open' and k.held_centimos > 0 and k.payment_id is not null
      ), report as materialized (
        -- Locked first, in the order in which attempts are recorded.
        select r.id, coalesce(r.in_flight_since > $7, false) as busy from reports r, asked where r.id = asked.report_id for update of r
      ), room as materialized (
        select a.*, p.test, least(
          -- The payment is locked before its case, as decisions about payments do.
          case when a.shares then p.amount_centimos - refunded_of_payment(p.id) end,
          a.held_centimos - refunded_of_case(a.id)) as left
        from asked a join payments p on p.id = a.payment_id
        where not coalesce((select busy from report), false)
      ), seen as (
        update cases k set version = k.version + 1, attended_at = coalesce(k.attended_at, $6) from room
        where k.id = room.id and room.left >= $5::int and k.state = 'open' and ($9::int is null or k.version = $9)
        returning k.id
      ), stored as (
        insert into refunds (id, shop_id, payment_id, code_id, case_id, amount_centimos, currency, test, received_at, state)
        select $1, room.shop_id, room.payment_id, room.code_id, room.id, $5, room.currency, room.test, $6, 'opened'
        from room join seen on seen.id = room.id
        returning id, shop_id, payment_id, code_id, case_id, amount_centimos, currency
      ), settled as (
        update reports r set state = 'settled', in_flight_since = null from stored, report
        where r.id = report.id and r.state in ('due', 'dead', 'refused')
      ), line as (
        insert into timeline (payment_id, code_id, at, actor, event, detail, user_id)
        select payment_id, code_id, $6, 'merchant', 'refund-opened',
          jsonb_build_object('refundId', id, 'amountCentimos', amount_centimos, 'currency', currency), $4 from stored
      ), deed as (
        insert into case_lines (case_id, at, user_id, kind, detail)
        select case_id, $6, $4, 'acted', jsonb_build_object('act', 'open-refund') from stored
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, payment_id, after)
        select shop_id, $6, $4, $8, payment_id, jsonb_build_object('refundId', id, 'caseId', case_id,
          'amountCentimos', amount_centimos, 'currency', currency) from stored
      )
      select exists (select 1 from stored) as stored, (select busy from report) as busy, (select room.left from room) as left`,
    values: [
      refund.id,
      refund.shopId,
      refund.caseId,
      refund.userId,
      refund.amountCentimos,
      refund.at,
      new Date(refund.at.getTime() - CLAIM_LASTS_MS),
      ACTION,
      refund.version,
    ],
  });
  const [row] = rows;
  if (row?.stored) return "stored";
  if (row?.busy) return "busy";
  if (row?.left === null || row?.left === undefined) return "no-money";
  return Number(row.left) < refund.amountCentimos ? "over-refund" : "moved";
}
