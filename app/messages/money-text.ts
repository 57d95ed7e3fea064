import { toDecimalText } from "#app/lib/money.ts";
import type { Currency, Money } from "#app/lib/money.ts";
import { LOCALE, message } from "./message.ts";

const FORMATS: Record<Currency, Intl.NumberFormat> = {
  PEN: new Intl.NumberFormat(LOCALE, { style: "currency", currency: "PEN" }),
  USD: new Intl.NumberFormat(LOCALE, { style: "currency", currency: "USD" }),
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

/** `moneyText`, followed by "dólares" for USD: "$" and "USD" alone are misread in Peru. */
export function moneyInWords(money: Money): string {
  const text = moneyText(money);
  return money.currency === "USD" ? `${text} ${message("voucher.amount.dollars")}` : text;
}

function isDecimal(text: string): text is `${number}` {
  return /^\d+\.\d{2}$/.test(text);
}
