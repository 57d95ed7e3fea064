/**
 * In which bucket an entry is, and why it needs a person. Both sides are given; nothing is looked up. A paid state here is always
 * PagoEfectivo's own word (a look-up said 23), so that a day without any statement is still compared with somebody. Pure.
 */
import type {
  Bucket,
  CloseEntry,
  LedgerRow,
  Problem,
  Said,
  StatementOfClose,
} from "#app/books/close-entry.ts";
import type { Currency } from "#app/lib/money.ts";

type MoneyHere = "paid" | "reversed" | "unpaid";
/** `missing`: a report that would have it does not. `not-said`: no statement speaks of it. */
type MoneyThere = Said["state"] | "missing" | "not-said";

export interface Sides {
  here: LedgerRow | null;
  there: Said | null;
  settled: CloseEntry["settled"];
  fee: CloseEntry["fee"];
}

/** What the close's statements speak of at all. */
export interface Coverage {
  /** Whether a report would have to name this code. */
  isReported: (code: LedgerRow) => boolean;
  /** Whether a settlement would have to pay for this code. */
  isSettled: (code: LedgerRow) => boolean;
}

export function moneyHere(code: LedgerRow | null): MoneyHere {
  if (code === null) return "unpaid";
  if (code.state === "paid") return "paid";
  return code.paidAt === null ? "unpaid" : "reversed";
}

function moneyThere({ here, there, settled }: Sides, coverage: Coverage): MoneyThere {
  if (there !== null) return there.state;
  if (here === null || settled !== null) return "not-said";
  if (coverage.isReported(here)) return "missing";
  return coverage.isSettled(here) ? "missing" : "not-said";
}

export function verdictOf(sides: Sides, coverage: Coverage): { bucket: Bucket; problems: Problem[] } {
  const there = moneyThere(sides, coverage);
  return { bucket: bucketOf(sides, there), problems: problemsOf(sides, there, coverage) };
}

function bucketOf({ here, there: said }: Sides, there: MoneyThere): Bucket {
  const money = moneyHere(here);
  if (here === null) return "only-there";
  if (money === "reversed" || there === "reversed") return "reversed";
  if (there === "refunded") return "refunded";
  if (money === "unpaid") return there === "paid" ? "only-there" : "equal";
  if (there === "unpaid" || there === "missing") return "only-here";
  if (said !== null && differs(here, said)) return "different-amount";
  if (here.isSecond || isSaidTwice(said)) return "paid-twice";
  if (here.refundedCentimos > 0) return "refunded";
  return isLate(here, said) ? "paid-late" : "equal";
}

function problemsOf(sides: Sides, there: MoneyThere, coverage: Coverage): Problem[] {
  const { here, there: said, settled, fee } = sides;
  if (here === null) return there === "unpaid" ? [] : ["not-ours"];
  return [
    ...moneyProblems(here, said, there, coverage),
    ...shopifyProblems(here, there),
    ...settlementProblems(here, settled, coverage),
    ...(fee === null ? [] : [fee.kind]),
  ];
}

function moneyProblems(
  here: LedgerRow,
  said: Said | null,
  there: MoneyThere,
  coverage: Coverage,
): Problem[] {
  const money = moneyHere(here);
  if (there === "refunded") return here.refundedCentimos > 0 ? [] : ["refunded-only-there"];
  switch (money) {
    case "unpaid":
      if (there === "paid") return ["paid-only-there"];
      return there === "reversed" ? ["reversed-only-there"] : [];
    case "reversed":
      return there === "paid" ? ["reversed-only-here"] : [];
    case "paid":
      if (there === "reversed") return ["reversed-only-there"];
      if (there === "unpaid") return ["paid-only-here"];
      if (there === "missing") return coverage.isReported(here) ? ["missing-there"] : [];
      if (said === null) return [];
      if (isSaidTwice(said)) return ["paid-twice-there"];
      return differs(here, said) ? ["amount-differs"] : [];
  }
}

/** Money that PagoEfectivo has is either acknowledged by Shopify, or a person has said what becomes of it. */
function shopifyProblems(here: LedgerRow, there: MoneyThere): Problem[] {
  const money = moneyHere(here);
  const isMoney = money !== "unpaid" || there === "paid" || here.told === "resolved";
  const open: Problem[] = here.openCase !== null && isMoney ? ["case-open"] : [];
  if (money === "paid") {
    if (here.told === "resolved" && !here.isSecond)
      return here.acknowledgedAt === null ? ["not-acknowledged", ...open] : open;
    return here.openCase !== null || here.isDecided ? open : ["not-told"];
  }
  const isCovered = here.hasOtherPaid || here.isDecided || here.refundedCentimos >= here.amountCentimos;
  return here.told === "resolved" && !isCovered ? ["resolved-unpaid", ...open] : open;
}

function settlementProblems(
  here: LedgerRow,
  settled: CloseEntry["settled"],
  coverage: Coverage,
): Problem[] {
  if (moneyHere(here) !== "paid") return [];
  if (settled === null) return coverage.isSettled(here) ? ["not-settled"] : [];
  if (settled.rows.filter(({ amountCentimos }) => amountCentimos > 0).length > 1) return ["settled-twice"];
  return differs(here, settled) ? ["amount-differs"] : [];
}

function differs(here: LedgerRow, said: Said): boolean {
  return said.centimos !== here.amountCentimos || said.currency !== here.currency;
}

/** The same code is in one statement as paid more than once. */
function isSaidTwice(said: Said | null): boolean {
  return (said?.rows.filter((row) => row.state === "paid" && row.amountCentimos > 0).length ?? 0) > 1;
}

function isLate(here: LedgerRow, said: Said | null): boolean {
  const paidAt = said?.paidAt ?? here.paidAt;
  return paidAt !== null && paidAt > here.deadline;
}

/** By what these statements speak of. A code that was made before a report's first day, or paid after it was made, may be absent. */
export function coverageOf(statements: readonly StatementOfClose[]): Coverage {
  const reports = statements.filter(({ kind }) => kind === "report");
  const settlements = statements.filter(({ kind }) => kind === "settlement");
  const isWithin = (at: string, currency: Currency, { paid }: StatementOfClose) =>
    paid.some((span) => span.currency === currency && span.first <= at && at <= span.last);
  return {
    isReported: ({ createdAt, paidAt }) =>
      paidAt !== null && reports.some(({ from, until }) => from <= createdAt && paidAt <= until),
    isSettled: ({ paidAt, currency }) =>
      paidAt !== null && settlements.some((statement) => isWithin(paidAt, currency, statement)),
  };
}
