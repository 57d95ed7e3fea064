import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvOf, readWhole, REPORT_COLUMNS, reportCells } from "../../tests/builders/statement-file.ts";
import { columnName, workbook, type BookCell } from "../../tests/builders/workbook.ts";

const filled = (line: { cip: string }) => reportCells(line).map((cell): BookCell => cell || null);

describe("a hostile file", () => {
  const sheet = (inside: string) => workbook({ rows: [], entries: { "xl/worksheets/sheet1.xml": inside } });
  const wide = Array.from({ length: 10_000 }, (_, index) => `c${index}`);
  const entity = `<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`;
  const external = `<!DOCTYPE w [<!ENTITY f SYSTEM "file:///etc/passwd">]>`;

  it.each([
    [
      "entities that grow",
      sheet(`${entity}<worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>`),
      "has-doctype",
    ],
    ["a file of the machine", sheet(`${external}<worksheet><sheetData/></worksheet>`), "has-doctype"],
    [
      "an entity of nobody's",
      sheet(`<worksheet><sheetData><row><c t="str"><v>&x;</v></c></row></sheetData></worksheet>`),
      "damaged",
    ],
    [
      "a cell of 16 MB",
      sheet(
        `<worksheet><sheetData><row><c t="str"><v>${randomBytes(8_000_000).toString("hex")}</v></c></row></sheetData></worksheet>`,
      ),
      "cell-too-long",
    ],
    [
      "zeros that pack to nothing",
      sheet(`<worksheet>${" ".repeat(30_000_000)}</worksheet>`),
      "too-large-inside",
    ],
    ["10,000 columns", workbook({ rows: [wide, wide] }), "too-many-columns"],
    ["10,000 columns of text", csvOf([wide, wide]), "too-many-columns"],
    ["a line of 16 MB", `a,b\r\n"${"x".repeat(16_000_000)}",1\r\n`, "cell-too-long"],
    ["NUL bytes", Buffer.from("CIP,Monto\r\n1,\0\r\n"), "not-a-table"],
    [
      "rows out of order",
      sheet(`<worksheet><sheetData><row r="2"/><row r="1"/></sheetData></worksheet>`),
      "damaged",
    ],
    [
      "a text that is not in its table",
      sheet(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>7</v></c></row></sheetData></worksheet>`),
      "damaged",
    ],
    ["an old workbook", Buffer.from("d0cf11e0a1b11ae1", "hex"), "old-or-locked-workbook"],
    ["a page", "<!doctype html><title>Ingresar</title>", "not-a-table"],
    ["a PDF", "%PDF-1.7\n", "not-a-table"],
    [
      "an archive of something else",
      workbook({ rows: [], entries: { "_rels/.rels": null } }),
      "no-workbook",
    ],
    ["nothing", "", "empty"],
  ])("is refused: %s", async (_, bytes, reason) => {
    const { reading } = await readWhole(bytes);

    expect(reading).toMatchObject({ kind: "refused", reason });
  });

  it("whose bytes were changed is refused, whichever of them", async () => {
    const book = workbook({ rows: [REPORT_COLUMNS, filled({ cip: "2541865" })] });
    await fc.assert(
      fc.asyncProperty(fc.nat(book.length - 1), fc.integer({ min: 1, max: 255 }), async (place, by) => {
        const changed = Buffer.from(book);
        changed[place] = (changed[place] ?? 0) ^ by;

        const { reading, rows } = await readWhole(changed);

        // Some bytes say nothing: a date of the archive, a name that nobody reads.
        if (reading.kind === "read")
          expect(rows[0]).toMatchObject({ line: 2, cip: "2541865", amountCentimos: 16_035, state: "paid" });
      }),
      { numRuns: 200 },
    );
  });

  it("has no formula worked out: the last result counts", async () => {
    const cells = filled({ cip: "1" });
    cells[1] = { formula: 'HYPERLINK("http://evil.example","x")', result: "orden-1" };

    const { rows } = await readWhole(workbook({ rows: [REPORT_COLUMNS, cells] }));

    expect(rows[0]).toMatchObject({ transactionCode: "orden-1" });
  });

  it("has no more columns than a spreadsheet can name", () => {
    expect([0, 25, 26, 701, 702].map(columnName)).toEqual(["A", "Z", "AA", "ZZ", "AAA"]);
  });
});
