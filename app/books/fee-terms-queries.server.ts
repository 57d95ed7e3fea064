/** Reads a shop's fee terms, and what was paid in a month. Every statement asks for one shop. */
import { feeTerms, type FeeTerms } from "#app/books/fee-terms.ts";
import type { MonthGroup } from "#app/books/fee-month.ts";
import type { ShownTerms } from "#app/books/fees-view.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";

export interface StoredFeeTerms {
  /** Of all terms of the shop together; 0 before anybody saved any. */
  version: number;
  /** Those that hold, newest first. */
  terms: ShownTerms[];
}

interface Row extends Omit<FeeTerms, "conversion" | "cycle"> {
  version: number;
  conversionInto: Currency | null;
  conversionCharge: number | null;
  conversionRate: number | null;
  cycleDays: number | null;
  cycleWeekday: number | null;
  withdrawn: boolean;
  savedAt: Date;
  savedBy: string;
}

export async function loadFeeTerms(db: Queryable, shopId: string): Promise<StoredFeeTerms> {
  const { rows } = await db.query<Row>({
    name: "load-fee-terms",
    text: `
      select distinct on (t.currency, t.valid_from)
        (select max(version) from fee_terms where shop_id = $1) as version, t.currency, to_char(t.valid_from, 'YYYY-MM-DD') as "validFrom",
        t.withdrawn, t.percent_thousandths as "percentThousandths", t.fixed_centimos as "fixedCentimos",
        t.minimum_centimos as "minimumCentimos", t.igv_thousandths as "igvThousandths", t.conversion_into as "conversionInto",
        t.conversion_charge_thousandths as "conversionCharge", t.conversion_rate_ten_thousandths as "conversionRate",
        t.refunded_fee as "refundedFee", t.monthly_minimum_centimos as "monthlyMinimumCentimos", t.cycle_days as "cycleDays",
        t.cycle_weekday as "cycleWeekday", t.tolerance_centimos as "toleranceCentimos", t.saved_at as "savedAt",
        coalesce(u.name, t.saved_by) as "savedBy"
      from fee_terms t left join merchant_users u on u.shop_id = t.shop_id and u.user_id = t.saved_by
      where t.shop_id = $1 order by t.currency, t.valid_from desc, t.version desc`,
    values: [shopId],
  });
  return {
    version: rows[0]?.version ?? 0,
    terms: rows.filter(({ withdrawn }) => !withdrawn).map(toShown),
  };
}

function toShown({ savedAt, savedBy, ...row }: Row): ShownTerms {
  const { conversionInto: into, conversionCharge, conversionRate, cycleDays, cycleWeekday } = row;
  const terms = feeTerms.parse({
    ...row,
    conversion: into && {
      into,
      chargeThousandths: conversionCharge,
      rateTenThousandths: conversionRate,
    },
    cycle: cycleOf(cycleDays, cycleWeekday),
  });
  return { ...terms, savedAt: savedAt.toISOString(), savedBy };
}

function cycleOf(days: number | null, weekday: number | null) {
  if (days !== null) return { kind: "business-days", days };
  return weekday === null ? null : { kind: "weekly", weekday };
}

/** Before a code's expiry it can be paid, and for some days after it money may still be found. */
const AROUND_EXPIRY = "interval '30 days'";

/** Real payments whose money came in between two instants, by day of Lima and amount: as many rows as there are different ones. */
export async function findPaidByAmount(
  db: Queryable,
  input: { shopId: string; from: Date; to: Date },
): Promise<MonthGroup[]> {
  const { rows } = await db.query<MonthGroup>({
    text: `
      select to_char(c.paid_at at time zone 'America/Lima', 'YYYY-MM-DD') as day, c.currency, c.amount_centimos as "amountCentimos",
        count(*)::int as count
      from codes c
      where c.shop_id = $1 and c.mode = 'live' and c.state = 'paid' and c.paid_at >= $2 and c.paid_at < $3
        -- Paid near its expiry, which an index knows.
        and c.expires_at >= $2::timestamptz - ${AROUND_EXPIRY} and c.expires_at < $3::timestamptz + ${AROUND_EXPIRY}
      group by 1, 2, 3`,
    values: [input.shopId, input.from, input.to],
  });
  return rows;
}
