/** Reads how a shop wants refunds handled, and writes it into a form. Pure: the page and the server decide with the same rules. */
import { CURRENCIES, toDecimalText, type Currency } from "#app/lib/money.ts";
import type { SettingsAnswer } from "#app/merchants/settings-answer.ts";
import { readAmount } from "#app/payments/rules-form.ts";

export interface RefundSettings {
  /** Refunds become tasks of the shop's people; else each is refused to Shopify at once. */
  isManual: boolean;
  /** Above it a second person has to agree before a refund is paid; null: nobody has to. */
  approvalAbove: Record<Currency, number | null>;
}

export const REFUND_FIELDS = ["policy", "accepted", "approvalPEN", "approvalUSD"] as const;
export type RefundField = (typeof REFUND_FIELDS)[number];
export type RefundFields = Record<RefundField, string>;
export type RefundSettingsProblem =
  "refunds.problem.policy" | "refunds.problem.accept" | "refunds.problem.amount";
export type RefundSettingsAnswer = SettingsAnswer<RefundField, RefundSettingsProblem>;

export interface RefundSettingsView {
  version: number;
  settings: RefundSettings;
  /** Since when, and who read and accepted what it means; null while refunds are refused at once. */
  accepted: { at: string; by: string } | null;
  /** Refunds that are open now: they stay tasks whatever is saved. */
  open: number;
}

export function parseRefundSettings(
  typed: Readonly<Record<string, string>>,
  stored: RefundSettings,
):
  | { kind: "parsed"; settings: RefundSettings }
  | { kind: "refused"; problems: Partial<Record<RefundField, RefundSettingsProblem>> } {
  const problems: Partial<Record<RefundField, RefundSettingsProblem>> = {};
  const text = (field: RefundField) => (typed[field] ?? "").trim();
  const isManual = text("policy") === "manual";
  if (!isManual && text("policy") !== "refuse") problems.policy = "refunds.problem.policy";
  // What was accepted before stays accepted; what is switched on is read first.
  if (isManual && !stored.isManual && text("accepted") !== "yes")
    problems.accepted = "refunds.problem.accept";
  const approvalAbove = { PEN: amountOf(text("approvalPEN")), USD: amountOf(text("approvalUSD")) };
  for (const currency of CURRENCIES) {
    if (Number.isNaN(approvalAbove[currency])) problems[`approval${currency}`] = "refunds.problem.amount";
  }
  if (Object.keys(problems).length > 0) return { kind: "refused", problems };
  return { kind: "parsed", settings: { isManual, approvalAbove } };
}

/** NaN where it is no amount. Zero is one: every refund then needs a second person. */
function amountOf(text: string): number | null {
  if (text === "") return null;
  if (/^0+(\.0{1,2})?$/.test(text)) return 0;
  return readAmount(text) ?? Number.NaN;
}

/** The form that says these settings. */
export function refundFields({ isManual, approvalAbove }: RefundSettings): RefundFields {
  const amount = (centimos: number | null) => (centimos === null ? "" : toDecimalText(centimos));
  return {
    policy: isManual ? "manual" : "refuse",
    accepted: "",
    approvalPEN: amount(approvalAbove.PEN),
    approvalUSD: amount(approvalAbove.USD),
  };
}
