/** What is said of a close the same way on its page and in the PDF for the accountant. */
import type { Problem } from "#app/books/close-entry.ts";
import type { EntryOnPage } from "#app/books/close-page.ts";
import type { Money } from "#app/lib/money.ts";
import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { merchantMessage } from "./merchant-message.ts";
import { limaDate } from "./merchant-moment.ts";
import { moneyText } from "./money-text.ts";

/** Why an entry needs a person, in one sentence with what to do. */
export function problemText(entry: EntryOnPage, problem: Problem, language: MerchantLanguage): string {
  const { facts } = entry;
  const say = merchantMessage;
  const cip = entry.cip ?? "—";
  const here = signedMoney(amountHere(entry));
  const there = signedMoney(entry.there);
  switch (problem) {
    case "not-ours":
    case "paid-only-there":
    case "credit-unknown":
      return say(`books.problem.${problem}`, { cip, there }, language);
    case "paid-only-here":
    case "missing-there":
    case "reversed-only-here":
    case "not-acknowledged":
    case "not-told":
    case "resolved-unpaid":
    case "case-open":
    case "not-settled":
      return say(`books.problem.${problem}`, { cip, here }, language);
    case "amount-differs":
      return say("books.problem.amount-differs", { cip, here, there: otherAmount(entry, there) }, language);
    case "paid-twice-there":
    case "reversed-only-there":
    case "refunded-only-there":
      return say(`books.problem.${problem}`, { cip, there }, language);
    case "settled-twice": {
      const settled = facts.settled === null ? "—" : signedMoney(facts.settled);
      return say("books.problem.settled-twice", { cip, settled }, language);
    }
    case "fee-differs":
    case "net-differs":
    case "payout-late": {
      const { fee } = facts;
      const expected = feeText(fee?.expected ?? null, facts.settled?.currency);
      const said = feeText(fee?.said ?? null, facts.settled?.currency);
      return say(`books.problem.${problem}`, { cip, expected, said }, language);
    }
    case "credit-differs": {
      const { expectedCentimos: centimos } = facts;
      const currency = entry.there?.currency ?? "PEN";
      const expected = centimos === null ? "—" : signedMoney({ centimos, currency });
      return say("books.problem.credit-differs", { there, expected }, language);
    }
  }
}

/** `24 nov 2026`, or `1 nov 2026 – 30 nov 2026`. */
export function daysText(span: { from: string; to: string }, language: MerchantLanguage): string {
  // Noon in Lima: the day is the same wherever it is read.
  const [from, to] = [span.from, span.to].map((day) => limaDate(`${day}T17:00:00.000Z`, language));
  if (from === undefined || to === undefined || from === to) return from ?? "";
  return merchantMessage("books.days.span", { from, to }, language);
}

/** An amount that may be less than nothing, where money was taken back. */
export function signedMoney(money: Money | null): string {
  if (money === null) return "—";
  const text = moneyText({ centimos: Math.abs(money.centimos), currency: money.currency });
  return money.centimos < 0 ? `-${text}` : text;
}

/** What the code is for, also where nobody has paid it. */
function amountHere({ facts, here }: EntryOnPage): Money | null {
  if (facts.here === null || here === null) return null;
  return { centimos: facts.here.amountCentimos, currency: here.currency };
}

/** Report and code may agree while the settlement does not. */
function otherAmount({ here, there, facts }: EntryOnPage, thereText: string): string {
  const isSame = here?.centimos === there?.centimos && here?.currency === there?.currency;
  return isSame && facts.settled !== null ? signedMoney(facts.settled) : thereText;
}

function feeText(value: string | number | null, currency: Money["currency"] = "PEN"): string {
  if (value === null) return "—";
  return typeof value === "string" ? value : signedMoney({ centimos: value, currency });
}
