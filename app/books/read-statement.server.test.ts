import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  csvOf,
  readWhole,
  REPORT_COLUMNS,
  reportCells,
  reportCsv,
  type ReportLine,
} from "../../tests/builders/statement-file.ts";
import { workbook, type BookCell } from "../../tests/builders/workbook.ts";
import type { StatementMapping } from "./statement-mapping.ts";

const LINES: ReportLine[] = [
  { cip: "2541865" },
  { cip: "2541866", amount: "1,234.50", state: "Generado", paid: "" },
  { cip: "2541867", amount: "12.00", state: "Expirado", paid: "" },
];

const FIRST = {
  line: 2,
  cip: "2541865",
  transactionCode: "orden-2541865",
  operationNumber: null,
  amountCentimos: 16_035,
  currency: "PEN",
  state: "paid",
  issuedAt: "2026-11-27T14:15:00.000Z",
  paidAt: "2026-11-29T02:05:10.000Z",
  expiresAt: "2026-12-01T04:59:00.000Z",
  channel: "BCP Agente",
  feeCentimos: null,
  igvCentimos: null,
  netCentimos: null,
  settledOn: null,
  settlementRef: null,
};

const utf16 = (text: string, isBig: boolean, hasMark: boolean) => {
  const bytes = Buffer.from(`${hasMark ? "\uFEFF" : ""}${text}`, "utf16le");
  return isBig ? bytes.swap16() : bytes;
};

/** Latin-1 is Windows-1252 where the report's letters are. */
const windows1252 = (text: string) => Buffer.from(text, "latin1");

const asBook = (lines: readonly ReportLine[]): BookCell[][] => [
  REPORT_COLUMNS,
  ...lines.map((line) => reportCells(line).map((cell): BookCell => cell || null)),
];

describe("PagoEfectivo's report", () => {
  it.each([
    ["UTF-8", Buffer.from(reportCsv(LINES))],
    ["UTF-8 with its mark", Buffer.from(`\uFEFF${reportCsv(LINES)}`)],
    ["Windows-1252", windows1252(reportCsv(LINES))],
    ["UTF-16 with its mark", utf16(reportCsv(LINES), false, true)],
    ["UTF-16 without", utf16(reportCsv(LINES), false, false)],
    ["UTF-16 the other way round", utf16(reportCsv(LINES), true, true)],
    ["semicolons", Buffer.from(reportCsv(LINES, ";"))],
    ["tabs", Buffer.from(reportCsv(LINES, "\t"))],
    ["Excel's own first line", Buffer.from(`sep=;\r\n${reportCsv(LINES, ";")}`)],
    ["single line feeds", Buffer.from(reportCsv(LINES).replaceAll("\r\n", "\n"))],
    ["a workbook", workbook({ rows: asBook(LINES) })],
    ["a workbook with prefixes", workbook({ rows: asBook(LINES), prefix: "x:" })],
  ])("says the same in %s, recognised by its heading", async (name, bytes) => {
    const { reading, rows } = await readWhole(bytes);

    const line = name === "Excel's own first line" ? 3 : 2;
    expect(reading).toEqual({ kind: "read", rowCount: 3, fromDay: "2026-11-27", toDay: "2026-11-28" });
    expect(rows[0]).toEqual({ ...FIRST, line });
    expect(
      rows.slice(1).map(({ amountCentimos, state, paidAt }) => [amountCentimos, state, paidAt]),
    ).toEqual([
      [123_450, "pending", null],
      [1_200, "expired", null],
    ]);
  });

  it("keeps nothing of a shopper", async () => {
    const { rows } = await readWhole(reportCsv(LINES));

    const kept = JSON.stringify(rows);
    expect(rows).toHaveLength(3);
    for (const canary of ["Canaria", "Quispe", "example.com", "01234567", "51900111222", "canaria01"])
      expect(kept).not.toContain(canary);
  });

  it("is read below titles, with numbers and days as a workbook keeps them", async () => {
    const cells = reportCells({ cip: "x" }).map((cell): BookCell => cell || null);
    cells[0] = { number: "2.541865E6" };
    cells[2] = { number: "160.34999999999999" };
    cells[4] = { number: "46353.385416666664" };
    cells[5] = { number: "46354.878587962965" };
    cells[1] = { inline: "orden-2541865" };
    const rows = [["Reporte histórico"], [], ["Comercio", "Tienda X"], REPORT_COLUMNS, cells];

    const read = await readWhole(workbook({ rows }));

    expect(read.reading).toMatchObject({ kind: "read", rowCount: 1 });
    expect(read.rows[0]).toEqual({ ...FIRST, line: 5 });
  });

  it("names lines as a spreadsheet does, past empty ones and cells of two lines", async () => {
    const broken = reportCells({ cip: "2", order: "a" });
    broken[17] = "Pedido\r\nde dos líneas";
    const text = `${csvOf([REPORT_COLUMNS, reportCells({ cip: "1" })])}\r\n${csvOf([broken, reportCells({ cip: "no" })])}`;

    const { reading } = await readWhole(text);

    expect(reading).toMatchObject({ kind: "refused", line: 6, reason: "bad-cip" });
  });
});

describe("a file that is not right is refused whole", () => {
  const one = (change: Partial<ReportLine>) =>
    reportCsv([{ cip: "2541865" }, { cip: "2541866", ...change }]);

  it.each([
    ["a bad amount", one({ amount: "12,3x" }), 3, "bad-amount"],
    ["no amount", one({ amount: "" }), 3, "no-amount"],
    ["an amount below nothing", one({ amount: "-1.00" }), 3, "not-positive"],
    ["a bad date", one({ paid: "31/02/2026 10:00:00" }), 3, "bad-date"],
    ["no date", one({ paid: "", issued: "" }), 3, "no-day"],
    ["a state that nobody knows", one({ state: "Observado" }), 3, "unknown-state"],
    ["a CIP that is none", one({ cip: "2.5E+09" }), 3, "bad-cip"],
    ["no CIP", one({ cip: "" }), 3, "no-key"],
    ["an address among the channels", one({ channel: "rosa@example.com" }), 3, "bad-word"],
    ["two ways to write decimals", one({ amount: "12,50" }), 3, "mixed-separators"],
    ["an amount that may be a thousand", reportCsv([{ cip: "1", amount: "1.500" }]), 2, "ambiguous-amount"],
    ["only a heading", csvOf([REPORT_COLUMNS]), 1, "no-rows"],
    ["a line without its last cells", `${reportCsv([{ cip: "1" }])}2,x,12.00\r\n`, 3, "few-cells"],
    [
      "a line with more cells",
      csvOf([REPORT_COLUMNS, [...reportCells({ cip: "1" }), "x"]]),
      2,
      "many-cells",
    ],
  ])("%s: the line and why", async (_, text, line, reason) => {
    const { reading, rows } = await readWhole(text);

    expect(reading).toMatchObject({ kind: "refused", line, reason });
    expect(rows).toEqual([]);
  });

  it("names the first ten wrong lines", async () => {
    const wrong = Array.from({ length: 20 }, (_, index) => ({ cip: String(index + 1), amount: "x" }));

    const { reading } = await readWhole(reportCsv([{ cip: "99" }, ...wrong]));

    const problems = reading.kind === "refused" ? reading.problems : [];
    expect(problems.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(new Set(problems.map(({ field }) => field))).toEqual(new Set(["amount"]));
  });

  it("cut anywhere within its lines, as text or as a workbook", async () => {
    const text = reportCsv(LINES);
    const book = workbook({ rows: asBook(LINES) });
    const body = text.indexOf("\r\n") + 2;
    const cut = fc.integer({ min: body + 1, max: text.length - 3 });
    await fc.assert(
      fc.asyncProperty(cut, fc.integer({ min: 4, max: book.length - 1 }), async (inText, inBook) => {
        const part = text.slice(0, inText);
        const ofText = await readWhole(part);
        const ofBook = await readWhole(book.subarray(0, inBook));

        // Cut exactly between two lines nothing shows that more followed.
        if (!/[\r\n]$/.test(part)) expect(ofText.reading).toMatchObject({ kind: "refused" });
        expect(ofBook.reading).toMatchObject({ kind: "refused" });
      }),
      { numRuns: 60 },
    );
  });

  it("cut between two lines, where it says what its lines come to", async () => {
    const total = Array.from(REPORT_COLUMNS, (_, index) =>
      index === 0 ? "TOTAL" : index === 2 ? "172.35" : "",
    );
    const lines = [REPORT_COLUMNS, reportCells({ cip: "1" }), reportCells({ cip: "2", amount: "12.00" })];

    const whole = await readWhole(csvOf([...lines, total]));
    const short = await readWhole(csvOf([...lines.slice(0, 2), total]));

    expect(whole.reading).toMatchObject({ kind: "read", rowCount: 2 });
    expect(short.reading).toMatchObject({ kind: "refused", line: 3, reason: "total-differs" });
  });
});

describe("a settlement", () => {
  const mapped = (columns: StatementMapping["columns"]) => () =>
    ({ kind: "settlement", currency: "PEN", columns }) as const;

  it("is read by the columns that a person named, with decimal commas and money that was taken back", async () => {
    const text = csvOf(
      [
        ["CIP", "Importe", "Comisión", "IGV", "Neto", "Fecha de abono", "Liquidación"],
        ["2541865", "1.234,50", "-49,26", "-8,87", "1.176,37", "01/12/2026", "LIQ-77"],
        ["2541866", "-160,35", "0,00", "0,00", "-160,35", "01/12/2026", "LIQ-77"],
      ],
      ";",
    );

    const { reading, rows } = await readWhole(
      text,
      mapped({ cip: 0, amount: 1, fee: 2, igv: 3, net: 4, settledOn: 5, settlementRef: 6 }),
    );

    expect(reading).toEqual({ kind: "read", rowCount: 2, fromDay: "2026-12-01", toDay: "2026-12-01" });
    expect(rows[0]).toMatchObject({
      ...{ amountCentimos: 123_450, feeCentimos: 4_926, igvCentimos: 887, netCentimos: 117_637 },
      ...{ state: "paid", settledOn: "2026-12-01", settlementRef: "LIQ-77" },
    });
    expect(rows[1]).toMatchObject({ amountCentimos: -16_035, state: "reversed" });
  });

  it("with the wrong column is refused at its first line", async () => {
    const text = csvOf([
      ["CIP", "Canal", "Fecha de pago"],
      ["1", "BCP", "01/12/2026"],
    ]);

    const { reading } = await readWhole(text, mapped({ cip: 0, amount: 1, paidAt: 2 }));

    expect(reading).toMatchObject({ kind: "refused", line: 2, reason: "bad-amount" });
  });

  it("whose amount and currency name two currencies is refused", async () => {
    const text = csvOf([
      ["CIP", "Monto", "Moneda", "Fecha"],
      ["1", "US$ 10.00", "Soles", "01/12/2026"],
    ]);

    const { reading } = await readWhole(text, mapped({ cip: 0, amount: 1, currency: 2, settledOn: 3 }));

    expect(reading).toMatchObject({ kind: "refused", line: 2, reason: "other-currency" });
  });
});

describe("a bank's statement", () => {
  it("gives its credits alone", async () => {
    const text = csvOf([
      ["Fecha", "Descripción", "Abono", "Nro. operación"],
      ["01/12/2026", "PAGOEFECTIVO LIQ-77", "1,016.02", "778"],
      ["01/12/2026", "Retiro", "", "779"],
      ["02/12/2026", "Comisión", "-3.50", "780"],
    ]);

    const { rows } = await readWhole(text);

    expect(rows).toEqual([
      expect.objectContaining({
        line: 2,
        amountCentimos: 101_602,
        settledOn: "2026-12-01",
        operationNumber: "778",
      }),
    ]);
  });
});
