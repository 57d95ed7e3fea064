/**
 * Brings PagoEfectivo's own picture of a code into our table, so that no page ever waits for it. Without it nothing is missing:
 * the code can be paid by its digits.
 */
import { job, type JobRequest } from "#app/jobs/queue.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { enqueue } from "#app/payments/payment-store-jobs.server.ts";
import { keepProviderQr } from "#app/payments/payment-store-qr.server.ts";
import { loadQrAddress } from "#app/payments/provider-qr-queries.server.ts";

/** After an attempt that brought no picture, how long until the next. */
const NEXT_TRY_MS = [5_000, 30_000, 300_000, 1_800_000];

/** Fetches it once. Safe to run again: what is stored is never fetched anew. */
export async function fetchProviderQr(
  deps: Pick<PaymentDeps, "clock" | "db" | "log" | "providerQr">,
  input: { codeId: string; attempt: number },
): Promise<void> {
  const address = await loadQrAddress(deps.db, input.codeId);
  if (address === null) return;
  const fetched = await deps.providerQr.fetch(address);
  if (fetched.kind === "image") {
    await keepProviderQr(deps.db, { codeId: input.codeId, image: fetched.bytes });
    return;
  }
  const waitMs = NEXT_TRY_MS[input.attempt];
  if (waitMs === undefined) {
    deps.log.warn(
      { codeId: input.codeId, reason: fetched.reason },
      "PagoEfectivo's picture of a code did not come",
    );
    return;
  }
  const at = new Date(deps.clock.now().getTime() + waitMs);
  await enqueue(deps.db, [fetchQrJob(input.codeId, at, input.attempt + 1)]);
}

export function fetchQrJob(codeId: string, runAt: Date, attempt = 0): JobRequest {
  return job("fetch-provider-qr", { codeId, attempt: String(attempt) }, runAt, `qr:${codeId}`);
}
