/** A person of the shop looks at one refund: what happened, the amounts, where the money goes, what can be done. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { isId } from "#app/lib/ids.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { Mailer } from "#app/lib/mailer.server.ts";
import type { Money } from "#app/lib/money.ts";
import { maskContact } from "#app/payments/payment-detail.ts";
import { findTimeline } from "#app/payments/payment-detail-queries.server.ts";
import { findBatchOf } from "#app/refunds/batch/batch-queries.server.ts";
import { deskActs } from "#app/refunds/desk-acts.ts";
import { isOverdue } from "#app/refunds/refund-list.ts";
import { loadStandingRefund } from "#app/refunds/refund-queries.server.ts";
import { loadRefundForPage, type StoredRefund } from "#app/refunds/refund-page-queries.server.ts";
import { seeReceipt } from "#app/refunds/receipt/receipt.server.ts";
import type { RefundPageView } from "#app/refunds/refund-page.ts";

export interface SeeRefundDeps {
  clock: Clock;
  db: Queryable;
  mailer: Mailer | null;
}

/** Null for a refund that does not exist and for one of another shop alike: nobody learns which. */
export async function seeRefund(
  deps: SeeRefundDeps,
  key: { shopId: string; refundId: string; userId: string },
): Promise<RefundPageView | null> {
  const stored = isId(key.refundId) ? await loadRefundForPage(deps.db, key) : null;
  if (!stored) return null;
  const [standing, lines, batch, receipt] = await Promise.all([
    loadStandingRefund(deps.db, key),
    findTimeline(deps.db, { shopId: key.shopId, paymentId: stored.paymentId }),
    findBatchOf(deps.db, key),
    seeReceipt(deps, key),
  ]);
  invariant(standing, "a refund is never deleted");
  const { needsApproval, inOpenBatch, isFrozen } = standing;
  const now = deps.clock.now();
  return {
    ...amountsOf(stored),
    ...{ id: stored.id, state: stored.state, version: stored.version, test: stored.test },
    receivedAt: stored.receivedAt.toISOString(),
    now: now.toISOString(),
    isOverdue: isOverdue(stored, now),
    isFromShopify: stored.isFromShopify,
    payment: { id: stored.paymentId, sessionId: stored.sessionId },
    caseId: stored.caseId,
    contact: maskContact({ email: stored.shopperEmail, phone: stored.shopperPhone }),
    canMail: deps.mailer !== null,
    link: linkOf(stored, now),
    destination: destinationOf(stored, key.userId),
    approval: approvalOf(stored, needsApproval),
    ...endOf(stored),
    ...{ inOpenBatch, isFrozen, batch, receipt },
    report: reportOf(stored),
    acts: deskActs({
      ...{ state: stored.state, test: stored.test, needsApproval, inOpenBatch },
      hasDestination: stored.sealedDestination !== null,
    }),
    timeline: lines.filter(({ detail }) => detail["refundId"] === stored.id),
  };
}

function amountsOf(stored: StoredRefund) {
  const { amountCentimos: centimos, currency, paidCurrency } = stored;
  const ofPayment = (amount: number): Money => ({ centimos: amount, currency: paidCurrency });
  const orNone = (amount: number) => (amount > 0 ? ofPayment(amount) : null);
  return {
    amount: { centimos, currency },
    paid: ofPayment(stored.paidCentimos),
    givenBack: orNone(stored.givenBackCentimos),
    alsoOpen: orNone(stored.alsoOpenCentimos),
  };
}

function approvalOf(stored: StoredRefund, isNeeded: boolean): RefundPageView["approval"] {
  const { approvalAboveCentimos: above, approvedAt, approvedByName } = stored;
  return {
    isNeeded,
    above: above === null ? null : { centimos: above, currency: stored.paidCurrency },
    given: approvedAt && { at: approvedAt.toISOString(), by: approvedByName ?? "" },
  };
}

function linkOf(stored: StoredRefund, now: Date): RefundPageView["link"] {
  const { linkMadeAt, linkExpiresAt, linkUsedAt, linkOpensLeft } = stored;
  if (!linkMadeAt || !linkExpiresAt) return null;
  return {
    madeAt: linkMadeAt.toISOString(),
    expiresAt: linkExpiresAt.toISOString(),
    isUsed: linkUsedAt !== null,
    isOver: linkExpiresAt <= now || linkOpensLeft === 0,
  };
}

function destinationOf(stored: StoredRefund, userId: string): RefundPageView["destination"] {
  const { hint, detailsAt, detailsBy, detailsByName } = stored;
  if (!hint || !detailsAt) return null;
  return {
    hint,
    at: detailsAt.toISOString(),
    by: detailsBy === "shopper" ? null : detailsByName,
    isMine: detailsBy === userId,
  };
}

function endOf(stored: StoredRefund): Pick<RefundPageView, "paidOut" | "refused"> {
  const { state, endedAt, paidOutOn, paidOutByName, bankReference, refusalText } = stored;
  if (!endedAt) return { paidOut: null, refused: null };
  const at = endedAt.toISOString();
  if (state === "refused") return { paidOut: null, refused: { text: refusalText, at } };
  const paidOut = { on: paidOutOn ?? "", reference: bankReference, by: paidOutByName ?? "", at };
  return { paidOut, refused: null };
}

/** A report that is held or was given up waits too: it is sent again once it can be. */
function reportOf({ reportState }: StoredRefund): RefundPageView["report"] {
  if (reportState === null) return null;
  if (reportState === "acknowledged") return "told";
  return reportState === "refused" ? "refused" : "waiting";
}
