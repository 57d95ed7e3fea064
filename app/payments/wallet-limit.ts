import type { Money } from "#app/lib/money.ts";

/** What wallets take by PagoEfectivo's QR at most, and soles only (Culqi, PagoEfectivo orders; localpayment; read 2026-11-22). */
const MOST_CENTIMOS = 50_000;

/** Whether a picture for wallets may be shown: beyond their limit it would send the shopper to an app that refuses. */
export function mayPayByWallet({ centimos, currency }: Money): boolean {
  return currency === "PEN" && centimos <= MOST_CENTIMOS;
}
