import { toDecimalText } from "#app/lib/money.ts";
import type { Currency, Money } from "#app/lib/money.ts";
import type { ShopperLanguage } from "#app/payments/voucher-view.ts";
import { LOCALES, message } from "./message.ts";

// Peru's form in every language: it is what the bank's app, the agent and the slip show. English would print
// "PEN 1,234.50", plain "es" "1234,50 PEN".
const FORMATS: Record<Currency, Intl.NumberFormat> = {
  PEN: new Intl.NumberFormat(LOCALES.es, { style: "currency", currency: "PEN" }),
  USD: new Intl.NumberFormat(LOCALES.es, { style: "currency", currency: "USD" }),
};

/**
 * `{ centimos: 123450, currency: "PEN" }` → `"S/ 1,234.50"`, USD → `"USD 1,234.50"`, with a no-break space
 * between symbol and digits so that an amount never breaks over two lines.
 */
export function moneyText(money: Money): string {
  const decimal = toDecimalText(money.centimos);
  if (!isDecimal(decimal)) throw new RangeError("an amount must be a positive whole number of céntimos");
  // Intl formats decimal text digit by digit; no float takes part.
  return FORMATS[money.currency].format(decimal);
}

/** `moneyText`, followed by the word for dollars where it is USD: "$" and "USD" alone are misread in Peru. */
export function moneyInWords(money: Money, language: ShopperLanguage): string {
  const text = moneyText(money);
  return money.currency === "USD"
    ? `${text} ${message("voucher.amount.dollars", undefined, language)}`
    : text;
}

function isDecimal(text: string): text is `${number}` {
  return /^\d+\.\d{2}$/.test(text);
}
