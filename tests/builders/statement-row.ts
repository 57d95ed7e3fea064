import type { StatementRow } from "../../app/books/statement-row.ts";

/** A row of PagoEfectivo's report that was paid, but for what the test sets. */
export function statementRow(more: Partial<StatementRow> = {}): StatementRow {
  return {
    ...{ line: 2, cip: "2541865", transactionCode: null, operationNumber: null, amountCentimos: 16_035 },
    ...{ currency: "PEN", state: "paid", issuedAt: "2026-11-01T15:00:00.000Z" },
    ...{ paidAt: "2026-11-03T15:00:00.000Z", expiresAt: null, channel: null, feeCentimos: null },
    ...{ igvCentimos: null, netCentimos: null, settledOn: null, settlementRef: null },
    ...more,
  };
}
