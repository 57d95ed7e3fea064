/**
 * What the page of figures counts, one statement for each figure. Each begins at the payments that the list finds under the same
 * filter, so that no figure can differ from it. The statements have no names: the best plan depends on the shop and the filter.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";
import type { KnownMode } from "#app/payments/payment-list-narrowing.ts";
import { foundPayments, newestCode, type FoundPayments } from "#app/payments/payment-list-sql.ts";
import { PAYMENTS_IN_CASES, statusWhere } from "#app/payments/payment-list-status.ts";
import { CHANNELS, HOUR_OF_LIMA, STEP_REACHED } from "#app/payments/payment-list-steps.ts";
import { AMOUNT_STARTS, TIME_STARTS } from "#app/figures/figure-bands.ts";
import { timeBandsOf, type FunnelRow, type OutcomeRow, type PayTimes } from "#app/figures/figures-view.ts";

export interface Counted {
  shopId: string;
  filter: KnownMode;
}

const DAY_OF_LIMA = "(p.received_at at time zone 'America/Lima')::date";
const IN_CASES = `in_cases as materialized (${PAYMENTS_IN_CASES})`;

/** Where the payments stand that began on each day, and their amounts, each currency by itself. */
export async function countOutcomes(db: Queryable, request: Counted): Promise<OutcomeRow[]> {
  const { head, found, values } = foundPayments(
    request,
    "p.id, p.told, p.currency, p.amount_centimos, p.received_at",
  );
  const { rows } = await db.query<OutcomeRow>({
    // A resolved payment's status says nothing of its code: most codes are never looked up.
    text: `
      with ${head}${IN_CASES}
      select currency, to_char(day, 'YYYY-MM-DD') as day, status, count(*)::int as count,
        sum(amount_centimos)::float8 as centimos
      from (
        select p.currency, ${DAY_OF_LIMA} as day, p.amount_centimos,
          ${statusWhere("w.id is not null")} as status
        from (${found}) p left join in_cases w on w.id = p.id
          ${newestCode("p.told <> 'resolved'")}
      ) standing
      group by standing.currency, standing.day, standing.status`,
    values,
  });
  return rows;
}

/** How far the payments came: all of them, and those of each day, hour, amount band and channel. */
export async function countSteps(
  db: Queryable,
  request: Counted & { filter: { currency: Currency } },
): Promise<FunnelRow[]> {
  const { head, found, values } = foundPayments(
    request,
    "p.id, p.told, p.amount_centimos, p.received_at, p.first_seen_at, p.kept_at, p.renewals",
  );
  const { rows } = await db.query<FunnelRow>({
    text: `
      with ${withChannels(head)}${IN_CASES}
      select dimension, part, started, issued, seen, kept, paid from (
        select
          case grouping(day, hour, band, channel)
            when 7 then 'day' when 11 then 'hour' when 13 then 'amount' when 14 then 'channel' else 'all' end as dimension,
          case grouping(day, hour, band, channel)
            when 7 then to_char(day, 'YYYY-MM-DD') when 11 then hour::text when 13 then band::text when 14 then channel end as part,
          count(*)::int as started,
          (count(*) filter (where issued))::int as issued,
          (count(*) filter (where seen))::int as seen,
          (count(*) filter (where kept))::int as kept,
          (count(*) filter (where paid))::int as paid
        from (
          select ${DAY_OF_LIMA} as day, ${HOUR_OF_LIMA} as hour, ch.channel,
            width_bucket(p.amount_centimos, $${values.length + 1}::int[]) - 1 as band,
            ${STEP_REACHED.issued} as issued, ${STEP_REACHED.seen} as seen, ${STEP_REACHED.kept} as kept,
            p.told = 'resolved' and w.id is null as paid
          from (${found}) p left join in_cases w on w.id = p.id left join channels ch on ch.payment_id = p.id
        ) reached
        group by grouping sets ((), (day), (hour), (band), (channel))
      ) counted`,
    values: [...values, AMOUNT_STARTS],
  });
  return rows;
}

/** From the creation of the code to its payment, of those payments that the list calls paid. */
export async function measurePayTimes(db: Queryable, request: Counted): Promise<PayTimes> {
  const { head, found, values } = foundPayments(request, "p.id, p.told");
  const { rows } = await db.query<{
    band: number | null;
    isAll: boolean;
    count: number;
    quantiles: number[] | null;
  }>({
    text: `
      with ${head}${IN_CASES}
      select band, grouping(band) = 1 as "isAll", count(*)::int as count,
        percentile_cont(array[0.5, 0.9]) within group (order by ms) as quantiles
      from (
        select ms, width_bucket(ms, $${values.length + 1}::float8[]) - 1 as band
        from (${found}) p left join in_cases w on w.id = p.id
          left join lateral (
            -- PagoEfectivo knows no fractions of a second: a payment made at once can seem older than its code.
            select greatest(extract(epoch from o.paid_at - o.created_at)::float8 * 1000, 0) as ms
            from codes o where o.payment_id = p.id and o.paid_at is not null order by o.paid_at limit 1
          ) taken on true
        where p.told = 'resolved' and w.id is null
      ) measured
      group by grouping sets ((), (band))`,
    values: [...values, TIME_STARTS.map((minutes) => minutes * 60_000)],
  });
  const all = rows.find(({ isAll }) => isAll);
  const counts = new Map<number, number>();
  for (const { band, isAll, count } of rows) if (!isAll && band !== null) counts.set(band, count);
  const measured = [...counts.values()].reduce((total, count) => total + count, 0);
  const [medianMs = null, p90Ms = null] = all?.quantiles ?? [];
  return {
    measured,
    unmeasured: (all?.count ?? 0) - measured,
    ...{ medianMs, p90Ms },
    bands: timeBandsOf(counts),
  };
}

/** The funnel needs channels always, the filter only sometimes: once is enough. */
function withChannels(head: FoundPayments["head"]): string {
  return head === "" ? `${CHANNELS}, ` : head;
}
