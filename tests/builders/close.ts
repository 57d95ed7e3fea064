/** Both sides of a close, for tests of what is matched: each equal to the other but for what the test sets. */
import type { LedgerRow, SaidRow, StatementOfClose } from "#app/books/close-entry.ts";
import type { Matching } from "#app/books/close-matcher.ts";

export const PAID_AT = "2026-11-24T17:00:00.000Z";
export const REPORT: StatementOfClose = {
  ...{ id: "019374a0-0000-7000-8000-00000000aa01", kind: "report", fileName: "reporte.xlsx" },
  ...{ contentHash: "ab".repeat(32), rowCount: 10, lastLine: 11 },
  ...{ from: "2026-11-24T05:00:00.000Z", until: "2026-11-25T05:00:00.000Z" },
  paid: [{ currency: "PEN", first: "2026-11-24T06:00:00.000Z", last: "2026-11-24T23:00:00.000Z" }],
};
export const SETTLEMENT: StatementOfClose = {
  ...REPORT,
  ...{ id: "019374a0-0000-7000-8000-00000000aa02", kind: "settlement", fileName: "liquidacion.csv" },
};

/** A code with this number: paid, acknowledged by Shopify, nothing open. */
export function here(number = 1, more: Partial<LedgerRow> = {}): LedgerRow {
  return {
    codeId: codeIdOf(number),
    paymentId: `019374a0-0000-7000-8000-1${String(number).padStart(11, "0")}`,
    sessionId: `session-${number}`,
    cip: cipOf(number),
    state: "paid",
    amountCentimos: 12_500,
    currency: "PEN",
    createdAt: "2026-11-24T12:00:00.000Z",
    paidAt: PAID_AT,
    deadline: "2026-11-26T12:00:00.000Z",
    told: "resolved",
    acknowledgedAt: "2026-11-24T17:00:05.000Z",
    openCase: null,
    isDecided: false,
    refundedCentimos: 0,
    isSecond: false,
    hasOtherPaid: false,
    ...more,
  };
}

/** What a report says of it: paid. */
export function said(number = 1, more: Partial<SaidRow> = {}): SaidRow {
  return {
    ...{ statementId: REPORT.id, kind: "report", line: number + 1, confirmedCodeId: null },
    ...{ cip: cipOf(number), transactionCode: codeIdOf(number), operationNumber: null },
    ...{ amountCentimos: 12_500, currency: "PEN", state: "paid" },
    ...{ issuedAt: "2026-11-24T12:00:00.000Z", paidAt: PAID_AT, expiresAt: null, channel: "BCP" },
    ...{ feeCentimos: null, igvCentimos: null, netCentimos: null, settledOn: null, settlementRef: null },
    ...more,
  };
}

export function settled(number = 1, more: Partial<SaidRow> = {}): SaidRow {
  return said(number, {
    ...{ statementId: SETTLEMENT.id, kind: "settlement" },
    ...{ feeCentimos: 400, igvCentimos: 72, netCentimos: 12_028 },
    ...{ settledOn: "2026-11-27", settlementRef: "LIQ-7" },
    ...more,
  });
}

export function matching(more: Partial<Matching> = {}): Matching {
  return { statements: [], settlements: new Map(), checkFee: () => null, ...more };
}

export function cipOf(number: number): string {
  return String(311_000_000 + number);
}

function codeIdOf(number: number): string {
  return `019374a0-0000-7000-8000-${String(number).padStart(12, "0")}`;
}
