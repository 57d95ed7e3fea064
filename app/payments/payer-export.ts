/** What an export says of each payment. */
import type { Currency } from "#app/lib/money.ts";

export interface ExportedCode {
  cip: string | null;
  state: string;
  createdAt: string;
  expiresAt: string;
  paidAt: string | null;
}

/** Instants in ISO 8601; those inside `codes`, `reports`, `notes` and `slips` as PostgreSQL's JSON writes them, with their offset. */
export interface ExportedPayment {
  shopifyPaymentId: string;
  receivedAt: Date;
  amountCentimos: number;
  currency: Currency;
  test: boolean;
  told: string;
  email: string | null;
  phone: string | null;
  givenName: string | null;
  lastName: string | null;
  locale: string | null;
  pageFirstSeenAt: Date | null;
  codes: ExportedCode[];
  reports: { kind: string; decidedAt: string; acknowledgedAt: string | null }[];
  notes: { at: string; text: string }[];
  slips: { leftAt: string; operationNumber: string; paidWhere: string | null; paidAt: string | null }[];
}
