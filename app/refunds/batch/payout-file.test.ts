import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  PAYOUT_COLUMNS,
  payoutFile,
  payoutReference,
  sumOf,
  TOTALS,
  type Payout,
  type PayoutBatch,
} from "./payout-file.ts";

const payout: Payout = {
  refundId: "019374a0-0000-7000-8000-0000000a1b2c",
  sessionId: "u0nwmSrNntjIWozmNslK5Tlq",
  amountCentimos: 12_345,
  kind: "cci",
  bank: "BCP",
  number: "00219300123456789012",
  holder: "María Ñahui O'Brien",
  documentKind: "dni",
  documentNumber: "01234567",
};
const batch = (...payouts: Partial<Payout>[]): PayoutBatch => ({
  number: 7,
  currency: "PEN",
  payouts: payouts.map((more) => ({ ...payout, ...more })),
});

/** As strict as RFC 4180. */
function parseStrictly(text: string): string[][] {
  const rows: string[][] = [];
  let rest = text;
  while (rest !== "") {
    const row: string[] = [];
    for (;;) {
      const cell = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
      if (!cell) throw new Error(`no CSV: ${JSON.stringify(rest.slice(0, 40))}`);
      row.push(cell[1] === undefined ? (cell[2] ?? "") : cell[1].replaceAll('""', '"'));
      rest = rest.slice(cell[0].length);
      if (cell[3] === "\r\n") break;
    }
    rows.push(row);
  }
  return rows;
}

/** The file as a spreadsheet shows it: `="x"` is the text x. */
function shown(file: string): Record<string, string>[] {
  const [head = [], ...rows] = parseStrictly(file.replace(/^\uFEFF/, ""));
  return rows.map((row) =>
    Object.fromEntries(head.map((name, index) => [name, (row[index] ?? "").replace(/^="([^"]*)"$/, "$1")])),
  );
}

describe("the file for the bank", () => {
  it("has exactly these bytes, so that a bank's macro can rely on them", () => {
    const file = payoutFile(batch({}));

    expect(file).toBe(
      [
        "\uFEFFlinea,referencia,importe,moneda,medio,banco,destino,titular,titular_sin_tildes,tipo_documento,numero_documento,pago_shopify,devolucion",
        '1,DEV00007L001,123.45,PEN,CCI,BCP,"=""00219300123456789012""",María Ñahui O\'Brien,MARIA NAHUI O BRIEN,DNI,"=""01234567""","=""u0nwmSrNntjIWozmNslK5Tlq""","=""019374a0-0000-7000-8000-0000000a1b2c"""',
        "TOTAL,1,123.45,PEN,,,,,,,,,",
        "",
      ].join("\r\n"),
    );
  });

  it("has one row for each payout, and a last row whose count and sum are theirs", () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 2_000_000 }), { minLength: 1, maxLength: 300 });

    fc.assert(
      fc.property(amounts, (centimos) => {
        const rows = shown(payoutFile(batch(...centimos.map((amountCentimos) => ({ amountCentimos })))));
        const totals = rows.at(-1);
        const inCentimos = rows.slice(0, -1).map(({ importe = "" }) => Number(importe.replace(".", "")));

        expect(inCentimos).toEqual(centimos);
        expect(totals).toMatchObject({ linea: TOTALS, referencia: String(centimos.length) });
        expect(Number(totals?.["importe"]?.replace(".", ""))).toBe(centimos.reduce((a, b) => a + b));
      }),
    );
  });

  it("keeps every digit of an account, a phone and a document where a spreadsheet would change numbers", () => {
    const numbers = ["00000000000000000000", "191123456780123", "987654321", "12E345", "001-193"];

    const rows = shown(
      payoutFile(batch(...numbers.map((number) => ({ number, documentNumber: number })))),
    ).slice(0, -1);

    expect(rows.map(({ destino }) => destino)).toEqual(numbers);
    expect(rows.map(({ numero_documento }) => numero_documento)).toEqual(numbers);
    const cells = payoutFile(batch({ number: "00000000000000000000" })).split(",");
    expect(cells).toContain('"=""00000000000000000000"""');
  });

  it.each(['=cmd|"/c calc"!A1', "+51987", "-1+2", "@SUM(A1)", "\t=1", "\r=1"])(
    "disarms the holder %j and shows no formula of anybody's",
    (evil) => {
      const [row] = parseStrictly(
        payoutFile(batch({ holder: evil, bank: evil, number: evil, documentNumber: evil })),
      ).slice(1);

      const formulas = (row ?? []).filter((cell) => /^[=+\-@\t\r]/.test(cell));
      expect(formulas).toEqual([`="${payout.sessionId}"`, `="${payout.refundId}"`]);
    },
  );

  it("is read back cell by cell by a strict parser, whatever a holder is called", () => {
    const names = fc.string({ unit: "binary", maxLength: 40 });

    fc.assert(
      fc.property(names, names, (holder, bank) => {
        const rows = parseStrictly(payoutFile(batch({ holder, bank }, {})));
        expect(rows).toHaveLength(4);
        for (const row of rows) expect(row).toHaveLength(PAYOUT_COLUMNS.length);
      }),
    );
  });

  it("writes the holder a second time as templates without accents take it", () => {
    const [row] = shown(payoutFile(batch({ holder: "  José-Luis  Peña Güell, S.A.C. " })));

    expect(row?.["titular_sin_tildes"]).toBe("JOSE LUIS PENA GUELL S A C");
  });

  it("names each payout once per shop, in letters and digits that a bank's reference field takes", () => {
    const names = [1, 2, 10].flatMap((number) => [1, 11, 111].map((line) => payoutReference(number, line)));

    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Z0-9]{1,15}$/);
  });

  it("is no file without payouts", () => {
    expect(() => payoutFile(batch())).toThrow("a batch pays something out");
    expect(sumOf([])).toBe(0);
  });
});
