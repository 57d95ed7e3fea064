/**
 * Payment sessions arrived, for the first time or again. Each is stored with the job that issues its code before it
 * is answered; PagoEfectivo is not asked here, so that checkout never waits for it.
 */
import { invariant } from "#app/lib/invariant.ts";
import { newId, newSlug } from "#app/lib/ids.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { sessionStart } from "#app/payments/code-expiry.ts";
import { modeOf } from "#app/payments/payment.ts";
import { findSessions, sessionKey, type StoredSession } from "#app/payments/payment-queries.server.ts";
import {
  storeSessions,
  type IntakeResult,
  type NewPayment,
} from "#app/payments/payment-store-intake.server.ts";
import type { PaymentSessionRequest } from "#app/shopify/payment-session-request.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

export type OpenPaymentOutcome =
  | { kind: "accepted"; slug: string }
  | { kind: "refused"; reason: "unknown-shop" | "shop-not-ready" | "content-differs" };

export interface ArrivedSession {
  shop: ShopDomain;
  /** Shopify's name for its request. */
  requestId: string | null;
  /** Ours: sessions of several requests are stored together, so that each brings its own along. */
  ourRequestId?: string | undefined;
  request: PaymentSessionRequest;
}

type OpenDeps = Pick<PaymentDeps, "clock" | "db" | "log">;

/**
 * Answers each session that arrived, in order; equal sessions get equal slugs, however many arrive at once. A known
 * session is answered before its shop is looked at: what was promised stays promised while a shop is not ready. Safe to
 * repeat, also when the answer of a commit was lost.
 */
export async function openPayments(
  deps: OpenDeps,
  arrived: readonly ArrivedSession[],
): Promise<OpenPaymentOutcome[]> {
  const offered = new Map<string, NewPayment>();
  for (const session of arrived) {
    // Equal keys in one statement would meet each other: the first is offered, all are answered below.
    const key = keyOf(session);
    if (!offered.has(key)) offered.set(key, newPayment(deps, session));
  }
  const results = await storeSessions(deps.db, inOneOrder(offered));

  const firstOf = new Set<string>();
  const answers = arrived.map((session) => {
    const key = keyOf(session);
    const payment = offered.get(key);
    const result = payment && results.get(payment.id);
    invariant(payment && result, "every session that was offered has a result");
    const isFirst = !firstOf.has(key);
    firstOf.add(key);
    return { session, payment, result, isSettled: result.stored && isFirst };
  });
  const unsettled = answers.filter((answer) => !answer.isSettled).map(({ session }) => session);
  const known =
    unsettled.length > 0 ? await findSessions(deps.db, unsettled) : new Map<string, StoredSession>();
  return answers.map(({ session, payment, result, isSettled }) => {
    if (isSettled) return { kind: "accepted", slug: payment.slug };
    const stored = known.get(keyOf(session));
    return stored ? answerAgain(deps, session, stored) : refusal(result);
  });
}

/** By their keys: two statements that write the same sessions in different orders would wait for each other. */
function inOneOrder(offered: ReadonlyMap<string, NewPayment>): NewPayment[] {
  return [...offered].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, payment]) => payment);
}

/** Why a session that is not known was not stored either. */
function refusal(result: IntakeResult): OpenPaymentOutcome {
  if (!result.installed) return { kind: "refused", reason: "unknown-shop" };
  return { kind: "refused", reason: "shop-not-ready" };
}

function keyOf(session: ArrivedSession): string {
  return sessionKey({ shop: session.shop, sessionId: session.request.id });
}

function answerAgain(
  deps: Pick<OpenDeps, "log">,
  arrived: ArrivedSession,
  stored: StoredSession,
): OpenPaymentOutcome {
  if (sameContent(arrived.request, stored)) return { kind: "accepted", slug: stored.slug };
  deps.log.error(
    {
      alert: true,
      shop: arrived.shop,
      paymentId: stored.paymentId,
      shopifyRequestId: arrived.requestId,
      requestId: arrived.ourRequestId,
    },
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
  deps: Pick<OpenDeps, "clock">,
  { shop, request, requestId }: ArrivedSession,
): NewPayment {
  const receivedAt = deps.clock.now();
  return {
    id: newId(deps.clock),
    shop,
    slug: newSlug(),
    sessionId: request.id,
    sessionGid: request.gid,
    sessionGroup: request.group,
    amountCentimos: request.amount.centimos,
    currency: request.amount.currency,
    test: request.test,
    kind: request.kind,
    mode: modeOf(request.test),
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
