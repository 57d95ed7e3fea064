import { twoDecimals } from "./amounts.ts";
import type { CipRecord, CipRegister, CipState } from "./cip-register.ts";
import { reportDateText } from "./lima-time.ts";

/**
 * The merchant portal's history of CIPs. The real one is an .xlsx asked for by hand; the columns and
 * their order are those of the portal (read off a merchant's back-office code, 2026-11-22). There is no
 * fee column: fees come with the settlement.
 */
const COLUMNS: readonly [string, (record: CipRecord, state: CipState) => string][] = [
  ["CIP", (record) => record.cip],
  ["Nro.Ord.Comercio", (record) => record.transactionCode],
  ["Monto", (record) => twoDecimals(record.amountCentimos)],
  ["Estado", (_record, state) => STATE_WORDS[state]],
  ["Fec.Emisión", (record) => reportDateText(record.created)],
  ["Fec.Cancelación", (record) => reportDateText(record.collections.at(-1)?.paidAt ?? null)],
  ["Fec.Anulada", (record) => reportDateText(record.collections.at(-1)?.reversedAt ?? null)],
  ["FechaAExpirar", (record) => reportDateText(record.expires)],
  ["Fec.Eliminado", (record) => reportDateText(record.deletedAt)],
  ["Servicio", (record) => (record.currency === "PEN" ? "PagoEfectivo Soles" : "PagoEfectivo Dólares")],
  ["Cliente Nombre", (record) => record.details.userName],
  ["Cliente Apellidos", (record) => record.details.userLastName],
  ["Cliente Email", (record) => record.details.userEmail],
  ["Tipo Doc.", (record) => record.details.userDocumentType],
  ["Nro Documento", (record) => record.details.userDocumentNumber],
  ["Cliente Alias", (record) => record.details.userId],
  ["Cliente Telefono", (record) => record.details.userCodeCountry + record.details.userPhone],
  ["Concepto Pago", (record) => record.details.paymentConcept],
  ["Datos Adicionales", (record) => record.details.additionalData],
  ["Canal", (record) => record.collections.at(-1)?.channel ?? ""],
  ["Fec.Actualizacion", (record) => reportDateText(record.updated)],
];

/** "Cancelado" means paid; what a collector took back is "Anulada". */
const STATE_WORDS: Record<CipState, string> = {
  pending: "Generado",
  paid: "Cancelado",
  expired: "Expirado",
  deleted: "Eliminado",
  reversed: "Anulada",
};

/** One row per CIP of the service, oldest first, as RFC 4180 CSV; dates in Lima time. */
export function reportCsv(register: CipRegister, serviceId: number): string {
  const header = COLUMNS.map(([name]) => name);
  const rows = register
    .all()
    .filter((record) => record.serviceId === serviceId)
    .map((record) => COLUMNS.map(([, read]) => read(record, register.stateOf(record))));
  return [header, ...rows].map((row) => `${row.map(csvField).join(",")}\r\n`).join("");
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
