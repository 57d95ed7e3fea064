/**
 * An account by its bank's own number. Lengths: pagsmile, "Bank in Peru"; teemopay, "Bank list"; "Payment Open API", bank codes of
 * Peru (all read 2026-11-29, and of one mind). They publish none but these four: BCP 14 savings, 13 current; Interbank 13; BBVA
 * 18, or 20 with its two check digits; Scotiabank 10. Of any other bank we know only that it is a number.
 */
import { isCardNumber } from "#app/lib/card-number.ts";
import { bankName } from "./banks.ts";
import { plainDigits } from "./check-digits.ts";
import type { ReadField } from "./read-field.ts";

const LENGTHS = new Map<string, readonly number[]>([
  ["002", [13, 14]],
  ["003", [13]],
  ["009", [10]],
  ["011", [18, 20]],
]);

/** From the shortest number that a bank is known to print to a CCI's length. */
const ANY_LENGTH = { least: 6, most: 20 };

export type AccountProblem =
  | "bank-missing"
  | "account-missing"
  | "account-digits"
  | "account-length"
  /** It is the number of a card: of no use for a transfer, and nothing that we may keep. */
  | "account-card";

export function readBank(typed: string): ReadField<AccountProblem> {
  return bankName(typed) === null ? { problem: "bank-missing" } : { value: typed };
}

/** The account's digits; the length is judged only where the bank's is known. */
export function readAccount(typed: string, bank: string | null): ReadField<AccountProblem> {
  const digits = plainDigits(typed);
  if (digits === "") return { problem: "account-missing" };
  if (!/^\d+$/.test(digits)) return { problem: "account-digits" };
  if (isCardNumber(digits)) return { problem: "account-card" };
  const lengths = LENGTHS.get(bank ?? "");
  const fits = lengths
    ? lengths.includes(digits.length)
    : digits.length >= ANY_LENGTH.least && digits.length <= ANY_LENGTH.most;
  return fits && !/^0+$/.test(digits) ? { value: digits } : { problem: "account-length" };
}
