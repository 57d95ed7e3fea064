/** The only writer of fee terms. A save carries the version that its page was read at, and is audited with it. */
import type { FeeTerms } from "#app/books/fee-terms.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { AuditAction } from "#app/merchants/audit-action.ts";

const SAVED: AuditAction = "fee-terms-saved";
const WITHDRAWN: AuditAction = "fee-terms-withdrawn";

/**
 * Adds the terms as the shop's next version, in place of those of the same currency and day; withdrawn, none hold from that day. All or
 * nothing; `conflict`: somebody saved since the version was read.
 */
export async function storeFeeTerms(
  db: Queryable,
  save: {
    shopId: string;
    userId: string;
    at: Date;
    version: number;
    terms: FeeTerms;
    isWithdrawn: boolean;
    /** What they take the place of. */
    before: FeeTerms | null;
  },
): Promise<"saved" | "conflict"> {
  const { terms, isWithdrawn } = save;
  const { conversion, cycle } = terms;
  const { rows } = await db.query<{ saved: number }>({
    name: "store-fee-terms",
    text: `
      with saved as (
        insert into fee_terms (shop_id, version, saved_by, saved_at, withdrawn, currency, valid_from, percent_thousandths,
          fixed_centimos, minimum_centimos, igv_thousandths, conversion_into, conversion_charge_thousandths,
          conversion_rate_ten_thousandths, refunded_fee, monthly_minimum_centimos, cycle_days, cycle_weekday, tolerance_centimos)
        select $1, $4::int + 1, $2, $3, $5, $6, $7::date, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19
        where (select coalesce(max(version), 0) from fee_terms where shop_id = $1) = $4
        -- Two at once have seen the same version: one of them is first.
        on conflict do nothing
        returning shop_id
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, before, after)
        select shop_id, $3, $2, $20, $21::jsonb, $22::jsonb from saved
      )
      select count(*)::int as saved from saved`,
    values: [
      save.shopId,
      save.userId,
      save.at,
      save.version,
      isWithdrawn,
      terms.currency,
      terms.validFrom,
      terms.percentThousandths,
      terms.fixedCentimos,
      terms.minimumCentimos,
      terms.igvThousandths,
      conversion?.into ?? null,
      conversion?.chargeThousandths ?? null,
      conversion?.rateTenThousandths ?? null,
      terms.refundedFee,
      terms.monthlyMinimumCentimos,
      cycle?.kind === "business-days" ? cycle.days : null,
      cycle?.kind === "weekly" ? cycle.weekday : null,
      terms.toleranceCentimos,
      isWithdrawn ? WITHDRAWN : SAVED,
      save.before === null ? null : JSON.stringify(save.before),
      isWithdrawn ? null : JSON.stringify(terms),
    ],
  });
  return rows[0]?.saved === 1 ? "saved" : "conflict";
}
