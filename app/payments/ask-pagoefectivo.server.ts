/**
 * What PagoEfectivo says of a code now, as an event. Only a look-up decides: a notice merely asks for one, and an
 * empty item, an error or an unclear status proves nothing.
 */
import { isOwnOrder } from "#app/lib/call-lanes.server.ts";
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import type { CipLookUp } from "#app/pagoefectivo/pagoefectivo-client.ts";
import type { Money } from "#app/lib/money.ts";
import type { CodeFindings } from "#app/payments/advance-payment.server.ts";
import { rejectTime, releaseTime } from "#app/payments/code-expiry.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import type { Ending, PaymentEvent } from "#app/payments/payment-events.ts";
import type { Code, EndReason, Payment } from "#app/payments/payment.ts";
import { lastMadeCode, mayEndBy } from "#app/payments/renewal.ts";

/** Why PagoEfectivo is asked: what an unpaid payment becomes now, and whether an answer must come now. */
export interface Purpose {
  ending: Ending | null;
  isDeadline: boolean;
  /** Why an open payment is given up with it, where that is a person's will and not the time. */
  endReason?: EndReason;
}

export const JUST_ASKING: Purpose = { ending: null, isDeadline: false };

/**
 * What a look-up is for at this time. A code that can still be paid after its release time dies now in any case; only the
 * payment's own end may wait for a business day, and for the newest of its codes.
 */
export function purposeAt(payment: Payment, code: Code | null, now: Date): Purpose {
  if (!code || now < releaseTime(payment.startedAt, code)) return JUST_ASKING;
  const isTimeToEnd = now >= rejectTime(payment.startedAt, lastMadeCode(payment) ?? code);
  return { ending: isTimeToEnd ? payment.atExpiry : null, isDeadline: true };
}

/** Nothing came back. */
export interface Silence {
  /** Nothing was sent either, and trying makes sense again after this. */
  retryAfterMs: number | null;
  /** We only waited for our turn: it says nothing about PagoEfectivo. */
  isOwnOrder: boolean;
}

/** What was found: the word of one meaning (docs/glossary.md), and what is worth keeping of the answer. */
export interface Found {
  kind: "paid" | "amount-differs" | "still-payable" | "proved-expired" | "proved-removed" | "not-known";
  findings: CodeFindings;
  /** For the timeline; no personal data. */
  detail: Record<string, string | number | null>;
  /** What PagoEfectivo says was collected, when it differs from the code. */
  held?: Money;
  /** Only where it is not known for want of an answer. */
  silence?: Silence;
}

/** What of a code it takes to ask about it, and to understand the answer. */
export type AskedCode = Pick<Code, "cip" | "credentialVersionId" | "amountCentimos" | "currency">;

/** Asks about one CIP under the credentials it was made with. Never throws for what PagoEfectivo may do. */
export async function askAboutCode(deps: Pick<PaymentDeps, "lookUps">, code: AskedCode): Promise<Found> {
  if (!code.cip) return notKnown("no-cip");
  try {
    const lookUp = await deps.lookUps.lookUp(code.credentialVersionId, code.cip);
    return lookUp ? readLookUp(code, lookUp) : notKnown("empty-item");
  } catch (error) {
    if (!isExternalCallError(error)) throw error;
    const { reason, retryAfterMs } = error;
    if (error.outcome === "refused") return notKnown(reason);
    return { ...notKnown(reason), silence: { retryAfterMs, isOwnOrder: isOwnOrder(reason) } };
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

/** The event that a finding about a code is for the lifecycle. */
export function eventOf(
  found: Found,
  { payment, code }: { payment: Payment; code: Code | null },
  now: Date,
  purpose: Purpose,
): PaymentEvent {
  switch (found.kind) {
    case "paid":
      return {
        kind: "paid",
        pastDeadline: mayHaveEndedOtherwise(payment, now),
        groupResolved: payment.groupResolved,
        otherExpected: payment.otherExpected,
      };
    case "proved-expired":
    case "proved-removed":
      return {
        kind: found.kind,
        ending: mayEndBy(payment, code, endOf(purpose, now)) ? purpose.ending : null,
      };
    case "not-known":
      return {
        kind: purpose.isDeadline && !found.silence?.isOwnOrder ? "not-known-at-deadline" : "not-known",
      };
    case "amount-differs":
    case "still-payable":
      return { kind: found.kind };
  }
}

function endOf(purpose: Purpose, now: Date): { now: Date; isGivenUp: boolean } {
  return { now, isGivenUp: purpose.endReason !== undefined };
}

/** Money that comes so late finds an order that the merchant may have cancelled, or taken other money for. */
function mayHaveEndedOtherwise(payment: Payment, now: Date): boolean {
  const { pendingExpiresAt: deadline } = payment;
  return deadline === null ? payment.otherOrderEnded : now > deadline;
}

function notKnown(why: string): Found {
  return { kind: "not-known", findings: {}, detail: { why } };
}
