/**
 * Reads of payments for use cases and pages. They take a pool and answer plain values; nothing here writes.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";
import type { Code, Payment, ShownPayment } from "#app/payments/payment.ts";

/** `timestamptz` inside JSON arrives as text. */
type StoredCode = Omit<Code, "expiresAt" | "createdAt" | "paidAt" | "endedAt"> &
  Record<"expiresAt" | "createdAt", string> &
  Record<"paidAt" | "endedAt", string | null>;
type StoredPayment = Omit<Payment, "codes"> & { codes: StoredCode[] };
type StoredShownPayment = Omit<ShownPayment, "codes"> & { codes: StoredCode[] };

/**
 * The attempts of the checkout of a payment `p`, and its cases. Each is read by itself, behind a fence (`offset 0`): with what is asked
 * of them in sight, PostgreSQL may choose an index of the shop's list and read every payment of the shop.
 */
const ATTEMPTS =
  "(select * from payments a where a.shop_id = p.shop_id and a.session_group = p.session_group offset 0)";
const CASES = "(select * from cases a where a.payment_id = p.id offset 0)";

/** Of each `ShownPayment`. */
const SHOWN_COLUMNS = `
  p.id, p.version, p.shop_id as "shopId", s.display_name as "storeName",
  p.session_id as "sessionId", p.session_group as "sessionGroup",
  p.amount_centimos as "amountCentimos", p.currency, p.test, p.slug, p.cancel_url as "cancelUrl",
  p.shopper_email as "shopperEmail", p.shopper_locale as "shopperLocale",
  p.received_at as "receivedAt", p.told, p.end_reason as "endReason",
  p.first_seen_at as "firstSeenAt",
  p.last_present_at as "lastPresentAt", p.timer_due_at as "timerDueAt",
  p.redirect_url as "redirectUrl",
  p.renewals, p.renewed_at as "renewedAt", p.renewed_code_id as "renewedCodeId",
  json_build_object(
    'languages', coalesce(s.shopper_languages, '{es,en}'), 'accentColor', s.accent_color,
    'support', json_build_object('helpUrl', s.help_url, 'email', s.support_email,
      'whatsapp', s.support_whatsapp, 'phone', s.support_phone)
  ) as page,
  s.confirm_timer_seconds as "confirmTimerSeconds",
  exists (
    select 1 from ${ATTEMPTS} o where o.id <> p.id and o.told = 'resolved'
  ) as "groupResolved",
  exists (
    select 1 from codes c where c.shop_id = p.shop_id and c.session_group = p.session_group and c.payment_id <> p.id
      and c.state in ('voided', 'expired')
  ) as "hadEarlierCode",
  exists (
    select 1 from ${CASES} k where k.state = 'open' and k.held_centimos > 0
  ) as "moneyInCase",
  (
    select json_build_object('centimos', k.held_centimos, 'currency', k.currency) from ${CASES} k
    where k.state = 'open' and k.kind = 'amount-differs' and k.held_centimos > 0
    order by k.opened_at desc, k.id limit 1
  ) as "otherSumReceived",
  exists (
    select 1 from reports r where r.payment_id = p.id and r.kind = 'resolve' and r.state = 'acknowledged'
  ) as "resolveAcknowledged",
  coalesce((
    select json_agg(json_build_object(
      'id', c.id, 'paymentId', c.payment_id, 'credentialVersionId', c.credential_version_id, 'mode', c.mode,
      'state', c.state, 'cip', c.cip, 'cipUrl', c.cip_url, 'hasQr', c.qr_image is not null, 'amountCentimos', c.amount_centimos,
      'currency', c.currency, 'expiresAt', c.expires_at, 'graceMinutes', c.grace_minutes,
      'businessDayGrace', c.business_day_grace,
      'createdAt', c.created_at, 'paidAt', c.paid_at, 'endedAt', c.ended_at, 'failReason', c.fail_reason
    ) order by c.created_at, c.id)
    from codes c where c.payment_id = p.id
  ), '[]'::json) as codes`;

const PAYMENT_COLUMNS = `${SHOWN_COLUMNS},
  s.domain as shop, p.session_gid as "sessionGid", p.merchant_locale as "merchantLocale",
  p.shopper_phone as "shopperPhone",
  p.shopper_given_name as "shopperGivenName", p.shopper_last_name as "shopperLastName",
  p.started_at as "startedAt", p.pending_expires_at as "pendingExpiresAt", p.kept_at as "keptAt",
  json_build_object(
    'codeLifeMinutes', s.code_life_minutes, 'endsAtDayEnd', s.ends_at_day_end, 'amountBands', s.amount_bands,
    'quietFromMinute', s.quiet_from_minute, 'quietToMinute', s.quiet_to_minute,
    'graceMinutes', s.grace_minutes, 'businessDayGrace', s.business_day_grace
  ) as "expiryRules",
  s.uninstalled_at is not null as "shopLeft",
  case p.currency when 'PEN' then s.min_pen_centimos else s.min_usd_centimos end as "minCentimos",
  case p.currency when 'PEN' then s.max_pen_centimos else s.max_usd_centimos end as "maxCentimos",
  s.at_expiry as "atExpiry",
  -- Whose the group's money is, in the words of hand-paid-code: that one waits, and for another sum.
  p.told <> 'pending' and exists (
    select 1 from (
      select (o.amount_centimos, o.currency, o.test) = (p.amount_centimos, p.currency, p.test) as fits from ${ATTEMPTS} o
      where o.told in ('pending', 'open')
      order by o.told = 'pending' desc, 1 desc, o.received_at desc, o.id desc limit 1
    ) o where not o.fits
  ) as "otherExpected",
  exists (
    select 1 from ${ATTEMPTS} o where o.id <> p.id and o.told in ('rejected', 'lapsed')
  ) as "otherOrderEnded",
  exists (
    select 1 from ${ATTEMPTS} o where o.id <> p.id and (o.told = 'pending' or (
      select count(*) from cases k where k.payment_id = o.id and k.state = 'open' and k.held_centimos > 0) > 0)
  ) as "otherClaims",
  (
    select c.id from codes c where c.shop_id = p.shop_id and c.session_group = p.session_group
      and c.state in ('issuing', 'unknown', 'live', 'voiding')
  ) as "payableCodeId",
  exists (select 1 from ${ATTEMPTS} o where o.id <> p.id) as "hasOtherAttempts",
  (
    select json_build_object('codeId', c.id, 'paidAt', c.paid_at, 'sessionId', o.session_id)
    from ${ATTEMPTS} o join codes c on c.payment_id = o.id and c.state in ('paid', 'reversed')
    where o.told = 'resolved'
    order by c.ended_at, c.id limit 1
  ) as "groupReceipt"`;

export async function loadPayment(db: Queryable, paymentId: string): Promise<Payment | null> {
  const { rows } = await db.query<StoredPayment>({
    name: "load-payment",
    text: `select ${PAYMENT_COLUMNS} from payments p join shops s on s.id = p.shop_id where p.id = $1`,
    values: [paymentId],
  });
  return rows[0] ? toPayment(rows[0]) : null;
}

export async function loadPaymentBySlug(db: Queryable, slug: string): Promise<Payment | null> {
  const { rows } = await db.query<StoredPayment>({
    name: "load-payment-by-slug",
    text: `select ${PAYMENT_COLUMNS} from payments p join shops s on s.id = p.shop_id where p.slug = $1`,
    values: [slug],
  });
  return rows[0] ? toPayment(rows[0]) : null;
}

/** The payment that a page shows: its own, or another attempt of the same checkout that serves it. */
export interface Shown<Known extends ShownPayment = Payment> {
  payment: Known;
  /** The payment of the address. */
  asked: Known;
}

/**
 * What the page at this address is about. An attempt that was paid, or that has the code, stands in for those of its
 * group that have none of their own.
 */
export async function loadShownBySlug(db: Queryable, slug: string): Promise<Shown | null> {
  const asked = await loadPaymentBySlug(db, slug);
  return asked && { payment: (await serving(db, asked)) ?? asked, asked };
}

/** The same, with no more than the page is made of: for its door of news, which waiting pages ask all the time. */
export async function loadNewsBySlug(db: Queryable, slug: string): Promise<Shown<ShownPayment> | null> {
  const { rows } = await db.query<StoredShownPayment>({
    name: "load-news-by-slug",
    text: `select ${SHOWN_COLUMNS} from payments p join shops s on s.id = p.shop_id where p.slug = $1`,
    values: [slug],
  });
  const [row] = rows;
  if (!row) return null;
  const asked: ShownPayment = { ...row, codes: row.codes.map(toCode) };
  return { payment: (await serving(db, asked)) ?? asked, asked };
}

/** Null where the payment's page is about itself. */
async function serving(db: Queryable, asked: ShownPayment): Promise<Payment | null> {
  const isServed =
    asked.groupResolved || asked.endReason === "moved" || asked.endReason === "served-by-earlier";
  if (!isServed || asked.told === "resolved") return null;
  const { rows } = await db.query<{ id: string }>({
    name: "serving-payment",
    text: `
      select p.id from payments p where p.shop_id = $1 and p.session_group = $2 and p.id <> $3
        and (p.told in ('resolved', 'pending') or p.told = 'open' and exists (
          select 1 from codes c where c.payment_id = p.id))
      order by p.told = 'resolved' desc, p.received_at desc limit 1`,
    values: [asked.shopId, asked.sessionGroup, asked.id],
  });
  return rows[0] ? loadPayment(db, rows[0].id) : null;
}

/** The code of another attempt that stands in the way of a new one: at most one can. */
export interface GroupBlocker {
  codeId: string;
  paymentId: string;
  version: number;
  told: Told;
  /** Of its attempt. */
  receivedAt: Date;
  state: CodeState;
  mode: string;
  amountCentimos: number;
  currency: string;
  expiresAt: Date;
}

export async function findGroupBlocker(
  db: Queryable,
  payment: { id: string; shopId: string; sessionGroup: string },
): Promise<GroupBlocker | null> {
  const { rows } = await db.query<GroupBlocker>({
    name: "find-group-blocker",
    text: `
      select c.id as "codeId", p.id as "paymentId", p.version, p.told, p.received_at as "receivedAt", c.state, c.mode,
        c.amount_centimos as "amountCentimos", c.currency, c.expires_at as "expiresAt"
      from codes c join payments p on p.id = c.payment_id
      where c.shop_id = $1 and c.session_group = $2 and c.payment_id <> $3
        and c.state in ('issuing', 'unknown', 'live', 'voiding')`,
    values: [payment.shopId, payment.sessionGroup, payment.id],
  });
  return rows[0] ?? null;
}

export async function loadPaymentOfCode(db: Queryable, codeId: string): Promise<Payment | null> {
  const { rows } = await db.query<StoredPayment>({
    name: "load-payment-of-code",
    text: `select ${PAYMENT_COLUMNS} from payments p join shops s on s.id = p.shop_id
      where p.id = (select payment_id from codes where id = $1)`,
    values: [codeId],
  });
  return rows[0] ? toPayment(rows[0]) : null;
}

/** A stored session, for the comparison with a repeated one. */
export interface StoredSession {
  paymentId: string;
  shop: string;
  sessionId: string;
  slug: string;
  sessionGid: string;
  sessionGroup: string;
  amountCentimos: number;
  currency: string;
  test: boolean;
  kind: string;
}

/** What makes a session one and the same: its shop and Shopify's id. */
export function sessionKey(session: { shop: string; sessionId: string }): string {
  return `${session.shop} ${session.sessionId}`;
}

/** Those of the sessions that are stored, by `sessionKey`. */
export async function findSessions(
  db: Queryable,
  sessions: readonly { shop: string; request: { id: string } }[],
): Promise<ReadonlyMap<string, StoredSession>> {
  const { rows } = await db.query<StoredSession>({
    name: "find-sessions",
    text: `
      select p.id as "paymentId", s.domain as shop, p.session_id as "sessionId", p.slug,
        p.session_gid as "sessionGid", p.session_group as "sessionGroup",
        p.amount_centimos as "amountCentimos", p.currency, p.test, p.kind
      from unnest($1::text[], $2::text[]) as a(shop, session_id)
        join shops s on s.domain = a.shop
        -- The limit makes it a look-up for each session: a join may be planned as a scan of every payment.
        cross join lateral (
          select * from payments o where o.shop_id = s.id and o.session_id = a.session_id limit 1
        ) p`,
    values: [sessions.map(({ shop }) => shop), sessions.map(({ request }) => request.id)],
  });
  return new Map(rows.map((row) => [sessionKey(row), row]));
}

function toPayment(row: StoredPayment): Payment {
  const receipt = row.groupReceipt;
  const paidAt = receipt?.paidAt ? new Date(receipt.paidAt).toISOString() : null;
  return { ...row, groupReceipt: receipt && { ...receipt, paidAt }, codes: row.codes.map(toCode) };
}

function toCode(stored: StoredCode): Code {
  return {
    ...stored,
    expiresAt: new Date(stored.expiresAt),
    createdAt: new Date(stored.createdAt),
    paidAt: stored.paidAt ? new Date(stored.paidAt) : null,
    endedAt: stored.endedAt ? new Date(stored.endedAt) : null,
  };
}
