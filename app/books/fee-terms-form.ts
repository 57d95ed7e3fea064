/** Reads fee terms as a person typed them, and writes them into a form. Pure: the page and the server decide with the same rules. */
import {
  feeTerms,
  IGV_TODAY,
  MOST_CYCLE_DAYS,
  MOST_TOLERANCE_CENTIMOS,
  PUBLISHED_EXAMPLE,
  WHOLE_THOUSANDTHS,
  type FeeConversion,
  type FeeTerms,
  type SettlementCycle,
} from "#app/books/fee-terms.ts";
import { CURRENCIES, MAX_CENTIMOS, type Currency } from "#app/lib/money.ts";
import type { SettingsAnswer } from "#app/merchants/settings-answer.ts";

export const FEE_FIELDS = [
  "currency",
  "validFrom",
  "percent",
  "fixed",
  "minimum",
  "igv",
  "converts",
  "conversionCharge",
  "conversionRate",
  "refunded",
  "monthlyMinimum",
  "cycle",
  "cycleDays",
  "cycleWeekday",
  "tolerance",
] as const;
export type FeeField = (typeof FEE_FIELDS)[number];
export type FeeFields = Record<FeeField, string>;

export type FeeProblem =
  | "fees.problem.choice"
  | "fees.problem.day"
  | "fees.problem.percent"
  | "fees.problem.percentMissing"
  | "fees.problem.amount"
  | "fees.problem.rate"
  | "fees.problem.cycleDays"
  | "fees.problem.tolerance";
export type FeeProblems = Partial<Record<FeeField, FeeProblem>>;
export type FeesAnswer = SettingsAnswer<FeeField, FeeProblem>;

export const REFUNDED_CHOICES = ["unknown", "kept", "returned"] as const;
export const CYCLE_CHOICES = ["unknown", "business-days", "weekly"] as const;

type Parsed = { kind: "parsed"; terms: FeeTerms } | { kind: "refused"; problems: FeeProblems };

/** The typed terms; what a choice puts out of use is not looked at. */
export function parseFeeForm(typed: Readonly<Record<string, string>>): Parsed {
  const problems: FeeProblems = {};
  const text = (field: FeeField) => (typed[field] ?? "").trim();
  const currency = readChoice(CURRENCIES, "currency", text, problems);
  const percentThousandths = readPercent(text("percent"));
  if (text("percent") === "") problems.percent = "fees.problem.percentMissing";
  else if (percentThousandths === null) problems.percent = "fees.problem.percent";
  const igvThousandths = readPercent(text("igv"));
  if (igvThousandths === null) problems.igv = "fees.problem.percent";
  if (!isDay(text("validFrom"))) problems.validFrom = "fees.problem.day";
  const refunded = readChoice(REFUNDED_CHOICES, "refunded", text, problems);
  const tolerance = readWhole(text("tolerance"), MOST_TOLERANCE_CENTIMOS);
  if (tolerance === null) problems.tolerance = "fees.problem.tolerance";
  const read = {
    currency,
    validFrom: text("validFrom"),
    percentThousandths,
    fixedCentimos: readCentimos("fixed", text, problems) ?? 0,
    minimumCentimos: readCentimos("minimum", text, problems) ?? 0,
    igvThousandths,
    conversion: readConversion(currency, text, problems),
    refundedFee: refunded === "unknown" ? null : refunded,
    monthlyMinimumCentimos: readCentimos("monthlyMinimum", text, problems),
    cycle: readCycle(text, problems),
    toleranceCentimos: tolerance,
  };
  if (Object.keys(problems).length > 0) return { kind: "refused", problems };
  // Read field by field and judged as a whole once more: the form and the stored terms cannot drift apart.
  return { kind: "parsed", terms: feeTerms.parse(read) };
}

type Text = (field: FeeField) => string;

function readChoice<Choice extends string>(
  choices: readonly Choice[],
  field: FeeField,
  text: Text,
  problems: FeeProblems,
): Choice | null {
  const chosen = choices.find((choice) => choice === text(field)) ?? null;
  if (chosen === null) problems[field] = "fees.problem.choice";
  return chosen;
}

function readConversion(
  currency: Currency | null,
  text: Text,
  problems: FeeProblems,
): FeeConversion | null {
  if (readChoice(["no", "yes"], "converts", text, problems) !== "yes") return null;
  const charge = text("conversionCharge") === "" ? 0 : readPercent(text("conversionCharge"));
  if (charge === null) problems.conversionCharge = "fees.problem.percent";
  const rate = text("conversionRate") === "" ? null : readDecimal(text("conversionRate"), 4);
  if (rate !== null && (Number.isNaN(rate) || rate < 1 || rate > 1_000_000))
    problems.conversionRate = "fees.problem.rate";
  return {
    into: currency === "USD" ? "PEN" : "USD",
    chargeThousandths: charge ?? 0,
    rateTenThousandths: rate,
  };
}

function readCycle(text: Text, problems: FeeProblems): SettlementCycle | null {
  const kind = readChoice(CYCLE_CHOICES, "cycle", text, problems);
  if (kind === "business-days") {
    const days = readWhole(text("cycleDays"), MOST_CYCLE_DAYS);
    if (days === null) problems.cycleDays = "fees.problem.cycleDays";
    return { kind, days: days ?? 0 };
  }
  if (kind !== "weekly") return null;
  const weekday = readChoice(["1", "2", "3", "4", "5"], "cycleWeekday", text, problems);
  return { kind, weekday: WEEKDAY_OF[weekday ?? "1"] };
}

const WEEKDAY_OF = { "1": 1, "2": 2, "3": 3, "4": 4, "5": 5 } as const;

/** Céntimos; null where nothing was typed. A comma for the decimals is read too. */
function readCentimos(field: FeeField, text: Text, problems: FeeProblems): number | null {
  if (text(field) === "") return null;
  const centimos = readDecimal(text(field), 2);
  if (Number.isNaN(centimos) || centimos > MAX_CENTIMOS) {
    problems[field] = "fees.problem.amount";
    return null;
  }
  return centimos;
}

/** `3.99` as thousandths of a percent; null where it is none, or more than the whole. */
function readPercent(text: string): number | null {
  const thousandths = readDecimal(text.replace(/\s*%$/, ""), 3);
  return thousandths <= WHOLE_THOUSANDTHS ? thousandths : null;
}

/** Decimal text in its smallest unit, read digit by digit; NaN where it is none. */
function readDecimal(text: string, decimals: number): number {
  const match = /^(\d{1,10})(?:[.,](\d{1,4}))?$/.exec(text);
  const [, whole = "", fraction = ""] = match ?? [];
  if (!match || fraction.length > decimals) return Number.NaN;
  return Number(`${whole}${fraction.padEnd(decimals, "0")}`);
}

function readWhole(text: string, most: number): number | null {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value <= most ? value : null;
}

function isDay(text: string): boolean {
  if (!/^20\d\d-\d\d-\d\d$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** The form of terms that nobody has typed yet. Only the IGV, which is the law's, stands in it. */
export function emptyFeeFields(today: string): FeeFields {
  return {
    currency: "PEN",
    validFrom: today,
    percent: "",
    fixed: "",
    minimum: "",
    igv: decimalText(IGV_TODAY.thousandths, 3),
    converts: "no",
    conversionCharge: "",
    conversionRate: "",
    refunded: "unknown",
    monthlyMinimum: "",
    cycle: "unknown",
    cycleDays: "",
    cycleWeekday: "1",
    tolerance: "0",
  };
}

/** The same form with what a reseller publishes: its figures, and nothing that it does not say. */
export function exampleFeeFields(fields: FeeFields): FeeFields {
  return {
    ...fields,
    currency: "PEN",
    percent: decimalText(PUBLISHED_EXAMPLE.percentThousandths, 3),
    minimum: decimalText(PUBLISHED_EXAMPLE.minimumCentimos, 2),
  };
}

/** The form that says these terms. */
export function feeFields(terms: FeeTerms): FeeFields {
  const { conversion, cycle } = terms;
  const amount = (centimos: number | null) => (centimos === null ? "" : decimalText(centimos, 2));
  return {
    currency: terms.currency,
    validFrom: terms.validFrom,
    percent: decimalText(terms.percentThousandths, 3),
    fixed: amount(terms.fixedCentimos),
    minimum: amount(terms.minimumCentimos),
    igv: decimalText(terms.igvThousandths, 3),
    converts: conversion ? "yes" : "no",
    conversionCharge: conversion ? decimalText(conversion.chargeThousandths, 3) : "",
    conversionRate: conversion?.rateTenThousandths ? decimalText(conversion.rateTenThousandths, 4) : "",
    refunded: terms.refundedFee ?? "unknown",
    monthlyMinimum: amount(terms.monthlyMinimumCentimos),
    cycle: cycle?.kind ?? "unknown",
    cycleDays: cycle?.kind === "business-days" ? String(cycle.days) : "",
    cycleWeekday: cycle?.kind === "weekly" ? String(cycle.weekday) : "1",
    tolerance: String(terms.toleranceCentimos),
  };
}

/** `3990` with three decimals → `"3.99"`: at least two, and no zeros that say nothing. */
export function decimalText(value: number, decimals: number): string {
  const digits = String(value).padStart(decimals + 1, "0");
  const fraction = digits.slice(-decimals);
  const kept = fraction.slice(0, 2) + fraction.slice(2).replace(/0+$/, "");
  return `${digits.slice(0, -decimals)}.${kept}`;
}
