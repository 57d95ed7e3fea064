/**
 * What PagoEfectivo says of a code now, as an event. Only a look-up decides: a notice merely asks for one, and an
 * empty item, an error or an unclear status proves nothing.
 */
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import { credentialsOfVersion } from "#app/merchants/credential-queries.server.ts";
import type { CipLookUp } from "#app/pagoefectivo/pagoefectivo-client.ts";
import type { Money } from "#app/lib/money.ts";
import type { CodeFindings } from "#app/payments/advance-payment.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import type { Ending, PaymentEvent } from "#app/payments/payment-events.ts";
import type { Code, Payment } from "#app/payments/payment.ts";

/** Why PagoEfectivo is asked: what an unpaid payment becomes now, and whether an answer must come now. */
export interface Purpose {
  ending: Ending | null;
  isDeadline: boolean;
}

export const JUST_ASKING: Purpose = { ending: null, isDeadline: false };

/** What was found: the word of one meaning (docs/glossary.md), and what is worth keeping of the answer. */
export interface Found {
  kind: "paid" | "amount-differs" | "still-payable" | "proved-expired" | "proved-removed" | "not-known";
  findings: CodeFindings;
  /** For the timeline; no personal data. */
  detail: Record<string, string | number | null>;
  /** What PagoEfectivo says was collected, when it differs from the code. */
  held?: Money;
}

/** Asks about one CIP under the credentials it was made with. Never throws for what PagoEfectivo may do. */
export async function askAboutCode(deps: PaymentDeps, code: Code): Promise<Found> {
  if (!code.cip) return notKnown("no-cip");
  try {
    const credentials = await credentialsOfVersion(deps.db, deps.vault, code.credentialVersionId);
    const found = await deps.pagoefectivo.searchCips(credentials, [code.cip]);
    const lookUp = found.get(code.cip);
    return lookUp ? readLookUp(code, lookUp) : notKnown("empty-item");
  } catch (error) {
    if (!isExternalCallError(error)) throw error;
    return notKnown(error.reason);
  }
}

/** The meaning of one look-up for a code. */
export function readLookUp(code: Pick<Code, "amountCentimos" | "currency">, lookUp: CipLookUp): Found {
  const detail = { status: lookUp.rawStatus, statusName: lookUp.statusName };
  switch (lookUp.status) {
    case "paid": {
      const isEqual =
        lookUp.amount?.centimos === code.amountCentimos && lookUp.amount.currency === code.currency;
      if (isEqual) return { kind: "paid", findings: { paidAt: lookUp.paidAt }, detail };
      const amount = {
        foundCentimos: lookUp.amount?.centimos ?? null,
        foundCurrency: lookUp.amount?.currency ?? null,
      };
      return {
        kind: "amount-differs",
        findings: {},
        detail: { ...detail, ...amount },
        ...(lookUp.amount && { held: lookUp.amount }),
      };
    }
    case "pending":
      return { kind: "still-payable", findings: {}, detail };
    case "expired":
      return { kind: "proved-expired", findings: {}, detail };
    case "removed":
      return { kind: "proved-removed", findings: {}, detail };
    case "other":
      return { kind: "not-known", findings: {}, detail };
  }
}

/** The event that a finding is for the lifecycle. */
export function eventOf(found: Found, payment: Payment, now: Date, purpose: Purpose): PaymentEvent {
  switch (found.kind) {
    case "paid":
      return {
        kind: "paid",
        pastDeadline: payment.pendingExpiresAt !== null && now > payment.pendingExpiresAt,
        groupResolved: payment.groupResolved,
        otherExpected: payment.otherExpected,
      };
    case "proved-expired":
    case "proved-removed":
      return { kind: found.kind, ending: payment.moneyInCase ? null : purpose.ending };
    case "not-known":
      return { kind: purpose.isDeadline ? "not-known-at-deadline" : "not-known" };
    case "amount-differs":
    case "still-payable":
      return { kind: found.kind };
  }
}

function notKnown(why: string): Found {
  return { kind: "not-known", findings: {}, detail: { why } };
}
