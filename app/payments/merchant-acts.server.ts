/**
 * What a person of the shop does with a payment. Each act is written down with their name before it begins, asks the
 * outside parties as every machine does, and ends in the same lifecycle: a person can ask for an end, never declare one.
 */
import { invariant } from "#app/lib/invariant.ts";
import { job } from "#app/jobs/queue.server.ts";
import { simulateNotice } from "#app/inbox/simulate-notice.server.ts";
import type { Simulation } from "#app/inbox/simulated-notice.ts";
import type { AuditAction } from "#app/merchants/audit-action.ts";
import { recordAudit } from "#app/merchants/audit.server.ts";
import { advancePayment } from "#app/payments/advance-payment.server.ts";
import { applyNotice } from "#app/payments/apply-notice.server.ts";
import { JUST_ASKING } from "#app/payments/ask-pagoefectivo.server.ts";
import { releaseTime } from "#app/payments/code-expiry.ts";
import { lookUpCode, type LookedUp } from "#app/payments/look-up-code.server.ts";
import {
  codeWithCip,
  refuseExpiry,
  whichActs,
  type ActRefusal,
  type MerchantAct,
} from "#app/payments/merchant-act-rules.ts";
import {
  beginAct,
  findUnsentReports,
  hastenReport,
  type BegunAct,
} from "#app/payments/merchant-act-store.server.ts";
import { moveExpiry } from "#app/payments/move-expiry.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { findGroupBlocker, loadPayment } from "#app/payments/payment-queries.server.ts";
import { replayReport } from "#app/payments/payment-store-reports.server.ts";
import type { Detail } from "#app/payments/payment-store.server.ts";
import type { Code, Payment } from "#app/payments/payment.ts";
import { reportPayment } from "#app/payments/report-payment.server.ts";
import { BY_MERCHANT, isProved, removeAndProve, voidCode } from "#app/payments/void-code.server.ts";
import { voidJob } from "#app/payments/void-jobs.server.ts";

export interface ActInput {
  shopId: string;
  paymentId: string;
  /** Shopify's id of the person. */
  userId: string;
}

export type ActOutcome =
  /** `found`: what PagoEfectivo said, in the words of `Found`; null where it was not asked. */
  | { kind: "done"; found: LookedUp["found"] | null }
  /** Asked for, and not proved yet: we keep asking. */
  | { kind: "waiting" }
  | { kind: "refused"; reason: ActRefusal }
  /** No payment of this shop has this id. */
  | { kind: "not-found" };

/** One look-up for each CIP and this long, however often it is pressed. */
const CHECK_EVERY_MS = 10_000;

/** Asks PagoEfectivo now about every code of the payment that has a CIP. */
export async function checkNow(deps: PaymentDeps, input: ActInput): Promise<ActOutcome> {
  return act(deps, input, "check", {
    action: "payment-checked",
    event: "merchant-check",
    notWithinMs: CHECK_EVERY_MS,
    run: async (payment) => {
      let found: LookedUp["found"] | null = null;
      for (const code of payment.codes.filter(({ cip }) => cip !== null)) {
        const looked = await lookUpCode(deps, { codeId: code.id });
        // Money on an older code is what the person has to hear of.
        if (found !== "paid") found = looked?.found ?? found;
      }
      return { kind: "done", found };
    },
  });
}

/**
 * Takes the code back and ends the payment: DELETE, then a look-up. Removed: Shopify is told *reject* where an order waits.
 * Paid meanwhile: it is resolved. Anything else proves nothing, and a job goes on asking.
 */
export async function voidByMerchant(deps: PaymentDeps, input: ActInput): Promise<ActOutcome> {
  return act(deps, input, "void", {
    action: "payment-voided",
    event: "merchant-void",
    jobs: (code) => [voidJob(code.id, later(deps, 60_000), "reject")],
    run: async (_, code) => {
      // An expired code cannot be deleted; that it expired unpaid is what the look-up has to prove.
      const looked =
        code.state === "expired"
          ? await lookUpCode(deps, { codeId: code.id, purpose: BY_MERCHANT })
          : await voidCode(deps, code.id, "reject");
      return isProved(looked) ? { kind: "done", found: looked?.found ?? null } : { kind: "waiting" };
    },
  });
}

/** Deletes a CIP that turned out to live after its payment had ended, and looks what became of it. */
export async function removeByMerchant(deps: PaymentDeps, input: ActInput): Promise<ActOutcome> {
  return act(deps, input, "remove", {
    action: "payment-voided",
    event: "merchant-void",
    notWithinMs: CHECK_EVERY_MS,
    run: async (_, code) => {
      const looked = await removeAndProve(deps, { codeId: code.id, purpose: JUST_ASKING });
      return { kind: "done", found: looked?.found ?? null };
    },
  });
}

/**
 * Gives the shopper more time, within what Shopify was told. `expiresAt` (UTC) counts only once PagoEfectivo has accepted
 * it; until then the old expiry stands, and with it the look-up at its end.
 */
export async function extendByMerchant(
  deps: PaymentDeps,
  input: ActInput & { expiresAt: Date },
): Promise<ActOutcome> {
  const { expiresAt } = input;
  return act(deps, input, "extend", {
    action: "payment-extended",
    event: "merchant-extend",
    detail: { expiresAt: expiresAt.toISOString() },
    refuse: async (payment) => {
      const reason = refuseExpiry(payment, expiresAt, deps.clock.now());
      if (reason) return reason;
      // Another attempt of the checkout has a code that can be paid: two of them are how shoppers pay twice.
      return (await findGroupBlocker(deps.db, payment)) ? "code-ended" : null;
    },
    run: async (payment, code) => {
      if (!(await moveExpiry(deps, code, expiresAt))) {
        // It may have been paid meanwhile, which would be worth more than any extension.
        await lookUpCode(deps, { codeId: code.id });
        return { kind: "refused", reason: "not-confirmed" };
      }
      const release = releaseTime(payment.startedAt, { ...code, expiresAt });
      const { decision } = await advancePayment(deps, {
        paymentId: payment.id,
        codeId: code.id,
        actor: "merchant",
        userId: input.userId,
        event: () => ({ kind: "extended" }),
        findings: { expiresAt },
        detail: { expiresAt: expiresAt.toISOString() },
        jobs: () => [job("end-code", { codeId: code.id }, release, `end:${code.id}`)],
      });
      if (decision.kind === "advance") return { kind: "done", found: null };
      // It ended between the two calls: what PagoEfectivo now lets live is taken back at once.
      await lookUpCode(deps, { codeId: code.id });
      return { kind: "refused", reason: "code-ended" };
    },
  });
}

/** Tells Shopify again what was decided, byte for byte; never anything else. */
export async function sendAgain(deps: PaymentDeps, input: ActInput): Promise<ActOutcome> {
  return act(deps, input, "send-again", {
    action: "payment-sent-again",
    event: "merchant-send-again",
    run: async (payment) => {
      const now = deps.clock.now();
      for (const { id: reportId, isEnded } of await findUnsentReports(deps.db, payment.id)) {
        // Not at once: a worker would be first, and the person told that it is done while Shopify has not heard it.
        const jobs = [job("send-report", { reportId }, later(deps, 60_000), `report:${reportId}`)];
        if (isEnded) await replayReport(deps.db, { reportId, now, jobs });
        else await hastenReport(deps.db, { reportId, now });
        await reportPayment(deps, reportId);
      }
      return { kind: "done", found: null };
    },
  });
}

/** Lets something happen to a test payment, by way of the inbox; a live one is refused here and by the database. */
export async function simulateByMerchant(
  deps: PaymentDeps,
  input: ActInput & { what: Simulation },
): Promise<ActOutcome> {
  const { what, userId } = input;
  return act(deps, input, "simulate", {
    action: "payment-simulated",
    event: "merchant-simulate",
    detail: { simulated: what },
    run: async (payment, code) => {
      invariant(code.cip, "a code that is simulated on has a CIP");
      const noticeId = await simulateNotice(deps, {
        paymentId: payment.id,
        credentialVersionId: code.credentialVersionId,
        cip: code.cip,
        notice: { eventType: what === "expired" ? "cip.expired" : "cip.paid", simulated: what, userId },
      });
      // Here and now, so that the person sees at once what came of it.
      await applyNotice(deps, noticeId);
      return { kind: "done", found: null };
    },
  });
}

/** Whether there is anything that Shopify has not acknowledged and that may be sent again. */
export async function hasUnsentReport(deps: Pick<PaymentDeps, "db">, paymentId: string): Promise<boolean> {
  return (await findUnsentReports(deps.db, paymentId)).length > 0;
}

interface Act {
  action: AuditAction;
  event: string;
  detail?: Detail;
  notWithinMs?: number;
  /** Written with the act, so that it goes on when this process dies in the middle. */
  jobs?: (code: Code) => BegunAct["jobs"];
  refuse?: (payment: Payment) => Promise<ActRefusal | null>;
  run: (payment: Payment, code: Code) => Promise<ActOutcome>;
}

/** The frame of every act: is it theirs, is it allowed, write it down, do it, write down what came of it. */
async function act(
  deps: PaymentDeps,
  input: ActInput,
  which: MerchantAct,
  steps: Act,
): Promise<ActOutcome> {
  invariant(input.userId !== "", `${steps.action} is done by a person`);
  const payment = await loadPayment(deps.db, input.paymentId);
  if (payment?.shopId !== input.shopId) return { kind: "not-found" };
  const unsent = await hasUnsentReport(deps, payment.id);
  const now = deps.clock.now();
  const reason =
    whichActs({ ...payment, hasUnsentReport: unsent }, now)[which] ??
    (await steps.refuse?.(payment)) ??
    null;
  if (reason) return { kind: "refused", reason };
  const code = codeWithCip(payment);
  invariant(code, "an act that is allowed has a code");

  const begun = await beginAct(deps.db, {
    ...input,
    at: now,
    action: steps.action,
    event: steps.event,
    detail: steps.detail ?? {},
    before: standing(payment),
    notWithinMs: steps.notWithinMs ?? 0,
    jobs: steps.jobs?.(code) ?? [],
  });
  if (begun === "too-soon") return { kind: "refused", reason: "too-soon" };
  const outcome = await steps.run(payment, code);
  const after = await loadPayment(deps.db, payment.id);
  await recordAudit(deps.db, {
    shopId: input.shopId,
    userId: input.userId,
    at: deps.clock.now(),
    action: steps.action,
    paymentId: payment.id,
    after: { ...(after && standing(after)), ...steps.detail, outcome: outcome.kind },
  });
  return outcome;
}

/** Where a payment stands, for the audit. */
function standing(payment: Payment): Detail {
  const code = codeWithCip(payment);
  return {
    told: payment.told,
    code: code?.state ?? null,
    expiresAt: code?.expiresAt.toISOString() ?? null,
  };
}

function later(deps: PaymentDeps, ms: number): Date {
  return new Date(deps.clock.now().getTime() + ms);
}
