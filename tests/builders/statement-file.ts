/** Files of statements, and what reading one of them comes to. */
import { readStatement, type StatementReading } from "../../app/books/read-statement.server.ts";
import { findCandidates } from "../../app/books/statement-layout.server.ts";
import {
  headingsOf,
  proposeMapping,
  recogniseReport,
  type StatementMapping,
} from "../../app/books/statement-mapping.ts";
import type { StatementRow } from "../../app/books/statement-row.ts";
import { scanFile } from "../../app/books/statement-scan.server.ts";
import { FileRefused } from "../../app/books/statement-table.ts";
import { fileOf } from "./workbook.ts";

/** The columns of PagoEfectivo's report, in its order. */
export const REPORT_COLUMNS = [
  ...["CIP", "Nro.Ord.Comercio", "Monto", "Estado", "Fec.Emisión", "Fec.Cancelación", "Fec.Anulada"],
  ...["FechaAExpirar", "Fec.Eliminado", "Servicio", "Cliente Nombre", "Cliente Apellidos", "Cliente Email"],
  ...["Tipo Doc.", "Nro Documento", "Cliente Alias", "Cliente Telefono", "Concepto Pago"],
  ...["Datos Adicionales", "Canal", "Fec.Actualizacion"],
];

export interface ReportLine {
  cip: string;
  order?: string;
  amount?: string;
  state?: string;
  issued?: string;
  paid?: string;
  channel?: string;
}

/** Every cell of one line of the report, with a person in it who must never be found again. */
export function reportCells(line: ReportLine): string[] {
  const { cip, order = `orden-${cip}`, amount = "160.35", state = "Cancelado" } = line;
  const { issued = "27/11/2026 09:15:00", paid = "28/11/2026 21:05:10", channel = "BCP Agente" } = line;
  return [
    ...[cip, order, amount, state, issued, paid, "", "30/11/2026 23:59:00", "", "Tienda"],
    ...["Canaria Ñahui", "Quispe", "canaria@example.com", "DNI", "01234567", "canaria01", "51900111222"],
    ...["Pedido de Canaria", "", channel, paid],
  ];
}

export function csvOf(rows: readonly (readonly string[])[], delimiter = ",", lineEnd = "\r\n"): string {
  const cell = (text: string) =>
    text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => `${row.map(cell).join(delimiter)}${lineEnd}`).join("");
}

export function reportCsv(lines: readonly ReportLine[], delimiter = ","): string {
  return csvOf([REPORT_COLUMNS, ...lines.map(reportCells)], delimiter);
}

export interface WholeReading {
  reading: StatementReading;
  rows: StatementRow[];
}

/** Reads a file as the product does: by what is recognised, else by the given mapping, else as it would be proposed. */
export async function readWhole(
  bytes: Buffer | string,
  mapping?: (headings: string[]) => StatementMapping,
): Promise<WholeReading> {
  const file = fileOf(bytes);
  const rows: StatementRow[] = [];
  try {
    const [best] = await findCandidates(file, await scanFile(file));
    if (!best) throw new FileRefused("no-heading");
    const headings = headingsOf(best.heading);
    const used = mapping?.(headings) ?? recogniseReport(headings) ?? proposeMapping(headings);
    const reading = await readStatement(file, { layout: best.layout, mapping: used }, async (lot) => {
      rows.push(...lot);
    });
    return { reading, rows: reading.kind === "read" ? rows : [] };
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    const { line, reason } = error;
    return {
      reading: { kind: "refused", line, reason, problems: [{ line, field: null, reason }] },
      rows: [],
    };
  }
}
