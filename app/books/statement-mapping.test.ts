import { describe, expect, it } from "vitest";
import { REPORT_COLUMNS, reportCells } from "../../tests/builders/statement-file.ts";
import { isPersonalHeading, stateOfWord } from "./statement-fields.ts";
import {
  headingKey,
  headingsOf,
  likelyHeadings,
  mappingForm,
  mappingProblems,
  proposeMapping,
  readMappingForm,
  recogniseReport,
} from "./statement-mapping.ts";

const row = (line: number, cells: readonly string[]) => ({ line, cells });

describe("PagoEfectivo's report", () => {
  it("is recognised by its heading, whatever its accents, signs and order", () => {
    const plain = REPORT_COLUMNS.map((name) =>
      name.normalize("NFD").replaceAll(/\p{M}/gu, "").toUpperCase(),
    );

    const asIs = recogniseReport(REPORT_COLUMNS);
    const reversed = recogniseReport([...plain].reverse());

    expect(asIs?.columns).toEqual({
      ...{
        cip: 0,
        transactionCode: 1,
        amount: 2,
        state: 3,
        issuedAt: 4,
        paidAt: 5,
        expiresAt: 7,
        channel: 19,
      },
    });
    expect(reversed?.columns).toMatchObject({ cip: 20, amount: 18, paidAt: 15 });
    expect(asIs && mappingProblems(asIs, REPORT_COLUMNS)).toEqual([]);
  });

  it("is not recognised without a column that it needs", () => {
    expect(recogniseReport(REPORT_COLUMNS.filter((name) => name !== "Fec.Cancelación"))).toBeNull();
  });

  it("says paid with the word that elsewhere means cancelled", () => {
    expect(stateOfWord("Cancelado")).toBe("paid");
    expect(stateOfWord(" CANCELADA. ")).toBe("paid");
    expect(stateOfWord("Anulada")).toBe("reversed");
    expect(stateOfWord("23")).toBe("paid");
    expect(stateOfWord("Observado")).toBeNull();
  });
});

describe("a heading", () => {
  it("is found below titles, and not taken for one of its lines", () => {
    const rows = [
      row(1, ["Reporte histórico de CIP", "", ""]),
      row(2, ["Comercio:", "Tienda X", "Lima"]),
      row(4, REPORT_COLUMNS),
      row(5, reportCells({ cip: "1" })),
    ];

    expect(likelyHeadings(rows)[0]?.line).toBe(4);
  });

  it("of a settlement is found by the names that it has", () => {
    const rows = [
      row(1, ["LIQUIDACIÓN", "Semana 48"]),
      row(2, ["Cliente", "Tienda X S.A.C."]),
      row(3, ["Fecha de abono", "Importe", "Comisión", "Neto"]),
      row(4, ["01/12/2026", "10.00", "0.40", "9.60"]),
    ];

    expect(likelyHeadings(rows)[0]?.line).toBe(3);
  });

  it("is the same for whoever remembers it, however it is spelt, and another with another column", () => {
    const headings = headingsOf(row(1, ["CIP ", "Fec.Emisión", ""]));

    expect(headingKey(headings)).toBe(headingKey(["cip", "FEC EMISION"]));
    expect(headingKey(headings)).not.toBe(headingKey(["cip", "FEC EMISION", "Canal"]));
  });

  it.each([
    ...[
      "Cliente Nombre",
      "Cliente Email",
      "Correo electrónico",
      "Nro Documento",
      "Tipo Doc.",
      "Teléfono",
      "Celular",
    ],
    ...[
      "E-mail",
      "Cliente Alias",
      "Titular",
      "Beneficiario",
      "DNI",
      "Dirección",
      "Concepto Pago",
      "Datos Adicionales",
    ],
  ])("that speaks of people is known: %s", (name) => {
    expect(isPersonalHeading(name)).toBe(true);
  });

  it.each(["CIP", "Nro.Ord.Comercio", "Monto", "Fec.Cancelación", "Canal", "Nro. operación", "Comisión"])(
    "that speaks of money is not: %s",
    (name) => {
      expect(isPersonalHeading(name)).toBe(false);
    },
  );
});

describe("a mapping", () => {
  const headings = ["CIP", "Importe", "Comisión", "IGV", "Neto", "Fecha de abono", "Cliente Nombre"];

  it("is proposed by the names of the columns", () => {
    expect(proposeMapping(headings)).toEqual({
      kind: "settlement",
      currency: "PEN",
      columns: { cip: 0, amount: 1, fee: 2, igv: 3, net: 4, settledOn: 5 },
    });
    expect(proposeMapping(["Fecha", "Abono", "Nro operación"])).toMatchObject({ kind: "bank" });
  });

  it("says which column it lacks, uses twice, or must not use", () => {
    const wrong = { cip: 0, amount: 0, settlementRef: 6, settledOn: 9 };

    const problems = mappingProblems({ kind: "settlement", currency: "PEN", columns: wrong }, headings);
    const bare = mappingProblems({ kind: "bank", currency: "PEN", columns: {} }, headings);

    expect(problems).toEqual([
      { field: "amount", reason: "twice" },
      { field: "settledOn", reason: "no-such-column" },
      { field: "settlementRef", reason: "personal" },
    ]);
    expect(bare).toEqual([
      { field: "amount", reason: "missing" },
      { field: "settledOn", reason: "missing" },
    ]);
  });

  it("comes through the form as it was, without what its kind has no use for", () => {
    const mapping = proposeMapping(headings);
    const form = mappingForm(mapping);
    const bank: Record<string, string> = { ...form, kind: "bank" };
    const wrong: Record<string, string>[] = [{ kind: "other" }, { currency: "EUR" }];

    expect(readMappingForm((name) => form[name])).toEqual(mapping);
    expect(readMappingForm((name) => bank[name])?.columns).toEqual({
      amount: 1,
      settledOn: 5,
    });
    for (const change of wrong) {
      const changed: Record<string, string> = { ...form, ...change };
      expect(readMappingForm((name) => changed[name])).toBeNull();
    }
  });
});
