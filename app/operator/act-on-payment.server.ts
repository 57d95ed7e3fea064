/**
 * What an operator does with one payment of any shop: look at it, have PagoEfectivo asked about it now, take its code back. Each act is the one
 * that the shop's own people have, with the operator's name in its place; nothing here decides or writes about money itself.
 */
import type { AuditAction } from "#app/merchants/audit-action.ts";
import { recordAudit } from "#app/merchants/audit.server.ts";
import { EXIT, type Operator, type OperatorAnswer } from "#app/operator/operator.ts";
import { findPaymentsOf, type FoundPayment } from "#app/operator/operator-queries.server.ts";
import { checkNow, voidByMerchant, type ActOutcome } from "#app/payments/merchant-acts.server.ts";
import type { ActRefusal } from "#app/payments/merchant-act-rules.ts";
import type { PaymentDetail } from "#app/payments/payment-detail.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { seePayment } from "#app/payments/see-payment.server.ts";

export interface OperatorDeps extends PaymentDeps {
  publicOrigin: string;
}

const OPERATOR_ACTED: AuditAction = "operator-acted";

/** Everything that is known of a payment, but who the shopper is and where their page is: those two are the shop's business. */
export async function lookAtPayment(deps: OperatorDeps, reference: string): Promise<OperatorAnswer> {
  const found = await findOne(deps, reference);
  if ("exitCode" in found) return found;
  const payment = await seePayment(deps, found);
  if (!payment) return notFound(reference);
  return {
    exitCode: EXIT.good,
    outcome: "found",
    why: "This is the payment as it stands.",
    payment: { shop: found.shop, ...shownOf(payment) },
  };
}

const ACTS = {
  requery: {
    which: "check",
    would:
      "PagoEfectivo would be asked now about every code of this payment, and what it says would be acted on.",
    run: checkNow,
  },
  void: {
    which: "void",
    would:
      "PagoEfectivo would be told to delete the code, then asked. Proved gone: the order that waits is rejected. Paid meanwhile: it is resolved.",
    run: voidByMerchant,
  },
} as const;
export type OperatorAct = keyof typeof ACTS;

/** `operator` null: a dry run, which asks nobody and writes nothing. */
export async function actOnPayment(
  deps: OperatorDeps,
  input: { act: OperatorAct; reference: string; operator: Operator | null },
): Promise<OperatorAnswer> {
  const { which, would, run } = ACTS[input.act];
  const found = await findOne(deps, input.reference);
  if ("exitCode" in found) return found;
  const before = await seePayment(deps, found);
  if (!before) return notFound(input.reference);
  const payment = { shop: found.shop, ...standing(before) };
  const reason = before.acts[which];
  if (reason) return refused(reason, { payment });
  if (!input.operator) return { exitCode: EXIT.good, outcome: "would", why: would, payment };

  const { userId, reason: because } = input.operator;
  const { shopId, paymentId } = found;
  // Before anything is asked of anyone: whoever reads the audit finds the reason even of an act that died halfway.
  await recordAudit(deps.db, {
    ...{ shopId, paymentId, userId },
    at: deps.clock.now(),
    action: OPERATOR_ACTED,
    after: { act: input.act, reason: because },
  });
  const outcome = await run(deps, { shopId, paymentId, userId });
  const after = await seePayment(deps, found);
  return toldOf(outcome, { payment: { shop: found.shop, ...(after && standing(after)) } });
}

async function findOne(deps: OperatorDeps, reference: string): Promise<FoundPayment | OperatorAnswer> {
  const found = await findPaymentsOf(deps.db, reference);
  const [first, second] = found;
  if (!first) return notFound(reference);
  if (!second) return first;
  return {
    exitCode: EXIT.refused,
    outcome: "ambiguous",
    why: "Several payments share this number. Name one by its paymentId.",
    candidates: found,
  };
}

function notFound(reference: string): OperatorAnswer {
  return {
    exitCode: EXIT.refused,
    outcome: "not-found",
    why: "No payment has this id, Shopify payment id, CIP or transaction code. Check the digits; a payment of another installation is not here.",
    reference,
  };
}

function toldOf(outcome: ActOutcome, facts: Record<string, unknown>): OperatorAnswer {
  switch (outcome.kind) {
    case "done":
      return {
        exitCode: EXIT.good,
        outcome: "done",
        why: outcome.found === null ? "Done." : `PagoEfectivo says: ${outcome.found}.`,
        found: outcome.found,
        ...facts,
      };
    case "waiting":
      return {
        exitCode: EXIT.waiting,
        outcome: "waiting",
        why: "Asked for, and not proved yet. It goes on by itself: look at the payment again in some minutes.",
        ...facts,
      };
    case "refused":
      return refused(outcome.reason, facts);
    case "not-found":
      return { exitCode: EXIT.refused, outcome: "not-found", why: "The payment is gone.", ...facts };
  }
}

const WHY: Record<ActRefusal, string> = {
  "too-soon": "The same was done less than ten seconds ago. Wait, then try again.",
  "no-code": "This payment has no code that PagoEfectivo knows: nothing can be asked about it.",
  "code-ended": "This payment, or its code, has ended: there is nothing left that this could change.",
  "not-pending": "No order waits for this payment.",
  "beyond-deadline": "That is later than Shopify was told.",
  "too-short": "That is not later than now.",
  "not-confirmed": "PagoEfectivo did not confirm it.",
  "nothing-to-send": "Shopify has acknowledged everything that it was told of this payment.",
  "live-payment": "This is not a test payment.",
};

function refused(reason: ActRefusal, facts: Record<string, unknown>): OperatorAnswer {
  return { exitCode: EXIT.refused, outcome: "refused", why: WHY[reason], reason, ...facts };
}

/** Where it stands, in few words. */
function standing({ id, sessionId, status, told, amount, test, code, acts }: PaymentDetail) {
  return { id, sessionId, status, told, amount, test, code, canBe: acts };
}

/** Without the shopper's contact and page, and without the notes of the shop's people. */
function shownOf(payment: PaymentDetail) {
  const { createdAt, endsAt, pendingExpiresAt, operationNumber } = payment;
  const { attempts, cases, timeline, toShopify, fromPagoEfectivo } = payment;
  return {
    ...standing(payment),
    ...{ createdAt, endsAt, pendingExpiresAt, operationNumber, attempts, cases, timeline },
    ...{ toShopify, fromPagoEfectivo },
  };
}
