/**
 * What the home page counts, by indexes of the shop: the page must be there at once. Statements whose best plan depends on the
 * shop have no name, so that none is kept for all.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { isCurrency, type Currency, type Money } from "#app/lib/money.ts";
import { invariant } from "#app/lib/invariant.ts";
import { ATTENTION_HOURS } from "#app/payments/case-desk.ts";
import type { AttentionFacts, DayRow } from "#app/payments/home-view.ts";
import { findOldestUnaskedOfShop } from "#app/payments/sweep-queries.server.ts";

interface Shown {
  shopId: string;
  test: boolean;
}

/** Which kinds of payment the shop has had. */
export async function findPaymentModes(
  db: Queryable,
  shopId: string,
): Promise<{ any: boolean; live: boolean }> {
  const { rows } = await db.query<{ any: boolean; live: boolean }>({
    name: "find-payment-modes",
    text: `
      -- In the order of an index: of a shop with many payments the planner hopes to meet one anywhere in the table.
      select (select true from payments where shop_id = $1 order by told, id desc limit 1) is true as any,
        (select true from payments where shop_id = $1 and not test order by told, id desc limit 1) is true as live`,
    values: [shopId],
  });
  return rows[0] ?? { any: false, live: false };
}

/** Codes of the payments since an id, by Lima's day on which the payment began and by currency. Days without any are left out. */
export async function countByDay(db: Queryable, input: Shown & { sinceId: string }): Promise<DayRow[]> {
  const { rows } = await db.query<DayRow>({
    // Whoever Shopify was told of has had a code; only of the others is it looked up, one by one: joined as a set, all codes of
    // all shops would be read.
    text: `
      select to_char(counted.day, 'YYYY-MM-DD') as day, currency, created, paid, "paidCentimos"
      from (
        select (p.received_at at time zone 'America/Lima')::date as day, p.currency,
          count(*)::int as created,
          (count(*) filter (where p.told = 'resolved'))::int as paid,
          coalesce(sum(p.amount_centimos) filter (where p.told = 'resolved'), 0)::float8 as "paidCentimos"
        from payments p
        left join lateral (
          select true as had from codes c
          where p.told in ('open', 'released') and c.payment_id = p.id and c.cip is not null limit 1
        ) code on true
        where p.shop_id = $1 and p.told in ('open', 'pending', 'resolved', 'rejected', 'released', 'lapsed')
          and p.id >= $2 and p.test = $3 and (p.told not in ('open', 'released') or code.had)
        group by 1, 2
      ) counted`,
    values: [input.shopId, input.sinceId, input.test],
  });
  return rows;
}

/** Enough for a median, and few enough to be looked up one by one. */
const SAMPLED = 5_000;

/**
 * From the creation of the code to its payment, in milliseconds, of the newest paid payments since an id; null where nothing
 * was paid.
 */
export async function medianPaymentMs(
  db: Queryable,
  input: Shown & { sinceId: string },
): Promise<number | null> {
  const { rows } = await db.query<{ ms: number | null }>({
    text: `
      select percentile_cont(0.5) within group (order by paid.ms)::float8 as ms
      from (
        select id from payments
        where shop_id = $1 and told = 'resolved' and id >= $2 and test = $3 order by id desc limit ${SAMPLED}
      ) p
      cross join lateral (
        -- PagoEfectivo knows no fractions of a second: a payment made at once can seem older than its code.
        select greatest(extract(epoch from c.paid_at - c.created_at)::float8 * 1000, 0) as ms
        from codes c where c.payment_id = p.id and c.paid_at is not null order by c.paid_at limit 1
      ) paid`,
    values: [input.shopId, input.sinceId, input.test],
  });
  return rows[0]?.ms ?? null;
}

/** Kinds of cases that are about telling Shopify. */
const ABOUT_REPORTS = ["resolve-refused", "resolve-dead", "report-refused", "report-dead"];

/** Later than a few tries in vain. */
const UNANSWERED_MS = 15 * 60_000;

export async function findAttention(
  db: Queryable,
  input: { shopId: string; now: Date },
): Promise<AttentionFacts> {
  const { shopId, now } = input;
  const before = new Date(now.getTime() - UNANSWERED_MS);
  const unanswered = await findOldestUnaskedOfShop(db, { shopId, before });
  const late = await db.query<{ hours: number; late: number }>({
    name: "home-late-cases",
    text: `
      select d.hours, (
        select count(*)::int from cases k where k.shop_id = $1 and k.state = 'open' and k.attended_at is null
          and k.opened_at <= $2::timestamptz - d.hours * interval '1 hour'
      ) as late
      from (select coalesce((select attention_hours from desk_settings where shop_id = $1), ${ATTENTION_HOURS}) as hours) d`,
    values: [shopId, now],
  });
  const cases = await db.query<{ about: boolean; currency: string | null; count: number; held: number }>({
    name: "home-cases",
    text: `
      select kind = any($2) as about, currency, count(*)::int as count, sum(held_centimos)::float8 as held
      from cases where shop_id = $1 and state = 'open' group by 1, 2`,
    values: [shopId, ABOUT_REPORTS],
  });
  const codes = await db.query<{ count: number }>({
    name: "home-codes-of-disconnected",
    text: `
      select count(*)::int as count
      from codes c
      join credential_versions v on v.id = c.credential_version_id
      join credential_sets s on s.id = v.set_id and s.disconnected_at is not null
      where c.shop_id = $1 and c.state = 'live'`,
    values: [shopId],
  });
  const count = (about: boolean) =>
    cases.rows.reduce((total, row) => total + (row.about === about ? row.count : 0), 0);
  return {
    late: late.rows[0]?.late ?? 0,
    attentionHours: late.rows[0]?.hours ?? ATTENTION_HOURS,
    cases: count(false),
    reports: count(true),
    held: heldByCurrency(cases.rows),
    codesOfDisconnected: codes.rows[0]?.count ?? 0,
    unansweredSince: unanswered?.toISOString() ?? null,
  };
}

function heldByCurrency(rows: readonly { currency: string | null; held: number }[]): Money[] {
  const totals = new Map<Currency, number>();
  for (const { currency, held } of rows) {
    if (held === 0 || currency === null) continue;
    invariant(isCurrency(currency), `${currency} is a currency of ours`);
    totals.set(currency, (totals.get(currency) ?? 0) + held);
  }
  return [...totals].map(([currency, centimos]) => ({ currency, centimos }));
}
