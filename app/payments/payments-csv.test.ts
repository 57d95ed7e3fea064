import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ListedPayment } from "./payment-list.ts";
import {
  BYTE_ORDER_MARK,
  CSV_COLUMNS,
  csvHead,
  csvPayment,
  csvRow,
  MACHINE_WORDS,
} from "./payments-csv.ts";

/** As strict as RFC 4180: commas, CRLF after every line, quotes only around a whole cell and doubled inside. */
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

const payment: ListedPayment = {
  id: "019374a0-0000-7000-8000-0000000a1b2c",
  sessionId: "u0nwmSrNntjIWozmNslK5Tlq",
  cip: "012345678",
  codeId: "019374a0-0000-7000-8000-000000000002",
  amountCentimos: 123_450,
  currency: "PEN",
  test: false,
  told: "resolved",
  status: "paid",
  createdAt: "2026-11-25T04:59:00.000Z",
  expiresAt: "2026-11-27T04:59:00.000Z",
  paidAt: null,
  isPaid: false,
  isSettled: false,
  settledOn: null,
  isPaidOut: false,
  paidOutOn: null,
};

const machineCells = (more: Partial<ListedPayment> = {}): Record<string, string | undefined> => {
  const [row = []] = parseStrictly(csvPayment({ ...payment, ...more }, MACHINE_WORDS));
  return Object.fromEntries(CSV_COLUMNS.map((column, index) => [column, row[index]]));
};

describe("a row of CSV", () => {
  it("is read back by a strict parser as it was, whatever its cells hold", () => {
    const cell = fc.string({ unit: "binary" }).filter((text) => !/^[=+\-@\t\r]/.test(text));

    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1 }), { minLength: 1 }), (rows) => {
        expect(parseStrictly(rows.map(csvRow).join(""))).toEqual(rows);
      }),
    );
  });

  it.each(["=1+1", "+51987", "-2", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x","y")'])(
    "gives %j to a spreadsheet as text, never as a formula",
    (text) => {
      expect(parseStrictly(csvRow([text]))).toEqual([[`'${text}`]]);
    },
  );
});

describe("a payment in CSV", () => {
  it("has its amount as a plain decimal, with the currency beside it", () => {
    expect(machineCells()).toMatchObject({ amount: "1234.50", currency: "PEN", mode: "live" });
  });

  it("keeps a CIP's first zero", () => {
    expect(machineCells()).toMatchObject({ cip: "012345678" });
  });

  it("has each time with its zone, and as a clock in Lima showed it", () => {
    expect(machineCells()).toMatchObject({
      created_at: "2026-11-24T23:59:00-05:00",
      created_lima: "2026-11-24 23:59:00",
      paid_at: "",
      paid_lima: "",
    });
  });

  it("is empty where there is no code", () => {
    expect(machineCells({ cip: null, codeId: null, expiresAt: null })).toMatchObject({
      cip: "",
      transaction_code: "",
      expires_at: "",
    });
  });
});

describe("the money of a payment in CSV", () => {
  it.each([
    [{}, "", ""],
    [{ isPaid: true }, "unsettled", ""],
    [{ isPaid: true, isSettled: true, settledOn: "2026-11-26" }, "settled", ""],
    [{ isSettled: true, isPaidOut: true, paidOutOn: "2026-11-27" }, "paid-out", "2026-11-27"],
  ])("%o has come as far as %s", (facts, money, paidOutOn) => {
    expect(machineCells(facts)).toMatchObject({ money, paid_out_on: paidOutOn });
  });
});

describe("the head of the file", () => {
  it("begins with the mark by which Excel knows UTF-8", () => {
    const head = csvHead({ ...MACHINE_WORDS, header: (column) => `«${column}»` });

    expect(head.startsWith(BYTE_ORDER_MARK)).toBe(true);
    expect([...new TextEncoder().encode(head).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(parseStrictly(head.slice(1))).toEqual([CSV_COLUMNS.map((column) => `«${column}»`)]);
  });
});
