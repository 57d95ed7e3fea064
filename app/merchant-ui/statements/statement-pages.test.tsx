import { describe, expect, it } from "vitest";
import { isPersonalHeading } from "#app/books/statement-fields.ts";
import { recogniseReport, proposeMapping } from "#app/books/statement-mapping.ts";
import { ROW_PROBLEMS } from "#app/books/statement-row-reader.ts";
import { FILE_REFUSALS } from "#app/books/statement-table.ts";
import type { ListedStatement, UploadPreview, UploadView } from "#app/books/statement-upload.ts";
import { MERCHANT_LANGUAGES } from "#app/merchants/merchant-login.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { REPORT_COLUMNS, reportCells } from "../../../tests/builders/statement-file.ts";
import { StatementsPage } from "./statements-page.tsx";
import { UploadPage } from "./upload-page.tsx";

const AT = "2026-11-29T17:00:00.000Z";
const STATEMENT: ListedStatement = {
  ...{ id: "019374a0-0000-7000-8000-0000000a1b2c", kind: "report", fileName: "noviembre.csv" },
  ...{ rowCount: 1_200, fromDay: "2026-11-01", toDay: "2026-11-28", uploadedAt: AT },
  ...{ uploadedBy: "Rosa Quispe", contentHash: "ab".repeat(32) },
};

function preview(columns: readonly string[], cells: readonly string[]): UploadPreview {
  return {
    headings: columns.map((name) => ({ name, isPersonal: isPersonalHeading(name) })),
    headingLine: 1,
    rows: [
      { line: 2, cells: cells.map((cell, index) => (isPersonalHeading(columns[index] ?? "") ? "" : cell)) },
    ],
    ...{ encoding: "windows-1252", delimiter: ";", is1904: false, isOpenEnded: false },
  };
}

const REPORT = preview(REPORT_COLUMNS, reportCells({ cip: "2541865" }));
const MAPPING = recogniseReport(REPORT_COLUMNS) ?? proposeMapping([]);
const VIEW: UploadView = {
  ...{ id: "019374a0-0000-7000-8000-0000000a1b2d", fileName: "noviembre.csv", state: "ready" },
  ...{ mapping: MAPPING, source: "recognised", problems: [], preview: REPORT, statement: null },
};

const html = (view: UploadView, language: (typeof MERCHANT_LANGUAGES)[number] = "es") =>
  merchantHtml(<UploadPage view={view} />, { language }, "/app/books/statements/x");

describe("the page of a file that has arrived", () => {
  it("shows the first lines as they will be stored, and how the file is written", async () => {
    const shown = words(await html(VIEW));

    expect(shown).toContain("2541865");
    expect(shown).toContain("S/ 160.35");
    expect(shown).toContain("Pagado");
    expect(shown).toContain("Windows-1252");
    expect(shown).toContain("punto y coma");
  });

  it("asks for nothing when the heading is known, and for each column when it is not", async () => {
    const known = words(await html(VIEW));
    const unknown = words(await html({ ...VIEW, source: "proposed" }));

    expect(known).not.toContain("Número de orden del comercio No está");
    expect(known).toContain("Cambiar las columnas");
    expect(unknown).toContain("Canal (por ejemplo: BCP Agente)");
  });

  it("neither shows nor offers what belongs to a shopper", async () => {
    const shown = await html({ ...VIEW, source: "proposed" });

    for (const secret of ["Canaria", "canaria01", "example.com", "01234567"])
      expect(shown).not.toContain(secret);
    expect(shown).not.toContain("Cliente Email");
    expect(words(shown)).toContain("Las columnas con datos de personas no se muestran ni se guardan.");
  });

  it("says at which line and why a file was refused", async () => {
    const problems = [{ line: 7, field: "amount", reason: "bad-amount" } as const];

    const shown = words(await html({ ...VIEW, state: "refused", problems }));

    expect(shown).toContain("No se guardó nada de este archivo");
    expect(shown).toContain("Línea 7, Monto: no es un monto que entendamos.");
  });

  it("can be confirmed only when every column that is needed is there", async () => {
    const mapping = { ...MAPPING, columns: { cip: 0 } };

    const shown = await html({ ...VIEW, mapping });

    expect(words(shown)).toContain("Falta elegir la columna de: Monto, Estado, Fecha de pago.");
    expect(shown).toMatch(/<button[^>]*disabled[^>]*>(?:(?!<\/button>).)*Confirmar y leer/);
  });

  it("asks whether a file without a last line end is whole", async () => {
    const shown = await html({ ...VIEW, preview: { ...REPORT, isOpenEnded: true } });

    expect(words(shown)).toContain("Revisé que la última línea del archivo está completa");
    expect(shown).toMatch(/<button[^>]*disabled[^>]*>(?:(?!<\/button>).)*Confirmar y leer/);
  });

  it("says what it became, or that it was there already", async () => {
    const stored = words(await html({ ...VIEW, state: "stored", preview: null, statement: STATEMENT }));
    const known = words(await html({ ...VIEW, state: "known", preview: null, statement: STATEMENT }));

    expect(stored).toContain("Guardado: 1,200 líneas, del 1 nov 2026 al 28 nov 2026.");
    expect(known).toContain("Este archivo ya se subió");
    expect(known).toContain("por Rosa Quispe");
  });

  it.each(MERCHANT_LANGUAGES)("has words for every reason in %s", async (language) => {
    const problems = [...ROW_PROBLEMS, ...FILE_REFUSALS].map((reason) => ({
      line: 2,
      field: null,
      reason,
    }));

    const shown = words(await html({ ...VIEW, problems }, language));

    expect(shown).not.toContain("statements.");
  });
});

describe("the page of statements", () => {
  it("lists what is stored with its days, its fingerprint and who uploaded it", async () => {
    const view = { statements: [STATEMENT], hasMore: false, waiting: [] };

    const shown = words(await merchantHtml(<StatementsPage view={view} />));

    expect(shown).toContain("noviembre.csv");
    expect(shown).toContain("Del 1 nov 2026 al 28 nov 2026");
    expect(shown).toContain("Subido por Rosa Quispe");
    expect(shown).toContain(`${"ab".repeat(8)}…`);
  });

  it("says what to do where there is none, and which files still wait", async () => {
    const waiting = [{ id: VIEW.id, fileName: "a.csv", state: "refused" as const, begunAt: AT }];

    const shown = words(
      await merchantHtml(<StatementsPage view={{ statements: [], hasMore: false, waiting }} />),
    );

    expect(shown).toContain("Todavía no hay ninguno.");
    expect(shown).toContain("Archivos por terminar");
    expect(shown).toContain("No se pudo leer");
  });
});
