/**
 * One line of a file as what it says of money, or why it cannot be that. Nothing is guessed: an amount, a date or a state that is not
 * understood ends the file. Only mapped columns are looked at, so that nothing of a person gets any further. Pure.
 */
import type { Currency } from "#app/lib/money.ts";
import { amountReader, type AmountProblem, type AmountReader } from "./statement-amount.ts";
import { stateOfWord, type StatementField } from "./statement-fields.ts";
import type { StatementMapping } from "./statement-mapping.ts";
import { readMoment } from "./statement-moment.ts";
import type { StatementRow } from "./statement-row.ts";
import { cellText, plainWords, type Cell, type TableRow } from "./statement-table.ts";

export const ROW_PROBLEMS = [
  "bad-amount",
  "mixed-separators",
  "ambiguous-amount",
  "too-large",
  "no-amount",
  "not-positive",
  "bad-currency",
  "other-currency",
  "bad-cip",
  "bad-word",
  "bad-date",
  "unknown-state",
  "no-key",
  "no-day",
  "few-cells",
  "many-cells",
  "cut-short",
  "after-total",
  "total-differs",
  "no-rows",
] as const;
export type RowProblemReason = (typeof ROW_PROBLEMS)[number];

export interface RowProblem {
  line: number;
  /** Of which column, where it is one. */
  field: StatementField | null;
  reason: RowProblemReason;
}

export type ReadRow =
  { kind: "row"; row: StatementRow } | { kind: "nothing" } | { kind: "problem"; problem: RowProblem };

export interface RowReader {
  read(row: TableRow): ReadRow;
  /** Whether the file as a whole can be right; ask after its last line. */
  end(): RowProblem | null;
}

export interface RowReaderInput {
  mapping: StatementMapping;
  headingLine: number;
  /** How many columns the heading names. */
  width: number;
  /** Lines have as many cells as the heading (CSV), not only those that are filled (a workbook). */
  isStrict: boolean;
  /** The workbook counts its days from 1904. */
  is1904: boolean;
  /** The last line of a text file has no end: it may have been cut there, and with it whatever followed. */
  isOpenEnded: boolean;
}

/** Stops the reading of a line: caught by the reader alone. */
class Stop extends Error {
  readonly reason: RowProblemReason;
  readonly field: StatementField | null;
  constructor(reason: RowProblemReason, field: StatementField | null = null) {
    super(reason);
    this.reason = reason;
    this.field = field;
  }
}

export function rowReader(input: RowReaderInput): RowReader {
  const { mapping } = input;
  const amounts = amountReader();
  const sums = new Map<Currency, number>();
  let lastLine = input.headingLine;
  let rows = 0;
  let isTotalled = false;

  const readLine = (row: TableRow): ReadRow => {
    if (row.cells.every((cell) => cellText(cell) === "")) return { kind: "nothing" };
    lastLine = row.line;
    if (isTotalled) throw new Stop("after-total");
    checkWidth(row, input);
    const line = lineOf(row, input, amounts);
    if (line.isTotal()) {
      isTotalled = true;
      const said = line.amount("amount");
      // A total that is not the sum of its rows: some of them are missing.
      if (said !== null && sums.size === 1 && ![...sums.values()].includes(said.centimos))
        throw new Stop("total-differs", "amount");
      return { kind: "nothing" };
    }
    const read = statementRow(line, mapping);
    if (read === null) return { kind: "nothing" };
    rows += 1;
    sums.set(read.currency, (sums.get(read.currency) ?? 0) + read.amountCentimos);
    return { kind: "row", row: read };
  };
  return {
    read(row) {
      try {
        return readLine(row);
      } catch (error) {
        if (!(error instanceof Stop)) throw error;
        return { kind: "problem", problem: { line: row.line, field: error.field, reason: error.reason } };
      }
    },
    end() {
      const ambiguous = amounts.ambiguousLine();
      if (ambiguous !== null) return { line: ambiguous, field: "amount", reason: "ambiguous-amount" };
      if (input.isOpenEnded) return { line: lastLine, field: null, reason: "cut-short" };
      return rows === 0 ? { line: input.headingLine, field: null, reason: "no-rows" } : null;
    },
  };
}

function checkWidth({ cells }: TableRow, input: RowReaderInput): void {
  if (!input.isStrict) return;
  if (cells.length < input.width) throw new Stop("few-cells");
  if (cells.slice(input.width).some((cell) => cellText(cell) !== "")) throw new Stop("many-cells");
}

interface Line {
  number: number;
  isTotal(): boolean;
  has(field: StatementField): boolean;
  text(field: StatementField): string;
  word(field: StatementField, most: number): string | null;
  cip(): string | null;
  amount(field: StatementField): { centimos: number; currency: Currency | null } | null;
  moment(field: StatementField): { at: string; day: string } | null;
}

function lineOf(row: TableRow, input: RowReaderInput, amounts: AmountReader): Line {
  const { columns } = input.mapping;
  const cellOf = (field: StatementField): Cell | undefined => {
    const column = columns[field];
    return column === undefined ? undefined : row.cells[column];
  };
  const text = (field: StatementField) => cellText(cellOf(field));
  return {
    number: row.line,
    isTotal: () => isTotalLine(row) && KEYS.every((key) => isEmptyKey(text(key))),
    has: (field) => columns[field] !== undefined,
    text,
    word(field, most) {
      const word = wholeNumber(cellOf(field)).replaceAll(/\s+/g, " ").trim();
      if (word === "" || word === "-") return null;
      // Whatever its heading says: an address of a person has no place in a column of numbers.
      if (word.length > most || /[@\p{Cc}]/u.test(word)) throw new Stop("bad-word", field);
      return word;
    },
    cip() {
      const digits = wholeNumber(cellOf("cip")).trim();
      if (digits === "") return null;
      if (!/^\d{1,14}$/.test(digits) || /^0+$/.test(digits)) throw new Stop("bad-cip", "cip");
      return digits;
    },
    amount(field) {
      const read = amounts.read(cellOf(field), row.line);
      if (read.kind === "none") return null;
      if (read.kind === "problem") throw new Stop(problemOf(read.reason), field);
      return read;
    },
    moment(field) {
      const read = readMoment(cellOf(field), input.is1904);
      if (read.kind === "none") return null;
      if (read.kind === "problem") throw new Stop("bad-date", field);
      return { at: read.at.toISOString(), day: read.day };
    },
  };
}

const problemOf = (reason: AmountProblem): RowProblemReason => reason;

const KEYS = ["cip", "transactionCode", "operationNumber"] as const;

/** "TOTAL", "Total general:", "Totales" in any cell. */
function isTotalLine(row: TableRow): boolean {
  // Asked of every cell of every line, and hardly ever so: the cheap question first.
  return row.cells.some((cell) => {
    const text = cellText(cell);
    return /total/i.test(text) && /^total(?:es)?(?: general)?$/.test(plainWords(text));
  });
}

/** The word "Total" may stand in the very column of the key. */
function isEmptyKey(text: string): boolean {
  return text === "" || /^total/.test(plainWords(text));
}

/** A workbook keeps a long number as `2.5E+9`; whole it is the number that was meant. */
function wholeNumber(cell: Cell | undefined): string {
  if (cell === undefined || typeof cell === "string") return cell ?? "";
  const match = /^(\d+)(?:\.(\d+))?[eE]\+?(\d{1,2})$/.exec(cell.number);
  if (!match) return cell.number.replace(/\.0+$/, "");
  const [, whole = "", decimals = "", exponent = "0"] = match;
  return decimals.length > Number(exponent) ? cell.number : whole + decimals.padEnd(Number(exponent), "0");
}

const MOST_WORD = 64;

/** Null where a bank's line is no credit. */
function statementRow(line: Line, mapping: StatementMapping): StatementRow | null {
  const said = line.amount("amount");
  if (mapping.kind === "bank" && (said === null || said.centimos <= 0)) return null;
  if (said === null) throw new Stop("no-amount", "amount");
  if (mapping.kind === "report" && said.centimos <= 0) throw new Stop("not-positive", "amount");
  const cip = line.cip();
  if (mapping.kind === "report" && cip === null) throw new Stop("no-key", "cip");
  return {
    line: line.number,
    cip,
    transactionCode: line.word("transactionCode", MOST_WORD),
    operationNumber: line.word("operationNumber", MOST_WORD),
    amountCentimos: said.centimos,
    currency: currencyOf(line, mapping, said.currency),
    state: stateOf(line, said.centimos),
    ...datesOf(line),
    channel: line.word("channel", MOST_WORD),
    feeCentimos: feeOf(line, "fee", said.centimos),
    igvCentimos: feeOf(line, "igv", said.centimos),
    netCentimos: line.amount("net")?.centimos ?? null,
    settlementRef: line.word("settlementRef", MOST_WORD),
  };
}

function datesOf(line: Line): Pick<StatementRow, "issuedAt" | "paidAt" | "expiresAt" | "settledOn"> {
  const issued = line.moment("issuedAt");
  const paid = line.moment("paidAt");
  const settled = line.moment("settledOn");
  if (!issued && !paid && !settled) throw new Stop("no-day");
  return {
    issuedAt: issued?.at ?? null,
    paidAt: paid?.at ?? null,
    expiresAt: line.moment("expiresAt")?.at ?? null,
    settledOn: settled?.day ?? null,
  };
}

function currencyOf(line: Line, mapping: StatementMapping, marked: Currency | null): Currency {
  const named = line.has("currency") ? currencyOfWord(line.text("currency")) : null;
  if (named !== null && marked !== null && named !== marked) throw new Stop("other-currency", "amount");
  const known = named ?? marked;
  if (known !== null) return known;
  if (line.has("currency")) throw new Stop("bad-currency", "currency");
  return mapping.currency;
}

const CURRENCY_WORDS: Record<Currency, readonly string[]> = {
  PEN: ["pen", "sol", "soles", "s", "s/", "s/.", "nuevos soles", "mn", "604"],
  USD: ["usd", "us$", "$", "dolar", "dolares", "dolares americanos", "me", "840"],
};

function currencyOfWord(text: string): Currency | null {
  const words = [text.trim().toLowerCase(), plainWords(text)];
  const isOf = (currency: Currency) => CURRENCY_WORDS[currency].some((word) => words.includes(word));
  return isOf("PEN") ? "PEN" : isOf("USD") ? "USD" : null;
}

/** Without a column of its own, money that was taken back shows by its sign. */
function stateOf(line: Line, centimos: number): StatementRow["state"] {
  if (!line.has("state")) return centimos < 0 ? "reversed" : "paid";
  const state = stateOfWord(line.text("state"));
  if (state === null) throw new Stop("unknown-state", "state");
  return state;
}

/** Some files write a fee as what it costs, some as what is taken off: of money that came in both are the same. */
function feeOf(line: Line, field: "fee" | "igv", amountCentimos: number): number | null {
  const fee = line.amount(field)?.centimos ?? null;
  return fee !== null && amountCentimos >= 0 ? Math.abs(fee) : fee;
}
