/**
 * The file from which a shop's bank pays refunds: one row for each payout and a last row of totals. Its columns are
 * documented in docs/refund-batch.md and stay as they are. Pure: the same payouts always give the same bytes.
 */
import { invariant } from "#app/lib/invariant.ts";
import { toDecimalText, type Currency } from "#app/lib/money.ts";
import { BYTE_ORDER_MARK, csvCell } from "#app/payments/payments-csv.ts";

/** In Spanish whatever the reader's language: the file is for a bank in Peru. */
export const PAYOUT_COLUMNS = [
  "linea",
  "referencia",
  "importe",
  "moneda",
  "medio",
  "banco",
  "destino",
  "titular",
  "titular_sin_tildes",
  "tipo_documento",
  "numero_documento",
  "pago_shopify",
  "devolucion",
] as const;

/** The first cell of the row of totals: no payout has it. */
export const TOTALS = "TOTAL";

/** One refund, with everything that a bank needs to pay it out. */
export interface Payout {
  refundId: string;
  sessionId: string;
  amountCentimos: number;
  kind: "cci" | "account" | "yape" | "plin";
  /** The bank's name; empty for a wallet. */
  bank: string;
  /** CCI, account number or mobile number. */
  number: string;
  holder: string;
  documentKind: "dni" | "ce" | "ruc" | "passport";
  documentNumber: string;
}

export interface PayoutBatch {
  number: number;
  currency: Currency;
  payouts: readonly Payout[];
}

const MEANS = { cci: "CCI", account: "CUENTA", yape: "YAPE", plin: "PLIN" } as const;
const DOCUMENTS = { dni: "DNI", ce: "CE", ruc: "RUC", passport: "PASAPORTE" } as const;

/** The whole file, as text of which UTF-8 is the encoding: Excel takes it for that because of the byte order mark. */
export function payoutFile(batch: PayoutBatch): string {
  invariant(batch.payouts.length > 0, "a batch pays something out");
  const rows = [
    PAYOUT_COLUMNS.map(csvCell),
    ...batch.payouts.map((payout, index) => payoutCells(batch, payout, index + 1)),
    totalCells(batch),
  ];
  return `${BYTE_ORDER_MARK}${rows.map((cells) => `${cells.join(",")}\r\n`).join("")}`;
}

/** What the bank's statement should say of the n-th payout: short, letters and digits only, once per shop. */
export function payoutReference(batchNumber: number, line: number): string {
  return `DEV${String(batchNumber).padStart(5, "0")}L${String(line).padStart(3, "0")}`;
}

export function sumOf(payouts: readonly Pick<Payout, "amountCentimos">[]): number {
  return payouts.reduce((sum, { amountCentimos }) => sum + amountCentimos, 0);
}

function payoutCells(batch: PayoutBatch, payout: Payout, line: number): string[] {
  return [
    String(line),
    payoutReference(batch.number, line),
    toDecimalText(payout.amountCentimos),
    batch.currency,
    MEANS[payout.kind],
    csvCell(payout.bank),
    exactCell(payout.number),
    csvCell(payout.holder),
    csvCell(withoutAccents(payout.holder)),
    DOCUMENTS[payout.documentKind],
    exactCell(payout.documentNumber),
    exactCell(payout.sessionId),
    exactCell(payout.refundId),
  ];
}

function totalCells(batch: PayoutBatch): string[] {
  const filled = [
    TOTALS,
    String(batch.payouts.length),
    toDecimalText(sumOf(batch.payouts)),
    batch.currency,
  ];
  return PAYOUT_COLUMNS.map((_, index) => filled[index] ?? "");
}

/**
 * `="00219…"`: Excel would read a CCI as a number, keep 15 of its 20 digits and put zeros for the others (Microsoft, KB 269370,
 * read 2026-11-29), a DNI would lose its leading zero and a passport like 12E345 become a power of ten: money would go to
 * nobody, or to somebody else. As the text of a formula every character stays, and pasting the value gives just that. Nothing but
 * letters, digits and hyphens can stand inside, so that no formula of somebody else's can.
 */
function exactCell(text: string): string {
  return /^[0-9A-Za-z-]{1,64}$/.test(text) ? `"=""${text}"""` : csvCell(text);
}

/** Capital letters without accents, ñ as N: the form that several banks' own templates ask for. */
function withoutAccents(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toUpperCase()
    .replaceAll(/[^A-Z0-9 ]/g, " ")
    .replaceAll(/ {2,}/g, " ")
    .trim();
}
