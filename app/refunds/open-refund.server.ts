/**
 * A refund session arrived, for the first time or again; or a person opens a refund from a case. What cannot be given back is
 * stored too, refused with a reason: Shopify asked, and it is told.
 */
import { isId, newId } from "#app/lib/ids.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import type { RefundActOutcome, RefusalReason } from "#app/refunds/refund.ts";
import { refundReportArguments, refusalTexts } from "#app/refunds/refund-arguments.ts";
import {
  findCaseForRefund,
  findRefundSession,
  loadRefund,
  type StoredRefundSession,
} from "#app/refunds/refund-queries.server.ts";
import {
  storeCaseRefund,
  storeRefundSession,
  type ArrivedRefund,
} from "#app/refunds/refund-store-intake.server.ts";
import type { RefundSessionRequest } from "#app/shopify/refund-session-request.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

export type OpenRefundOutcome =
  | { kind: "accepted" }
  | {
      kind: "refused";
      reason: "unknown-shop" | "unknown-payment" | "content-differs" | "not-resolved-here";
    };

export interface ArrivedRefundSession {
  shop: ShopDomain;
  requestId: string | null;
  request: RefundSessionRequest;
}

type OpenDeps = Pick<PaymentDeps, "clock" | "db" | "log">;

/**
 * Stores the session before it is answered. A known one is answered as before, whatever has become of its shop; a shop that takes
 * no new payments keeps taking refunds of old ones. Safe to repeat, also when the answer of a commit was lost.
 */
export async function openRefund(
  deps: OpenDeps,
  arrived: ArrivedRefundSession,
): Promise<OpenRefundOutcome> {
  const { shop, requestId, request } = arrived;
  const intake = await storeRefundSession(deps.db, newRefund(deps, arrived));
  if (intake.stored) return { kind: "accepted" };
  const stored = await findRefundSession(deps.db, { shop, sessionId: request.id });
  if (stored) {
    if (sameContent(request, stored)) return { kind: "accepted" };
    deps.log.error(
      { alert: true, shop, refundId: stored.refundId, shopifyRequestId: requestId },
      "Shopify repeated a refund session's id with other content; the first content stands",
    );
    return { kind: "refused", reason: "content-differs" };
  }
  if (!intake.installed) return { kind: "refused", reason: "unknown-shop" };
  if (intake.paymentId === null) return { kind: "refused", reason: "unknown-payment" };
  deps.log.error(
    { alert: true, shop, paymentId: intake.paymentId, status: intake.told, shopifyRequestId: requestId },
    "Shopify asks for a refund of a payment that we did not tell it was paid",
  );
  return { kind: "refused", reason: "not-resolved-here" };
}

/** Content = gid, payment, amount, currency, test. Of everything else the first is kept. */
function sameContent(request: RefundSessionRequest, stored: StoredRefundSession): boolean {
  return (
    request.gid === stored.sessionGid &&
    request.paymentId === stored.paymentSessionId &&
    request.amountCentimos === stored.amountCentimos &&
    request.currency === stored.currency &&
    request.test === stored.test
  );
}

function newRefund(deps: Pick<OpenDeps, "clock">, { shop, request }: ArrivedRefundSession): ArrivedRefund {
  const texts = refusalTexts(request.merchantLocale);
  const refusal = (text: string) => ({
    text,
    arguments: refundReportArguments({
      kind: "refund-reject",
      sessionGid: request.gid,
      refusalText: text,
    }),
  });
  const refusals: Record<Exclude<RefusalReason, "by-merchant">, ReturnType<typeof refusal>> = {
    "over-refund": refusal(texts["over-refund"]),
    "other-currency": refusal(texts["other-currency"]),
    "other-mode": refusal(texts["other-mode"]),
    "policy-off": refusal(texts["policy-off"]),
  };
  return {
    id: newId(deps.clock),
    shop,
    sessionId: request.id,
    sessionGid: request.gid,
    paymentSessionId: request.paymentId,
    amountCentimos: request.amountCentimos,
    currency: request.currency,
    test: request.test,
    merchantLocale: request.merchantLocale,
    proposedAt: request.proposedAt,
    receivedAt: deps.clock.now(),
    refusals,
    reportId: newId(deps.clock),
  };
}

/**
 * A person gives back money that no order accounts for. It is bounded by what the case holds, and no machine makes an order of
 * that money any more.
 */
export async function openRefundFromCase(
  deps: Pick<PaymentDeps, "clock" | "db">,
  input: {
    shopId: string;
    userId: string;
    caseId: string;
    amountCentimos: number;
    /** The version of the case that the person saw. */
    version?: number;
  },
): Promise<RefundActOutcome> {
  const { shopId, userId, caseId, amountCentimos, version = null } = input;
  invariant(userId !== "", "a refund is opened by a person");
  const found = isId(caseId) ? await findCaseForRefund(deps.db, { shopId, caseId }) : null;
  if (!found) return { kind: "unknown" };
  if (!Number.isSafeInteger(amountCentimos) || amountCentimos <= 0) {
    return { kind: "refused", reason: "not-understood" };
  }
  if (!found.isByHand) return { kind: "refused", reason: "policy-off" };
  if (amountCentimos > found.heldCentimos) {
    return { kind: "refused", reason: found.heldCentimos === 0 ? "no-money" : "over-refund" };
  }
  const id = newId(deps.clock);
  const stored = await storeCaseRefund(deps.db, { ...input, version, id, at: deps.clock.now() });
  if (stored === "busy" || stored === "moved") return { kind: "moved" };
  if (stored !== "stored") return { kind: "refused", reason: stored };
  const refund = await loadRefund(deps.db, { shopId, refundId: id });
  invariant(refund, "what was stored is there");
  return { kind: "done", refund };
}
