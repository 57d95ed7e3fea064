/**
 * Código de Cuenta Interbancario, by which every bank of Peru finds an account of every other: bank (3), office (3), account (12)
 * and two check digits, the first over bank and office, the second over the account. Structure: localpayment, "Bank account
 * validations: Peru", docs.v3.localpayment.com (read 2026-11-29). Neither BCRP's nor CCE's own text of the rule could be read; the
 * weights were worked out, and hold for the published CCIs of eight banks (cci.test.ts).
 */
import { bankName } from "./banks.ts";
import { cciCheckDigit, plainDigits } from "./check-digits.ts";
import type { ReadField } from "./read-field.ts";

export type CciProblem =
  | "cci-missing"
  | "cci-digits"
  | "cci-length"
  | "cci-bank"
  /** The first check digit: bank or office is not as it was printed. */
  | "cci-check-bank"
  /** The second check digit: the account is not as it was printed. */
  | "cci-check-account";

/** Twenty digits that a bank may have issued, out of what was typed; or what is wrong with it. */
export function readCci(typed: string): ReadField<CciProblem> {
  const digits = plainDigits(typed);
  if (digits === "") return { problem: "cci-missing" };
  if (!/^\d+$/.test(digits)) return { problem: "cci-digits" };
  if (digits.length !== 20) return { problem: "cci-length" };
  const [office, account, check] = [digits.slice(0, 6), digits.slice(6, 18), digits.slice(18)];
  // The check digit first: a wrong digit in the bank's code is a typing error, not a bank that we do not know.
  if (cciCheckDigit(office) !== check[0]) return { problem: "cci-check-bank" };
  if (bankName(bankCodeOf(digits)) === null) return { problem: "cci-bank" };
  // No bank has an account of nothing but zeros, which would pass.
  if (cciCheckDigit(account) !== check[1] || /^0+$/.test(account)) return { problem: "cci-check-account" };
  return { value: digits };
}

export function bankCodeOf(cci: string): string {
  return cci.slice(0, 3);
}
