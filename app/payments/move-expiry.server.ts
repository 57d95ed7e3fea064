import { isExternalCallError } from "#app/lib/external-call-error.ts";
import { credentialsOfVersion } from "#app/merchants/credential-queries.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import type { Code } from "#app/payments/payment.ts";

/** Asks PagoEfectivo for another expiry (UTC) of a code. True only when it confirmed; otherwise nobody knows which stands. */
export async function moveExpiry(deps: PaymentDeps, code: Code, expiresAt: Date): Promise<boolean> {
  if (!code.cip) return false;
  const credentials = await credentialsOfVersion(deps.db, deps.vault, code.credentialVersionId);
  try {
    return (await deps.pagoefectivo.updateExpiry(credentials, code.cip, expiresAt)) === "accepted";
  } catch (error) {
    if (!isExternalCallError(error)) throw error;
    return false;
  }
}
