/** A close as CSV: UTF-8 with a byte order mark, commas, CRLF; amounts with a point, so that a spreadsheet adds them. Pure. */
import { decimalText, SHEET_COLUMNS, type SheetCell, type SheetRow } from "#app/books/close-sheet.ts";
import { BYTE_ORDER_MARK, csvCell, csvRow } from "#app/payments/payments-csv.ts";

export function closeCsvHead(header: (column: (typeof SHEET_COLUMNS)[number]) => string): string {
  return `${BYTE_ORDER_MARK}${csvRow(SHEET_COLUMNS.map(header))}`;
}

export function closeCsvRow(row: SheetRow): string {
  return `${SHEET_COLUMNS.map((column) => cellText(row[column])).join(",")}\r\n`;
}

/** An amount below nothing begins with a minus sign and is no formula: it stays a number. */
function cellText(cell: SheetCell): string {
  return typeof cell === "string" ? csvCell(cell) : decimalText(cell.centimos);
}
