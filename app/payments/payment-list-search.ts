/**
 * What a merchant may have meant by the text in the search field. One text can mean several things: nine digits are a CIP, and
 * also an amount. Pure.
 */
import { MAX_CENTIMOS, type Currency } from "#app/lib/money.ts";

export interface Amount {
  centimos: number;
  /** Null: not said. */
  currency: Currency | null;
}

/** All null: nothing of ours looks like it, and nothing is found. */
export interface Search {
  sessionId: string | null;
  cip: string | null;
  email: string | null;
  amount: Amount | null;
}

/** What Shopify's admin and exports put before a payment's id. */
const ID_PREFIX = /^(?:gid:\/\/shopify\/PaymentSession\/|payment_id:\s*)/i;
const EMAIL = /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u;

export function readSearch(text: string): Search {
  const bare = text.trim().replace(ID_PREFIX, "");
  const hasPrefix = bare !== text.trim();
  return {
    sessionId: /^[\w+/=-]{1,100}$/.test(bare) ? bare : null,
    cip: !hasPrefix && /^\d{1,14}$/.test(bare) ? bare : null,
    email: !hasPrefix && bare.length <= 254 && EMAIL.test(bare) ? bare : null,
    amount: hasPrefix ? null : readAmount(bare),
  };
}

/**
 * `"S/ 1,234.50"`, `"1234.5"`, `"USD 20"`, and the decimal comma of `"12,50"`. Null on anything else, on nothing, and above what
 * a payment can be.
 */
export function readAmount(text: string): Amount | null {
  const match = /^(S\/\.?|PEN|US\$|USD|\$)?\s*([\d.,]{1,20})\s*(PEN|USD)?$/i.exec(text.trim());
  const [, before = "", digits = "", after = ""] = match ?? [];
  if (!match || (before !== "" && after !== "")) return null;
  const decimal = plainDecimal(digits);
  const [whole = "", fraction = ""] = decimal?.split(".") ?? [];
  const centimos = Number(`${whole}${fraction.padEnd(2, "0")}`);
  if (decimal === null || centimos > MAX_CENTIMOS) return null;
  return { centimos, currency: currencyOf(before || after) };
}

function plainDecimal(digits: string): string | null {
  if (/^\d+(?:\.\d{1,2})?$/.test(digits)) return digits;
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?$/.test(digits)) return digits.replaceAll(",", "");
  if (/^\d+,\d{1,2}$/.test(digits)) return digits.replace(",", ".");
  return null;
}

function currencyOf(sign: string): Currency | null {
  if (sign === "") return null;
  return /^(?:S|PEN)/i.test(sign) ? "PEN" : "USD";
}
