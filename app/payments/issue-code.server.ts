/**
 * Obtains the CIP. The code's row is taken and committed before PagoEfectivo is asked, because create is not
 * idempotent and there is no look-up by our reference: whoever finds the row `issuing` never asks again.
 */
import { randomInt } from "node:crypto";
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import { newId } from "#app/lib/ids.server.ts";
import { assertNever } from "#app/lib/invariant.ts";
import { job, type JobRequest } from "#app/jobs/queue.server.ts";
import { currentCredentials } from "#app/merchants/credential-queries.server.ts";
import { parsePhoneText } from "#app/pagoefectivo/cip.ts";
import type {
  CreateCipAnswer,
  CreateCipRequest,
  PagoEfectivoCredentials,
} from "#app/pagoefectivo/pagoefectivo-client.ts";
import { advancePayment, type Happening } from "#app/payments/advance-payment.server.ts";
import { codeExpiry } from "#app/payments/code-expiry.ts";
import { fetchQrJob } from "#app/payments/fetch-provider-qr.server.ts";
import { closeUnseenJob } from "#app/payments/give-up-payment.server.ts";
import { clearTheWay } from "#app/payments/group-guard.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { proveOldCodeDead } from "#app/payments/prove-old-code.server.ts";
import { askedForCodeAt, awaitsNewCode, failedInARow } from "#app/payments/renewal.ts";
import { loadPayment } from "#app/payments/payment-queries.server.ts";
import { enqueue } from "#app/payments/payment-store-jobs.server.ts";
import { beginCode } from "#app/payments/payment-store.server.ts";
import {
  AUTOMATIC_RETRIES,
  currentCode,
  modeOf,
  type EndReason,
  type Payment,
} from "#app/payments/payment.ts";
import { mayPayByWallet } from "#app/payments/wallet-limit.ts";

/** After a create that surely was not done: how long until the next code is tried, AUTOMATIC_RETRIES times. */
const NEXT_TRY_MS = [2_000, 5_000, 15_000] as const satisfies { length: typeof AUTOMATIC_RETRIES };

/** No create lasts as long, its time-out and a silent worker's included. One that does is stored all the same when it is answered. */
const CREATE_OVER_MS = 2 * 60_000;

/**
 * Issues one code for an open payment that has none which may still be paid. Safe to run again after a crash at any
 * point: a create that may have been sent ends as `unknown` with a case, and no second one is sent.
 */
export async function issueCode(
  deps: PaymentDeps,
  paymentId: string,
  run: { isRerun: boolean },
): Promise<void> {
  const found = await loadPayment(deps.db, paymentId);
  if (found?.told !== "open") return;
  const last = currentCode(found);
  if (last?.state === "issuing") {
    // On a first run the row is another job's, which is asking now and will end it. It may have been killed, and is then not run
    // again where a newer wish took its place in the queue: so this job comes again once that create must be over.
    const overAt = new Date(last.createdAt.getTime() + CREATE_OVER_MS);
    if (!run.isRerun && deps.clock.now() < overAt) return enqueue(deps.db, [issueJob(paymentId, overAt)]);
    // Whoever took the row was killed before the answer was stored.
    await happened(deps, found, last.id, {
      event: () => ({ kind: "create-unknown" }),
      isOutage: true,
    });
    return;
  }
  if (!wantsCode(found)) return;

  const now = deps.clock.now();
  const payment = found.renewedCodeId === null ? found : await withoutOldCode(deps, found, now);
  if (!payment || !wantsCode(payment)) return;
  const way = await clearTheWay(deps, payment);
  if (way.kind === "end") return endWithoutCode(deps, payment, way.endReason);
  if (way.kind === "moved") return;
  if (way.kind === "again" && way.afterMs === 0) return issueCode(deps, paymentId, { isRerun: false });
  if (way.kind === "again") {
    return enqueue(deps.db, [issueJob(paymentId, new Date(now.getTime() + way.afterMs))]);
  }
  await issueNewCode(deps, payment, now);
}

/** It has none yet, or none that was made; or the shopper has asked for another. */
function wantsCode(payment: Payment): boolean {
  const last = currentCode(payment);
  return payment.told === "open" && (!last || last.state === "failed" || awaitsNewCode(payment));
}

/** A renewed payment as it stands once its old code is proved dead; null when it is not, or not yet: then this job comes again. */
async function withoutOldCode(deps: PaymentDeps, payment: Payment, now: Date): Promise<Payment | null> {
  const proof = await proveOldCodeDead(deps, payment);
  if (proof.kind === "again")
    await enqueue(deps.db, [issueJob(payment.id, new Date(now.getTime() + proof.afterMs))]);
  return proof.kind === "dead" ? loadPayment(deps.db, payment.id) : null;
}

async function issueNewCode(deps: PaymentDeps, payment: Payment, now: Date): Promise<void> {
  if (payment.shopLeft) return endWithoutCode(deps, payment, "merchant-account");
  if (!isWithinLimits(payment)) return endWithoutCode(deps, payment, "amount-outside-limits");
  const amount = { centimos: payment.amountCentimos, currency: payment.currency };
  const { expiryRules: rules } = payment;
  const expiresAt = codeExpiry({ startedAt: payment.startedAt, now, amount, rules });
  if (!expiresAt) return endWithoutCode(deps, payment, "too-late");
  // The page asks for the one thing that is missing; the address brings this job back.
  if (!payment.shopperEmail) return enqueue(deps.db, [closeUnseenJob(payment.id, now)]);
  const mode = modeOf(payment.test);
  const credentials = await currentCredentials(deps.db, deps.vault, { ...payment, mode });
  if (!credentials) return endWithoutCode(deps, payment, "merchant-account");
  const holdMs = await deps.pagoefectivo.createHoldMs(credentials);
  if (holdMs > 0) return awaitTurn(deps, payment, holdMs);

  const code = {
    id: newId(deps.clock),
    credentialVersionId: credentials.credentialVersionId,
    mode,
    expiresAt,
    graceMinutes: rules.graceMinutes,
    businessDayGrace: rules.businessDayGrace,
  };
  const expectedVersion = payment.version;
  const begun = await beginCode(deps.db, { paymentId: payment.id, expectedVersion, at: now, code });
  // Someone was first, here or in another attempt: look again. Throwing would make this run look like a killed one.
  if (begun !== "begun") return issueCode(deps, payment.id, { isRerun: false });
  await create(deps, { payment, credentials, request: createRequest(payment, payment.shopperEmail, code) });
}

/** Those that were held together come back one after the other. */
const SPREAD_MS = 5_000;

/**
 * PagoEfectivo does not answer this merchant now: no row is taken and nobody is asked, so that no create can end unknown. The
 * page says so; the code is asked for when PagoEfectivo answers again, unless nobody waits for it any more.
 */
async function awaitTurn(deps: PaymentDeps, payment: Payment, holdMs: number): Promise<void> {
  const at = new Date(deps.clock.now().getTime() + holdMs + randomInt(SPREAD_MS));
  await enqueue(deps.db, [issueJob(payment.id, at), closeUnseenJob(payment.id, askedForCodeAt(payment))]);
}

/** The merchant's own bounds; PagoEfectivo's are its answer to the create. */
function isWithinLimits(payment: Payment): boolean {
  const { amountCentimos, minCentimos, maxCentimos } = payment;
  return amountCentimos >= (minCentimos ?? 0) && amountCentimos <= (maxCentimos ?? Infinity);
}

interface Asked {
  payment: Payment;
  credentials: PagoEfectivoCredentials;
  request: CreateCipRequest;
}

async function create(deps: PaymentDeps, asked: Asked): Promise<void> {
  const { payment, request } = asked;
  let answer: CreateCipAnswer;
  try {
    answer = await deps.pagoefectivo.createCip(asked.credentials, request);
  } catch (error) {
    if (!isExternalCallError(error)) throw error;
    const detail = { why: error.reason, httpStatus: error.httpStatus };
    switch (error.outcome) {
      case "unknown":
        return happened(deps, payment, request.transactionCode, {
          event: () => ({ kind: "create-unknown" }),
          isOutage: true,
          detail,
        });
      case "refused":
        return refused(deps, payment, request.transactionCode, "merchant-account", error.reason);
      case "not-done":
        return notDone(deps, payment, request.transactionCode, error.reason);
      default:
        return assertNever(error.outcome);
    }
  }
  if (answer.kind === "refused") {
    const reason =
      answer.reason === "amount-above-limit" ? "amount-outside-limits" : REFUSALS[answer.reason];
    const why = answer.reason === "fields" ? `fields: ${answer.fields.join(", ")}` : answer.reason;
    return refused(deps, payment, request.transactionCode, reason, why);
  }
  await happened(deps, payment, request.transactionCode, {
    event: () => ({ kind: "created" }),
    jobs: () => {
      const now = deps.clock.now();
      const watch = closeUnseenJob(payment.id, now);
      const hasPicture = answer.qrUrl !== null && mayPayByWallet(answer.amount);
      return hasPicture ? [watch, fetchQrJob(request.transactionCode, now)] : [watch];
    },
    findings: {
      cip: answer.cip,
      cipUrl: answer.cipUrl,
      qrUrl: answer.qrUrl,
      expiresAt: answer.expiresAt,
    },
  });
}

const REFUSALS = {
  fields: "not-created",
  "service-invalid": "merchant-account",
  other: "not-created",
} as const;

async function refused(
  deps: PaymentDeps,
  payment: Payment,
  codeId: string,
  endReason: EndReason,
  why: string,
): Promise<void> {
  deps.log.warn(
    { paymentId: payment.id, shop: payment.shop, reason: why },
    "PagoEfectivo refused to create a code",
  );
  await happened(deps, payment, codeId, {
    event: () => ({ kind: "create-refused", ends: true }),
    findings: { failReason: endReason },
    detail: { why },
    endReason,
  });
}

/** The request never reached PagoEfectivo: another code may be tried, soon by us, later by the shopper. */
async function notDone(deps: PaymentDeps, payment: Payment, codeId: string, why: string): Promise<void> {
  const waitMs = NEXT_TRY_MS[failedInARow(payment)];
  await happened(deps, payment, codeId, {
    event: () => ({ kind: "create-not-done" }),
    findings: { failReason: "not-created" },
    detail: { why },
    jobs: () => {
      const now = deps.clock.now();
      // From then on it waits for the shopper, and not for ever.
      if (waitMs === undefined) return [closeUnseenJob(payment.id, now)];
      return [issueJob(payment.id, new Date(now.getTime() + waitMs))];
    },
  });
}

/** One waiting job per payment: the shopper's wish to try now replaces the retry that was to come. */
export function issueJob(paymentId: string, runAt: Date): JobRequest {
  return job("issue-code", { paymentId }, runAt, issueKey(paymentId));
}

/** What the waiting job is found by. */
export function issueKey(paymentId: string): string {
  return `issue:${paymentId}`;
}

async function endWithoutCode(deps: PaymentDeps, payment: Payment, endReason: EndReason): Promise<void> {
  await advancePayment(deps, {
    paymentId: payment.id,
    codeId: null,
    actor: "ventanilla",
    event: () => ({ kind: "not-issuable" }),
    detail: { why: endReason },
    endReason,
  });
}

async function happened(
  deps: PaymentDeps,
  payment: Payment,
  codeId: string,
  happening: Omit<Happening, "paymentId" | "codeId" | "actor">,
): Promise<void> {
  await advancePayment(deps, { ...happening, paymentId: payment.id, codeId, actor: "pagoefectivo" });
}

/** What PagoEfectivo is told. The Shopify payment id must be visible at the provider (Shopify, request reference). */
function createRequest(
  payment: Payment,
  userEmail: string,
  code: { id: string; expiresAt: Date },
): CreateCipRequest {
  return {
    transactionCode: code.id,
    amount: { centimos: payment.amountCentimos, currency: payment.currency },
    expiresAt: code.expiresAt,
    paymentConcept: payment.storeName,
    additionalData: payment.sessionId,
    userEmail,
    userName: payment.shopperGivenName,
    userLastName: payment.shopperLastName,
    userPhone: parsePhoneText(payment.shopperPhone),
  };
}
