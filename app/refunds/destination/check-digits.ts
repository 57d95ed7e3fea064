/** The arithmetic of Peru's check digits, apart from the documents that use them. Everything here takes digits only. */

/**
 * One check digit of a CCI: weights 1, 2, 1, 2 … from the left, products above nine as the sum of their digits, and what is missing
 * to the next ten. It takes every wrong digit, and every two neighbours that changed places except 0 and 9.
 */
export function cciCheckDigit(digits: string): string {
  const sum = [...digits].reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (product > 9 ? product - 9 : product);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

/** The rest of the weighted sum divided by 11, which RUC and DNI both begin with. */
export function restByEleven(digits: string, weights: readonly number[]): number {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return sum % 11;
}

/** What a person typed as digits: spaces, dots and dashes mean nothing, other scripts' digits are digits. */
export function plainDigits(typed: string): string {
  return typed.normalize("NFKC").replace(/[\s.\-\u2010-\u2015\u2212]/gu, "");
}
