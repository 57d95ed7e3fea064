/** What a merchant does with several payments of the list at once: each one is an act of its own, with its own line in the audit. */
import { job } from "#app/jobs/queue.server.ts";
import { codeWithCip, whichActs } from "#app/payments/merchant-act-rules.ts";
import { beginAct } from "#app/payments/merchant-act-store.server.ts";
import { voidByMerchant, type ActOutcome } from "#app/payments/merchant-acts.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { MOST_AT_ONCE, type BulkOutcome } from "#app/payments/payment-list.ts";
import { loadStatuses } from "#app/payments/payment-list-queries.server.ts";
import { loadPayment } from "#app/payments/payment-queries.server.ts";

export interface BulkInput {
  shopId: string;
  /** Shopify's id of the person. */
  userId: string;
  paymentIds: readonly string[];
}

/** So many are at PagoEfectivo at a time. */
const AT_A_TIME = 5;
/** As for a single check: one look-up for each payment and this long. */
const CHECK_EVERY_MS = 10_000;

/** Asks for a look-up of each payment's code, by jobs: fifty of them would keep the page waiting. */
export async function checkPayments(deps: PaymentDeps, input: BulkInput): Promise<BulkOutcome> {
  const ids = [...new Set(input.paymentIds)];
  if (ids.length === 0) return { kind: "refused", reason: "nothing-selected" };
  if (ids.length > MOST_AT_ONCE) return { kind: "refused", reason: "too-many" };
  let asked = 0;
  for (const paymentId of ids) {
    if (await askForLookUp(deps, { ...input, paymentId })) asked += 1;
  }
  return { kind: "checked", asked, skipped: ids.length - asked };
}

async function askForLookUp(
  deps: PaymentDeps,
  input: { shopId: string; userId: string; paymentId: string },
): Promise<boolean> {
  const payment = await loadPayment(deps.db, input.paymentId);
  if (payment?.shopId !== input.shopId) return false;
  const now = deps.clock.now();
  const code = codeWithCip(payment);
  if (!code || whichActs({ ...payment, hasUnsentReport: false }, now).check !== null) return false;
  const begun = await beginAct(deps.db, {
    shopId: input.shopId,
    userId: input.userId,
    paymentId: payment.id,
    at: now,
    action: "payment-checked",
    event: "merchant-check",
    detail: {},
    before: { told: payment.told, code: code.state },
    notWithinMs: CHECK_EVERY_MS,
    jobs: [job("look-up-code", { codeId: code.id }, now, `look-up:${code.id}`)],
  });
  return begun === "begun";
}

/** Voids the codes of payments that all wait to be paid; if one of them does not, none is voided. */
export async function voidPayments(deps: PaymentDeps, input: BulkInput): Promise<BulkOutcome> {
  const ids = [...new Set(input.paymentIds)];
  if (ids.length === 0) return { kind: "refused", reason: "nothing-selected" };
  if (ids.length > MOST_AT_ONCE) return { kind: "refused", reason: "too-many" };
  const statuses = await loadStatuses(deps.db, { shopId: input.shopId, paymentIds: ids });
  if (ids.some((id) => statuses.get(id) !== "pending"))
    return { kind: "refused", reason: "not-all-pending" };
  const outcomes: ActOutcome[] = [];
  const waiting = [...ids];
  const work = async () => {
    for (let paymentId = waiting.shift(); paymentId !== undefined; paymentId = waiting.shift()) {
      outcomes.push(await voidByMerchant(deps, { ...input, paymentId }));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  const voided = outcomes.filter(
    (outcome) => outcome.kind === "done" && outcome.found === "proved-removed",
  );
  const unproved = outcomes.filter((outcome) => outcome.kind === "waiting");
  return {
    kind: "voided",
    voided: voided.length,
    waiting: unproved.length,
    other: outcomes.length - voided.length - unproved.length,
  };
}
