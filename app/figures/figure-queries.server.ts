/**
 * What the page of figures counts, one statement for each figure. Each begins at the payments that the list finds under the same
 * filter, so that no figure can differ from it. The statements have no names: the best plan depends on the shop and the filter.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";
import type { KnownMode } from "#app/payments/payment-list-narrowing.ts";
import { newestCode } from "#app/payments/payment-list-sources.ts";
import { foundPayments } from "#app/payments/payment-list-sql.ts";
import { PAYMENT_STATUSES } from "#app/payments/payment-status.ts";
import { PAYMENTS_IN_CASES, statusWhere } from "#app/payments/payment-list-status.ts";
import { CHANNELS, HOUR_OF_LIMA, STEP_REACHED } from "#app/payments/payment-list-steps.ts";
import { AMOUNT_STARTS, TIME_STARTS } from "#app/figures/figure-bands.ts";
import { timeBandsOf, type FunnelRow, type OutcomeRow, type PayTimes } from "#app/figures/figures-view.ts";

export interface Counted {
  shopId: string;
  filter: KnownMode;
}

const DAY_OF_LIMA = "(p.received_at at time zone 'America/Lima')::date";
const STEP_COLUMNS =
  "p.id, p.told, p.amount_centimos, p.received_at, p.first_seen_at, p.kept_at, p.renewals";
/** Of a payment `p`, with `w` where one of its cases is open. */
const STEPS_REACHED = `${STEP_REACHED.issued} as issued, ${STEP_REACHED.seen} as seen, ${STEP_REACHED.kept} as kept,
  p.told = 'resolved' and w.id is null as paid`;
const STEP_COUNTS = `count(*)::int as started, (count(*) filter (where issued))::int as issued,
  (count(*) filter (where seen))::int as seen, (count(*) filter (where kept))::int as kept,
  (count(*) filter (where paid))::int as paid`;
const IN_CASES = `in_cases as materialized (${PAYMENTS_IN_CASES})`;

/** Where the payments stand that began on each day, and their amounts, each currency by itself. */
export async function countOutcomes(db: Queryable, request: Counted): Promise<OutcomeRow[]> {
  const { head, found, values } = foundPayments(
    request,
    "p.id, p.told, p.currency, p.amount_centimos, p.received_at",
  );
  const sums = PAYMENT_STATUSES.map(
    (status) => `count(*) filter (where status = '${status}') as ${status}_count,
      sum(amount_centimos) filter (where status = '${status}') as ${status}_centimos`,
  );
  const lines = PAYMENT_STATUSES.map((status) => `('${status}', ${status}_count, ${status}_centimos)`);
  const { rows } = await db.query<OutcomeRow>({
    // A resolved payment's status says nothing of its code: most codes are never looked up. Statuses are columns first: the planner
    // would expect far too many groups of them, and sort all payments. The offset keeps it from telling each status once for each column.
    text: `
      with ${head}${IN_CASES}
      select currency, to_char(day, 'YYYY-MM-DD') as day, status, count::int as count, centimos::float8 as centimos
      from (
        select currency, day, ${sums.join(", ")}
        from (
          select p.currency, ${DAY_OF_LIMA} as day, p.amount_centimos,
            ${statusWhere("w.id is not null")} as status
          from (${found}) p left join in_cases w on w.id = p.id
            ${newestCode("p.told <> 'resolved'")}
          offset 0
        ) standing
        group by currency, day
      ) summed cross join lateral (values ${lines.join(", ")}) line (status, count, centimos)
      where count > 0`,
    values,
  });
  return rows;
}

type InOneCurrency = Counted & { filter: { currency: Currency } };

/** How far the payments came: all of them, and those of each day, hour and amount band. */
export async function countSteps(db: Queryable, request: InOneCurrency): Promise<FunnelRow[]> {
  const { head, found, values } = foundPayments(request, STEP_COLUMNS);
  const band = `width_bucket(p.amount_centimos, $${values.length + 1}::int[]) - 1`;
  const { rows } = await db.query<FunnelRow>({
    text: `
      with ${head}${IN_CASES}
      select
        case grouping(day, hour, band) when 3 then 'day' when 5 then 'hour' when 6 then 'amount' else 'all' end as dimension,
        case grouping(day, hour, band) when 3 then to_char(day, 'YYYY-MM-DD') when 5 then hour::text when 6 then band::text end as part,
        ${STEP_COUNTS}
      from (
        select ${DAY_OF_LIMA} as day, ${HOUR_OF_LIMA} as hour, ${band} as band, ${STEPS_REACHED}
        from (${found}) p left join in_cases w on w.id = p.id
      ) reached
      group by grouping sets ((), (day), (hour), (band))`,
    values: [...values, AMOUNT_STARTS],
  });
  return rows;
}

/** The same of those that were paid in each channel, and of those of which nobody says where. */
export async function countChannels(db: Queryable, request: InOneCurrency): Promise<FunnelRow[]> {
  const { head, found, values } = foundPayments(request, STEP_COLUMNS);
  const { rows } = await db.query<FunnelRow>({
    // The filter needs the channels only sometimes; once is enough.
    text: `
      with ${head === "" ? `${CHANNELS}, ` : head}${IN_CASES}
      select 'channel' as dimension, channel as part, ${STEP_COUNTS}
      from (
        select h.channel, ${STEPS_REACHED}
        from (${found}) p left join in_cases w on w.id = p.id left join channels h on h.payment_id = p.id
      ) reached
      group by channel`,
    values,
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
