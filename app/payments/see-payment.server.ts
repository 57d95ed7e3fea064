/** The merchant looks at one payment. */
import { isId } from "#app/lib/ids.server.ts";
import { rejectTime } from "#app/payments/code-expiry.ts";
import { latestExtension, whichActs } from "#app/payments/merchant-act-rules.ts";
import { findUnsentReports } from "#app/payments/merchant-act-store.server.ts";
import {
  findAttempts,
  findCases,
  findNotes,
  findReceived,
  findReportedAttempts,
  findTimeline,
} from "#app/payments/payment-detail-queries.server.ts";
import { maskContact, type PaymentDetail } from "#app/payments/payment-detail.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { loadPayment } from "#app/payments/payment-queries.server.ts";
import { paymentStatus } from "#app/payments/payment-status.ts";
import { currentCode, type Payment } from "#app/payments/payment.ts";
import { operationNumberOf, shownNotice } from "#app/payments/shown-notice.server.ts";

export interface SeePaymentDeps extends Pick<PaymentDeps, "clock" | "db"> {
  publicOrigin: string;
}

/** Null for a payment that does not exist and for one of another shop alike: nobody learns which. */
export async function seePayment(
  deps: SeePaymentDeps,
  key: { shopId: string; paymentId: string },
): Promise<PaymentDetail | null> {
  const payment = isId(key.paymentId) ? await loadPayment(deps.db, key.paymentId) : null;
  if (payment?.shopId !== key.shopId) return null;
  const [timeline, toShopify, received, cases, notes, attempts, unsent] = await Promise.all([
    findTimeline(deps.db, key),
    findReportedAttempts(deps.db, key),
    findReceived(deps.db, key),
    findCases(deps.db, key),
    findNotes(deps.db, key),
    findAttempts(deps.db, key),
    findUnsentReports(deps.db, payment.id),
  ]);
  const now = deps.clock.now();
  const acts = whichActs({ ...payment, hasUnsentReport: unsent.length > 0 }, now);
  return {
    ...summaryOf(
      payment,
      cases.some(({ isOpen }) => isOpen),
    ),
    shopperPage: `${deps.publicOrigin}/v/${payment.slug}`,
    contact: maskContact({ email: payment.shopperEmail, phone: payment.shopperPhone }),
    acts,
    extension: acts.extend === null ? extensionOf(payment) : null,
    operationNumber: operationNumberOf(received),
    fromPagoEfectivo: received.map(shownNotice),
    ...{ timeline, toShopify, cases, notes, attempts },
  };
}

function summaryOf(payment: Payment, needsPerson: boolean) {
  const code = currentCode(payment);
  const isAwaited = payment.told === "open" || payment.told === "pending";
  return {
    id: payment.id,
    sessionId: payment.sessionId,
    status: paymentStatus({ told: payment.told, codeState: code?.state ?? null, needsPerson }),
    told: payment.told,
    amount: { centimos: payment.amountCentimos, currency: payment.currency },
    test: payment.test,
    createdAt: payment.receivedAt.toISOString(),
    code: code && {
      id: code.id,
      cip: code.cip,
      state: code.state,
      expiresAt: code.expiresAt.toISOString(),
      paidAt: code.paidAt?.toISOString() ?? null,
    },
    endsAt: code && isAwaited ? rejectTime(payment.startedAt, code).toISOString() : null,
    pendingExpiresAt: payment.pendingExpiresAt?.toISOString() ?? null,
  };
}

function extensionOf(payment: Payment): PaymentDetail["extension"] {
  const latest = latestExtension(payment);
  const code = currentCode(payment);
  return latest && code && { after: code.expiresAt.toISOString(), latest: latest.toISOString() };
}
