/**
 * What a column of a statement may hold, what its heading is usually called, and which headings speak of people. Words are compared
 * as `plainWords` gives them. Pure.
 */
import { plainWords } from "./statement-table.ts";
import { STATEMENT_STATES, type StatementKind, type StatementState } from "./statement-row.ts";

export const STATEMENT_FIELDS = [
  "cip",
  "transactionCode",
  "operationNumber",
  "amount",
  "currency",
  "state",
  "issuedAt",
  "paidAt",
  "expiresAt",
  "channel",
  "fee",
  "igv",
  "net",
  "settledOn",
  "settlementRef",
] as const;
export type StatementField = (typeof STATEMENT_FIELDS)[number];

/** What the columns of each kind can be mapped to, in the order of the page. */
export const FIELDS_OF: Record<StatementKind, readonly StatementField[]> = {
  report: [
    ...(["cip", "transactionCode", "amount", "currency", "state", "issuedAt", "paidAt"] as const),
    ...(["expiresAt", "channel"] as const),
  ],
  settlement: [
    ...(["cip", "transactionCode", "operationNumber", "amount", "currency", "state", "paidAt"] as const),
    ...(["channel", "fee", "igv", "net", "settledOn", "settlementRef"] as const),
  ],
  bank: ["amount", "currency", "settledOn", "operationNumber", "settlementRef"],
};

/** At least one of each group must be mapped: without it a row says nothing that can be compared. */
export const REQUIRED_OF: Record<StatementKind, readonly (readonly StatementField[])[]> = {
  report: [["cip"], ["amount"], ["state"], ["paidAt", "issuedAt"]],
  settlement: [["cip", "transactionCode", "operationNumber"], ["amount"], ["settledOn", "paidAt"]],
  bank: [["amount"], ["settledOn"]],
};

/** PagoEfectivo's report, by its columns (a merchant's back-office code, read 2026-11-22): "Fec.Cancelación" is when it was paid. */
const REPORT_HEADINGS: Partial<Record<StatementField, string>> = {
  cip: "cip",
  transactionCode: "nro ord comercio",
  amount: "monto",
  state: "estado",
  issuedAt: "fec emision",
  paidAt: "fec cancelacion",
  expiresAt: "fechaaexpirar",
  channel: "canal",
};
const REPORT_NEEDS = ["cip", "nro ord comercio", "monto", "estado", "fec emision", "fec cancelacion"];

/** Settlements and bank statements have no public format: these are guesses, which a person confirms. */
const USUAL_HEADINGS: Record<StatementField, readonly string[]> = {
  cip: ["cip", "codigo cip", "nro cip", "numero cip", "codigo de pago", "codigo pagoefectivo"],
  transactionCode: [
    ...["nro ord comercio", "nro orden comercio", "orden comercio", "codigo de transaccion"],
    ...["transactioncode", "transaction code", "numero de orden", "order id"],
  ],
  operationNumber: [
    ...["nro operacion", "numero de operacion", "nro de operacion", "n operacion", "n de operacion"],
    ...["operacion", "operation number", "numero operacion", "operacion numero"],
  ],
  amount: [
    "monto",
    "importe",
    "monto bruto",
    "importe bruto",
    "abono",
    "monto pagado",
    "amount",
    "credito",
  ],
  currency: ["moneda", "currency", "divisa"],
  state: ["estado", "status"],
  issuedAt: ["fec emision", "fecha emision", "fecha de emision", "fecha de creacion"],
  paidAt: ["fec cancelacion", "fecha de cancelacion", "fecha de pago", "fecha pago", "fec pago", "paid at"],
  expiresAt: ["fechaaexpirar", "fecha a expirar", "fecha de expiracion"],
  channel: ["canal", "canal de pago", "channel"],
  fee: ["comision", "comision sin igv", "monto comision", "fee"],
  igv: ["igv", "igv comision", "igv de la comision", "impuesto"],
  net: ["neto", "monto neto", "importe neto", "neto a pagar", "neto a depositar", "net"],
  settledOn: [
    ...["fecha de abono", "fecha abono", "fec abono", "fecha de liquidacion", "fecha liquidacion"],
    ...["fecha de deposito", "fecha deposito", "fecha valor", "settlement date", "fecha operacion"],
    ...["fecha de operacion", "fecha"],
  ],
  settlementRef: [
    ...["nro liquidacion", "numero de liquidacion", "nro de liquidacion", "liquidacion", "lote"],
    ...["referencia", "settlement id", "nro factura", "factura"],
  ],
};

/** Of a shopper, or of whoever paid, or where one may be named: never shown, never kept, not even offered. */
const PERSONAL = new RegExp(
  String.raw`\b(?:${[
    ...["nombres?", "apellidos?", "cliente", "titular", "ordenante", "beneficiario", "alias"],
    ...["e ?mail", "correo", "telefono", "celular", "phone", "direccion", "address"],
    // Texts of the merchant's own, in which a name may stand.
    ...["concepto(?: de)? pago", "datos adicionales", "observacion(?:es)?", "comentarios?"],
    ...["dni", "tipo doc", "nro doc", "nro documento", "documento", "document", "name", "surname"],
  ].join("|")})\b`,
);

export function isPersonalHeading(heading: string): boolean {
  return PERSONAL.test(plainWords(heading));
}

/** Which column holds which field of PagoEfectivo's report; null when the heading is not the report's. */
export function reportColumns(headings: readonly string[]): Columns | null {
  const words = headings.map(plainWords);
  if (!REPORT_NEEDS.every((needed) => words.includes(needed))) return null;
  return columnsOf(FIELDS_OF.report, (field) => words.indexOf(REPORT_HEADINGS[field] ?? ""));
}

/** Where each field of this kind probably is. A person looks at it before anything is read. */
export function usualColumns(kind: StatementKind, headings: readonly string[]): Columns {
  const words = headings.map((heading) => (isPersonalHeading(heading) ? "" : plainWords(heading)));
  const taken = new Set<number>();
  return columnsOf(FIELDS_OF[kind], (field) => {
    const usual = USUAL_HEADINGS[field].map((word) => words.indexOf(word));
    const found = usual.find((index) => index >= 0 && !taken.has(index)) ?? -1;
    taken.add(found);
    return found;
  });
}

/** The number of a field's column in the file, the first being 0. */
export type Columns = Partial<Record<StatementField, number>>;

function columnsOf(fields: readonly StatementField[], find: (field: StatementField) => number): Columns {
  const columns: Columns = {};
  for (const field of fields) {
    const index = find(field);
    if (index >= 0) columns[field] = index;
  }
  return columns;
}

/**
 * "Cancelado" means paid. "Anulada" is what the collector took back: the report has a date of its own for it beside that of deletion
 * (columns of the report, read 2026-11-22). Numbers are those of the API.
 */
const STATE_WORDS: Record<StatementState, readonly string[]> = {
  pending: ["generado", "generada", "pendiente", "pendiente de pago", "emitido", "pending", "22"],
  paid: ["cancelado", "cancelada", "pagado", "pagada", "paid", "liquidado", "abonado", "depositado", "23"],
  expired: ["expirado", "expirada", "vencido", "vencida", "expired", "21"],
  voided: ["eliminado", "eliminada", "deleted", "voided"],
  reversed: ["anulado", "anulada", "extornado", "extornada", "extorno", "reversado", "reversed"],
  refunded: ["devuelto", "devuelta", "devolucion", "reembolsado", "reembolso", "refunded"],
};

const STATE_OF_WORD = new Map(
  STATEMENT_STATES.flatMap((state) => STATE_WORDS[state].map((word) => [word, state] as const)),
);

/** Null for a word that nobody has told us the meaning of: guessing would move money. */
export function stateOfWord(text: string): StatementState | null {
  return STATE_OF_WORD.get(plainWords(text)) ?? null;
}
