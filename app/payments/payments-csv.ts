/**
 * CSV that Excel opens as it is, in Peru and in China: UTF-8 with a byte order mark, commas, CRLF (RFC 4180). Pure.
 */
import { toDecimalText } from "#app/lib/money.ts";
import type { ListMode } from "#app/payments/payment-list-filter.ts";
import type { ListedPayment } from "#app/payments/payment-list.ts";
import { moneyStage, type MoneyStage } from "#app/payments/payment-money.ts";
import type { PaymentStatus } from "#app/payments/payment-status.ts";

export const BYTE_ORDER_MARK = "\uFEFF";

/** The machine's header row: these names and their order stay as they are. */
export const CSV_COLUMNS = [
  "payment_id",
  "cip",
  "status",
  "amount",
  "currency",
  "mode",
  "created_at",
  "created_lima",
  "expires_at",
  "expires_lima",
  "paid_at",
  "paid_lima",
  "transaction_code",
  "money",
  "settled_on",
  "paid_out_on",
] as const;
export type CsvColumn = (typeof CSV_COLUMNS)[number];

/** Words for what is not a figure, in the reader's language, or the machine's own keys. */
export interface CsvWords {
  header: (column: CsvColumn) => string;
  status: (status: PaymentStatus) => string;
  mode: (mode: Exclude<ListMode, "all">) => string;
  /** How far the money has come. */
  money: (stage: MoneyStage) => string;
}

/** Names and keys that never change with a language. */
export const MACHINE_WORDS: CsvWords = {
  header: (column) => column,
  status: (status) => status,
  mode: (mode) => mode,
  money: (stage) => stage,
};

/** The header row, after the byte order mark. */
export function csvHead(words: CsvWords): string {
  return `${BYTE_ORDER_MARK}${csvRow(CSV_COLUMNS.map((column) => words.header(column)))}`;
}

export function csvPayment(payment: ListedPayment, words: CsvWords): string {
  const stage = moneyStage(payment);
  const cells: Record<CsvColumn, string> = {
    payment_id: payment.sessionId,
    cip: payment.cip ?? "",
    status: words.status(payment.status),
    amount: toDecimalText(payment.amountCentimos),
    currency: payment.currency,
    mode: words.mode(payment.test ? "test" : "live"),
    created_at: isoInLima(payment.createdAt),
    created_lima: limaText(payment.createdAt),
    expires_at: isoInLima(payment.expiresAt),
    expires_lima: limaText(payment.expiresAt),
    paid_at: isoInLima(payment.paidAt),
    paid_lima: limaText(payment.paidAt),
    transaction_code: payment.codeId ?? "",
    money: stage === null ? "" : words.money(stage),
    settled_on: payment.settledOn ?? "",
    paid_out_on: payment.paidOutOn ?? "",
  };
  return csvRow(CSV_COLUMNS.map((column) => cells[column]));
}

/** One line with its end. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/**
 * A cell that begins like a formula gets an apostrophe in front: spreadsheets would run it, and what a shopper or Shopify sent us
 * may be one (OWASP, "CSV Injection").
 */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** `2026-11-24T23:59:00-05:00`; empty for none. */
function isoInLima(instant: string | null): string {
  return instant === null ? "" : `${limaClock(instant)}-05:00`;
}

/** `2026-11-24 23:59:00`: what a clock in Lima showed, in a form that spreadsheets read as a time. */
function limaText(instant: string | null): string {
  return instant === null ? "" : limaClock(instant).replace("T", " ");
}

/** Peru has had no daylight saving time since 1994. */
const LIMA_OFFSET_MS = -5 * 3_600_000;

function limaClock(instant: string): string {
  return new Date(Date.parse(instant) + LIMA_OFFSET_MS).toISOString().slice(0, 19);
}
