/** Reads what the page of one payment shows besides the payment itself. Every statement asks for one shop. */
import type { Queryable } from "#app/lib/database.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { Currency } from "#app/lib/money.ts";
import { isCaseKind } from "#app/payments/case-kind.ts";
import { NOTICES_OF_CODE } from "#app/payments/notices-of-code.ts";
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";
import type { PaymentDetail, ReceivedNotice, ReportedAttempt } from "#app/payments/payment-detail.ts";
import { paymentStatus } from "#app/payments/payment-status.ts";
import { OF_ANY_STATE } from "#app/payments/report-queries.server.ts";
import { isActor, type Detail } from "#app/payments/timeline-line.ts";
import { timelineKind, type TimelineLine } from "#app/payments/timeline.ts";

interface Key {
  shopId: string;
  paymentId: string;
}

/** A payment whose story is longer than this has a problem of its own; the newest lines are shown. */
const MOST_LINES = 500;

/** Newest first. */
export async function findTimeline(db: Queryable, key: Key): Promise<TimelineLine[]> {
  const { rows } = await db.query<{
    id: string;
    at: Date;
    actor: string;
    person: string | null;
    userId: string | null;
    event: string;
    codeId: string | null;
    detail: Detail;
  }>({
    name: "find-timeline",
    text: `
      select t.id::text, t.at, t.actor, coalesce(u.name, t.user_id) as person,
        t.user_id as "userId", t.event, t.code_id as "codeId", t.detail
      from whole_timeline t join payments p on p.id = t.payment_id
        left join merchant_users u on u.shop_id = p.shop_id and u.user_id = t.user_id
      where t.payment_id = $2 and p.shop_id = $1 order by t.id desc limit ${MOST_LINES}`,
    values: [key.shopId, key.paymentId],
  });
  return rows.map(({ at, actor, userId, ...line }) => ({
    ...line,
    at: at.toISOString(),
    actor: isActor(actor) ? actor : "other",
    kind: timelineKind(line.event, line.detail, userId),
  }));
}

/** Newest first. */
export async function findReportedAttempts(db: Queryable, key: Key): Promise<ReportedAttempt[]> {
  const { rows } = await db.query<
    Omit<ReportedAttempt, "at" | "nextAt"> & { at: Date; nextAt: Date | null }
  >({
    name: "find-reported-attempts",
    text: `
      select a.id::text, r.kind, a.started_at as at, a.answer,
        (extract(epoch from a.finished_at - a.started_at) * 1000)::int as "tookMs",
        case when r.state = 'due' then r.next_attempt_at end as "nextAt"
      from report_attempts a join reports r on r.id = a.report_id join payments p on p.id = r.payment_id
      where r.payment_id = $2 and ${OF_ANY_STATE} and p.shop_id = $1 order by a.id desc limit ${MOST_LINES}`,
    values: [key.shopId, key.paymentId],
  });
  return rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    nextAt: row.nextAt?.toISOString() ?? null,
  }));
}

export type StoredReceived = Omit<ReceivedNotice, "body" | "at"> & { at: Date; raw: Uint8Array };

/** Notices about this payment's codes, newest first, with their raw bodies: what of them may be shown, the reader decides. */
export async function findReceived(db: Queryable, key: Key): Promise<StoredReceived[]> {
  const { rows } = await db.query<StoredReceived>({
    name: "find-received-notices",
    text: `
      select n.id, n.received_at as at, n.event_type as "eventType", n.state, n.simulated, n.body as raw
      from notices n
      where n.id = any(array(
        select o.id from codes c cross join lateral ${NOTICES_OF_CODE} o where c.payment_id = $2 and c.shop_id = $1
        union select o.id from payments p join notices o on o.simulated_for = p.id where p.id = $2 and p.shop_id = $1
      ))
      order by n.received_at desc, n.id desc limit ${MOST_LINES}`,
    values: [key.shopId, key.paymentId],
  });
  return rows;
}

export async function findCases(db: Queryable, key: Key): Promise<PaymentDetail["cases"]> {
  const { rows } = await db.query<{
    id: string;
    kind: string;
    openedAt: Date;
    state: string;
    heldCentimos: number;
    currency: Currency | null;
  }>({
    name: "find-cases-of-payment",
    text: `
      select id, kind, opened_at as "openedAt", state, held_centimos as "heldCentimos", currency from cases
      where shop_id = $1 and (payment_id = $2 or state = 'open' and evidence ? 'unanswered'
        and evidence -> 'unanswered' ?| array(select m.id::text from codes m where m.payment_id = $2 and m.shop_id = $1))
      order by opened_at desc`,
    values: [key.shopId, key.paymentId],
  });
  return rows.map(({ id, kind, openedAt, state, heldCentimos, currency }) => {
    invariant(isCaseKind(kind), `case kind ${kind} is known`);
    return {
      id,
      kind,
      openedAt: openedAt.toISOString(),
      isOpen: state === "open",
      held: currency && heldCentimos > 0 ? { centimos: heldCentimos, currency } : null,
    };
  });
}

/** Oldest first. */
export async function findNotes(db: Queryable, key: Key): Promise<PaymentDetail["notes"]> {
  const { rows } = await db.query<{ id: string; at: Date; by: string; text: string }>({
    name: "find-notes",
    text: `
      select n.id, n.at, coalesce(u.name, n.user_id) as by, n.text
      from payment_notes n join payments p on p.id = n.payment_id
        left join merchant_users u on u.shop_id = p.shop_id and u.user_id = n.user_id
      where n.payment_id = $2 and p.shop_id = $1 order by n.at, n.id`,
    values: [key.shopId, key.paymentId],
  });
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** The other attempts of the payment's checkout, newest first. */
export async function findAttempts(db: Queryable, key: Key): Promise<PaymentDetail["attempts"]> {
  const { rows } = await db.query<{
    id: string;
    sessionId: string;
    told: Told;
    codeState: CodeState | null;
    needsPerson: boolean;
    createdAt: Date;
  }>({
    name: "find-attempts",
    text: `
      select o.id, o.session_id as "sessionId", o.told, o.received_at as "createdAt",
        (select c.state from codes c where c.payment_id = o.id order by c.created_at desc, c.id desc limit 1) as "codeState",
        (exists (select 1 from cases k where k.payment_id = o.id and k.state = 'open')
          or exists (select 1 from cases k where k.shop_id = o.shop_id and k.state = 'open' and k.evidence ? 'unanswered'
            and k.evidence -> 'unanswered' ?| array(select m.id::text from codes m where m.payment_id = o.id)))
          as "needsPerson"
      from payments p join payments o on o.shop_id = p.shop_id and o.session_group = p.session_group and o.id <> p.id
      where p.id = $2 and p.shop_id = $1 order by o.id desc limit 50`,
    values: [key.shopId, key.paymentId],
  });
  return rows.map(({ id, sessionId, createdAt, ...facts }) => ({
    id,
    sessionId,
    status: paymentStatus(facts),
    createdAt: createdAt.toISOString(),
  }));
}
