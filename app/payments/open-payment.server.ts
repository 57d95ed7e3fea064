/**
 * A payment session arrived, for the first time or again. It is stored with the job that issues its code before it
 * is answered; PagoEfectivo is not asked here, so that checkout never waits for it.
 */
import { newId, newSlug } from "#app/lib/ids.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { sessionStart } from "#app/payments/code-expiry.ts";
import { modeOf } from "#app/payments/payment.ts";
import { findSession, readIntakeFacts, type StoredSession } from "#app/payments/payment-queries.server.ts";
import { insertPayment, type NewPayment } from "#app/payments/payment-store-intake.server.ts";
import type { PaymentSessionRequest } from "#app/shopify/payment-session-request.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

export type OpenPaymentOutcome =
  | { kind: "accepted"; slug: string }
  | { kind: "refused"; reason: "unknown-shop" | "shop-not-ready" | "content-differs" | "group-busy" };

export interface ArrivedSession {
  shop: ShopDomain;
  requestId: string | null;
  request: PaymentSessionRequest;
}

/**
 * Answers equal sessions with equal slugs, however many arrive at once. A known session is answered before the shop
 * is looked at: what was promised stays promised while a shop is not ready.
 */
export async function openPayment(
  deps: Pick<PaymentDeps, "clock" | "db" | "log">,
  arrived: ArrivedSession,
): Promise<OpenPaymentOutcome> {
  const { shop, request } = arrived;
  const known = await findSession(deps.db, { shop, sessionId: request.id });
  if (known) return answerAgain(deps, arrived, known);

  const facts = await readIntakeFacts(deps.db, {
    shop,
    sessionGroup: request.group,
    mode: modeOf(request.test),
    currency: request.amount.currency,
  });
  if (!facts?.installed) return { kind: "refused", reason: "unknown-shop" };
  if (!facts.ready || !facts.hasCredentials) return { kind: "refused", reason: "shop-not-ready" };

  const payment = newPayment(deps, arrived, facts.shopId);
  if (!facts.groupBusy) {
    const stored = await insertPayment(deps.db, payment);
    if (stored === "stored") return { kind: "accepted", slug: payment.slug };
  }
  // Either an equal session was stored in this very moment, or another one of its group holds the place.
  const rival = await findSession(deps.db, { shop, sessionId: request.id });
  return rival ? answerAgain(deps, arrived, rival) : { kind: "refused", reason: "group-busy" };
}

function answerAgain(
  deps: Pick<PaymentDeps, "log">,
  arrived: ArrivedSession,
  stored: StoredSession,
): OpenPaymentOutcome {
  if (sameContent(arrived.request, stored)) return { kind: "accepted", slug: stored.slug };
  deps.log.error(
    { alert: true, shop: arrived.shop, paymentId: stored.paymentId, requestId: arrived.requestId },
    "Shopify repeated a session id with other content; the first content stands",
  );
  return { kind: "refused", reason: "content-differs" };
}

/** Content = gid, group, amount, currency, test, kind. Of everything else the first is kept. */
function sameContent(request: PaymentSessionRequest, stored: StoredSession): boolean {
  return (
    request.gid === stored.sessionGid &&
    request.group === stored.sessionGroup &&
    request.amount.centimos === stored.amountCentimos &&
    request.amount.currency === stored.currency &&
    request.test === stored.test &&
    request.kind === stored.kind
  );
}

function newPayment(
  deps: Pick<PaymentDeps, "clock">,
  { request, requestId }: ArrivedSession,
  shopId: string,
): NewPayment {
  const receivedAt = deps.clock.now();
  return {
    id: newId(deps.clock),
    shopId,
    slug: newSlug(),
    sessionId: request.id,
    sessionGid: request.gid,
    sessionGroup: request.group,
    amountCentimos: request.amount.centimos,
    currency: request.amount.currency,
    test: request.test,
    kind: request.kind,
    cancelUrl: request.cancelUrl,
    merchantLocale: request.merchantLocale,
    shopperEmail: request.customer.email,
    shopperPhone: request.customer.phone,
    shopperGivenName: request.customer.givenName,
    shopperLastName: request.customer.familyName,
    shopperLocale: request.customer.locale,
    requestId,
    proposedAt: request.proposedAt,
    receivedAt,
    startedAt: sessionStart(request.proposedAt, receivedAt),
  };
}
