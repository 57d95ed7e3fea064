/** Sixteen digits of Visa, Mastercard or Peru's own debit cards, or fifteen of American Express: nothing that we may keep. */
export function isCardNumber(digits: string): boolean {
  return /^(?:[2456]\d{15}|3[47]\d{13})$/.test(digits) && passesLuhn(digits);
}

/** Luhn's check, by which a payment card knows its own number (ISO/IEC 7812-1). */
function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (product > 9 ? product - 9 : product);
  }, 0);
  return sum % 10 === 0;
}
