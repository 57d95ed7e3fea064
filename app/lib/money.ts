/**
 * Money is an integer number of céntimos with its currency; it is never a float and never
 * converted. Decimal text is read digit by digit.
 */
import { invariant } from "#app/lib/invariant.ts";

export const CURRENCIES = ["PEN", "USD"] as const;
export type Currency = (typeof CURRENCIES)[number];

/** The most we accept, in céntimos: what a 32-bit column holds, far above any PagoEfectivo limit. */
export const MAX_CENTIMOS = 2_000_000_000;

export interface Money {
  readonly centimos: number;
  readonly currency: Currency;
}

export type ParsedAmount =
  | { kind: "amount"; centimos: number }
  | { kind: "refused"; reason: "not-a-decimal" | "too-many-decimals" | "not-positive" | "too-large" };

export function isCurrency(text: string): text is Currency {
  return CURRENCIES.some((currency) => currency === text);
}

/**
 * Reads Shopify's decimal text (`"123.00"`) as céntimos. Trailing zeros beyond two decimals are
 * refused like any third decimal: Shopify sends exactly the currency's decimals.
 */
export function parseDecimalAmount(text: string): ParsedAmount {
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(text);
  if (!match) return { kind: "refused", reason: "not-a-decimal" };
  const [, sign, whole = "", decimals = ""] = match;
  if (decimals.length > 2) return { kind: "refused", reason: "too-many-decimals" };
  const centimos = Number(whole) * 100 + Number(decimals.padEnd(2, "0"));
  if (sign === "-" || centimos === 0) return { kind: "refused", reason: "not-positive" };
  if (centimos > MAX_CENTIMOS) return { kind: "refused", reason: "too-large" };
  return { kind: "amount", centimos };
}

/** `16035` → `"160.35"`. Throws on what is no amount: a fraction, or less than nothing. */
export function toDecimalText(centimos: number): string {
  invariant(Number.isSafeInteger(centimos) && centimos >= 0, `${centimos} is an amount in céntimos`);
  const text = String(centimos).padStart(3, "0");
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}
