import { read, utils } from "@e965/xlsx";
import { describe, expect, it } from "vitest";
import type { SheetCell } from "#app/books/close-sheet.ts";
import { workbook } from "#app/books/close-xlsx.server.ts";

const AT = new Date("2026-10-16T11:00:00.000Z");

async function* rowsOf(rows: readonly SheetCell[][]): AsyncGenerator<SheetCell[], void> {
  yield* rows;
}

async function opened(...sheets: [name: string, rows: readonly SheetCell[][]][]) {
  const made = workbook(
    sheets.map(([name, rows]) => ({ name, rows: rowsOf(rows) })),
    AT,
  );
  return read(new Uint8Array(await new Response(made).arrayBuffer()), { type: "array", cellFormula: true });
}

describe("a workbook", () => {
  it("is opened by another library as it was written, sheet by sheet", async () => {
    const book = await opened(
      [
        "Cierre",
        [
          ["CIP", "Monto"],
          ["0012345", { centimos: 12_345 }],
          ["", { centimos: -5 }],
        ],
      ],
      ["Totales", [["Total", { centimos: 2_000_000_000 }]]],
    );

    expect(book.SheetNames).toEqual(["Cierre", "Totales"]);
    const [first, second] = book.SheetNames.map((name) =>
      utils.sheet_to_json<unknown[]>(book.Sheets[name] ?? {}, { header: 1, raw: true }),
    );
    expect(first).toEqual([
      ["CIP", "Monto"],
      ["0012345", 123.45],
      [undefined, -0.05],
    ]);
    expect(second).toEqual([["Total", 20_000_000]]);
  });

  it("takes any text for text: a formula, a tag, a control character, a half character", async () => {
    const texts = ["=1+1", "<b>&\"'</b>", "a\u0001b\ud800c", " dos  espacios ", "línea\notra", "🧾"];
    const book = await opened(["Cierre", texts.map((text) => [text])]);

    const sheet = book.Sheets["Cierre"] ?? {};
    const rows = utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: true });
    expect(rows.map(([text]) => text)).toEqual([...texts.slice(0, 2), "abc", ...texts.slice(3)]);
    expect(Object.values(sheet).filter((cell: { f?: string }) => cell.f !== undefined)).toEqual([]);
  });

  it("asks for the next rows only when there is room for them", async () => {
    let asked = 0;
    async function* endless(): AsyncGenerator<SheetCell[], void> {
      for (;;) {
        asked += 1;
        yield [`fila ${asked} ${"x".repeat(200)}`];
      }
    }
    const reader = workbook([{ name: "Cierre", rows: endless() }], AT).getReader();

    await reader.read();
    await reader.cancel();

    expect(asked).toBeLessThan(20_000);
  });
});
