// shopify.dev, request reference (read 2026-11-22): decimal text with a point, "123.00".
const DECIMAL = /^(\d{1,12})(?:\.(\d{1,2}))?$/;

/** Decimal text as whole hundredths; null for any other text, more than two decimals included. */
export function centsOf(amount: string): number | null {
  const parts = DECIMAL.exec(amount);
  return parts === null ? null : Number(`${parts[1]}${(parts[2] ?? "").padEnd(2, "0")}`);
}

/** Whole hundredths as decimal text, `"80.50"`. */
export function decimalOf(cents: number): string {
  const digits = String(cents).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
