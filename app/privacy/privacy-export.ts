/** The document that answers `customers/data_request`; docs/privacy.md describes it for the merchant who passes it on. */
import { toDecimalText } from "#app/lib/money.ts";
import type { ExportedPayment } from "#app/payments/payer-export.ts";
import type { Contact } from "#app/privacy/person.ts";
import type { ExportedRefund } from "#app/refunds/exported-refund.ts";

/** Raised when a field changes its meaning or goes; a new field does not raise it. */
const FORMAT = "ventanilla-customer-data/1";

export interface PrivacyExport {
  format: string;
  shop: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  askedFor: Contact;
  payments: object[];
  refunds: readonly ExportedRefund[];
}

/** Amounts as decimal text in soles or dollars, instants in ISO 8601. */
export function buildExport(input: {
  shop: string;
  at: Date;
  person: Contact;
  payments: readonly ExportedPayment[];
  refunds: readonly ExportedRefund[];
}): PrivacyExport {
  return {
    format: FORMAT,
    shop: input.shop,
    createdAt: input.at.toISOString(),
    askedFor: { email: input.person.email, phone: input.person.phone },
    refunds: input.refunds,
    payments: input.payments.map(({ amountCentimos, ...payment }) => ({
      ...payment,
      receivedAt: payment.receivedAt.toISOString(),
      pageFirstSeenAt: payment.pageFirstSeenAt?.toISOString() ?? null,
      amount: toDecimalText(amountCentimos),
      codes: payment.codes.map((code) => ({
        ...code,
        createdAt: iso(code.createdAt),
        expiresAt: iso(code.expiresAt),
        paidAt: code.paidAt && iso(code.paidAt),
      })),
      reports: payment.reports.map((report) => ({
        ...report,
        decidedAt: iso(report.decidedAt),
        acknowledgedAt: report.acknowledgedAt && iso(report.acknowledgedAt),
      })),
      notes: payment.notes.map((note) => ({ ...note, at: iso(note.at) })),
      slips: payment.slips.map((slip) => ({
        ...slip,
        leftAt: iso(slip.leftAt),
        paidAt: slip.paidAt && iso(slip.paidAt),
      })),
    })),
  };
}

/** As PostgreSQL's JSON writes it, in UTC. */
function iso(text: string): string {
  return new Date(text).toISOString();
}
