import type { FeeTerms } from "#app/books/fee-terms.ts";
import type { StatementRow } from "#app/books/statement-row.ts";

/** Terms as a merchant in Peru may have them: 3.99 %, at least S/ 3.50, IGV 18 %, three business days. */
export function terms(more: Partial<FeeTerms> = {}): FeeTerms {
  return {
    currency: "PEN",
    validFrom: "2026-01-01",
    percentThousandths: 3_990,
    fixedCentimos: 0,
    minimumCentimos: 350,
    igvThousandths: 18_000,
    conversion: null,
    refundedFee: null,
    monthlyMinimumCentimos: null,
    cycle: { kind: "business-days", days: 3 },
    toleranceCentimos: 0,
    ...more,
  };
}

/** A settlement's row of S/ 100.00, paid on Monday 23 November 2026 at noon in Lima, exactly as `terms()` say. */
export function settledRow(more: Partial<StatementRow> = {}): StatementRow {
  return {
    line: 2,
    cip: "123456789",
    transactionCode: null,
    operationNumber: null,
    amountCentimos: 10_000,
    currency: "PEN",
    state: "paid",
    issuedAt: null,
    paidAt: "2026-11-23T17:00:00.000Z",
    expiresAt: null,
    channel: null,
    feeCentimos: 399,
    igvCentimos: 72,
    netCentimos: 9_529,
    settledOn: "2026-11-26",
    settlementRef: null,
    ...more,
  };
}
