/**
 * Before a new code is made in the place of an old one, PagoEfectivo is asked about the old one once more: it may have been
 * paid since, or be payable again. Then it is taken back first; whatever proves nothing makes nothing.
 */
import { PAYABLE_CODE_STATES } from "#app/payments/lifecycle-moves.ts";
import { JUST_ASKING } from "#app/payments/ask-pagoefectivo.server.ts";
import { lookUpCode } from "#app/payments/look-up-code.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import type { Payment } from "#app/payments/payment.ts";
import { askedForCodeAt } from "#app/payments/renewal.ts";
import { isProved, removeAndProve } from "#app/payments/void-code.server.ts";

export type OldCodeProof =
  /** It cannot be paid: a new one may be made. */
  | { kind: "dead" }
  /** Money was found on it. */
  | { kind: "over" }
  /** Not known now. The payment waits, until its page is given up. */
  | { kind: "again"; afterMs: number };

const SOON_MS = 5_000;
const SELDOM_MS = 60_000;

/** Asks about the renewed code of this payment, or about an older one that came back to life. */
export async function proveOldCodeDead(deps: PaymentDeps, payment: Payment): Promise<OldCodeProof> {
  const old =
    payment.codes.find(({ state }) => PAYABLE_CODE_STATES.includes(state)) ??
    payment.codes.find(({ id }) => id === payment.renewedCodeId);
  // With its money it has gone to another attempt of the checkout.
  if (!old) return { kind: "dead" };
  let looked = await lookUpCode(deps, { codeId: old.id });
  if (looked?.found === "still-payable")
    looked = await removeAndProve(deps, { codeId: old.id, purpose: JUST_ASKING });
  if (looked?.found === "paid" || looked?.found === "amount-differs") return { kind: "over" };
  if (isProved(looked)) return { kind: "dead" };
  const waitedMs = deps.clock.now().getTime() - askedForCodeAt(payment).getTime();
  const slowlyMs = Math.min(Math.max(waitedMs / 2, SOON_MS), SELDOM_MS);
  return { kind: "again", afterMs: Math.max(slowlyMs, looked?.silence?.retryAfterMs ?? 0) };
}
