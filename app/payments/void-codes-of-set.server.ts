/**
 * The merchant changed or disconnected an account and chose to void what can still be paid under it. Each code is voided as
 * that person's own act with the keys it was made with: one that was paid meanwhile is resolved.
 */
import { voidByMerchant } from "#app/payments/merchant-acts.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { enqueue } from "#app/payments/payment-store-jobs.server.ts";
import { findLiveCodesOfSet } from "#app/payments/set-codes-queries.server.ts";
import { voidJob } from "#app/payments/void-jobs.server.ts";

/**
 * The job, which may be run again: what was voided is not found again. `upTo` is the number of the last keys whose codes go.
 */
export async function voidLiveCodesOfSet(
  deps: PaymentDeps,
  input: { setId: string; upTo: number; userId: string },
): Promise<void> {
  for (const { codeId, paymentId, shopId } of await findLiveCodesOfSet(deps.db, input)) {
    const outcome = await voidByMerchant(deps, { shopId, paymentId, userId: input.userId });
    // Its payment has ended already: the code goes all the same, and nobody is told.
    if (outcome.kind === "refused") await enqueue(deps.db, [voidJob(codeId, deps.clock.now())]);
  }
}
