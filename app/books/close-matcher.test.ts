import { describe, expect, it } from "vitest";
import type { CloseEntry, LedgerRow, SaidRow } from "#app/books/close-entry.ts";
import { creditKey, matchBooks, type Matching } from "#app/books/close-matcher.ts";
import { here, matching, REPORT, said, settled, SETTLEMENT } from "../../tests/builders/close.ts";

/** The only entry that these become. */
function entryOf(
  ledger: readonly LedgerRow[],
  rows: readonly SaidRow[],
  more: Partial<Matching> = {},
): CloseEntry {
  const entries = matchBooks(ledger, rows, matching({ statements: [REPORT], ...more }));
  expect(entries).toHaveLength(1);
  const [entry] = entries;
  if (!entry) throw new Error("it became one entry");
  return entry;
}

const verdict = (...sides: Parameters<typeof entryOf>) => {
  const { bucket, problems } = entryOf(...sides);
  return [bucket, ...problems];
};

describe("one code on both sides", () => {
  it.each<[string, Partial<LedgerRow>, Partial<SaidRow>, string[]]>([
    ["equal", {}, {}, ["equal"]],
    [
      "unpaid on both sides, which is no money",
      { state: "expired", paidAt: null, told: "rejected" },
      { state: "expired" },
      ["equal"],
    ],
    ["another amount", {}, { amountCentimos: 12_499 }, ["different-amount", "amount-differs"]],
    ["another currency", {}, { currency: "USD" }, ["different-amount", "amount-differs"]],
    [
      "paid there only",
      { state: "expired", paidAt: null, told: "rejected" },
      {},
      ["only-there", "paid-only-there"],
    ],
    ["paid here only", {}, { state: "expired", paidAt: null }, ["only-here", "paid-only-here"]],
    ["reversed there only", {}, { state: "reversed" }, ["reversed", "reversed-only-there"]],
    ["reversed here only", { state: "reversed", told: "rejected" }, {}, ["reversed", "reversed-only-here"]],
    [
      "taken back before it was told of",
      { state: "expired", told: "rejected" },
      { state: "reversed" },
      ["reversed"],
    ],
    ["refunded there only", {}, { state: "refunded" }, ["refunded", "refunded-only-there"]],
    ["refunded here, which PagoEfectivo never learns", { refundedCentimos: 12_500 }, {}, ["refunded"]],
    [
      "paid after the deadline",
      { paidAt: "2026-11-27T12:00:00.000Z" },
      { paidAt: "2026-11-27T12:00:00.000Z" },
      ["paid-late"],
    ],
    ["paid and not acknowledged by Shopify", { acknowledgedAt: null }, {}, ["equal", "not-acknowledged"]],
    ["paid, and nobody was told", { told: "rejected", acknowledgedAt: null }, {}, ["equal", "not-told"]],
    [
      "paid, not told, and a person said what becomes of it",
      { told: "rejected", isDecided: true },
      {},
      ["equal"],
    ],
    [
      "paid twice for one checkout",
      { isSecond: true, told: "rejected", isDecided: true },
      {},
      ["paid-twice"],
    ],
    [
      "told as paid, never paid",
      { state: "expired", paidAt: null },
      { state: "expired" },
      ["equal", "resolved-unpaid"],
    ],
    [
      "with an open case",
      { openCase: { id: "1", kind: "paid-past-deadline" } },
      {},
      ["equal", "case-open"],
    ],
  ])("is %s", (_, ledger, row, expected) => {
    expect(verdict([here(1, ledger)], [said(1, row)])).toEqual(expected);
  });

  it("is found by the transaction code where the CIP is another one", () => {
    const entry = entryOf([here(1)], [said(1, { cip: "399999999" })]);

    expect(entry).toMatchObject({ bucket: "equal", matchedBy: "transaction-code" });
  });

  it("is found by its CIP before its transaction code", () => {
    const entries = matchBooks(
      [here(1), here(2)],
      [said(1, { transactionCode: here(2).codeId })],
      matching(),
    );

    expect(entries.map(({ matchedBy }) => matchedBy)).toEqual(["cip", null]);
  });

  it("is what a person has confirmed, whatever its numbers say", () => {
    const row = said(2, { cip: null, transactionCode: null, confirmedCodeId: here(1).codeId });

    expect(entryOf([here(1)], [row])).toMatchObject({ bucket: "equal", matchedBy: "confirmed" });
  });

  it("is paid twice where one statement has it as paid twice", () => {
    const rows = [said(1), said(1, { line: 9, operationNumber: "77" })];

    expect(verdict([here(1)], rows)).toEqual(["different-amount", "paid-twice-there"]);
  });

  it("is reversed where its payment is taken back by a row of its own", () => {
    const entry = entryOf([here(1)], [said(1), said(1, { line: 9, amountCentimos: -12_500 })]);

    expect(entry).toMatchObject({ bucket: "reversed", problems: ["reversed-only-there"] });
    expect(entry.there).toMatchObject({ centimos: 0 });
  });
});

describe("one side alone", () => {
  it("is missing in a report that would have it", () => {
    expect(verdict([here(1)], [])).toEqual(["only-here", "missing-there"]);
  });

  it.each<[string, Partial<LedgerRow>]>([
    ["was made before the report's first day", { createdAt: "2026-11-24T04:59:59.000Z" }],
    ["was paid after the report was made", { paidAt: "2026-11-25T05:00:01.000Z" }],
  ])("is not missing where it %s", (_, more) => {
    expect(verdict([here(1, more)], [])).toEqual(["equal"]);
  });

  it("is equal to what PagoEfectivo's look-up said where nobody uploaded a statement", () => {
    expect(verdict([here(1)], [], { statements: [] })).toEqual(["equal"]);
  });

  it("is a code of nobody where a statement has money that is not ours", () => {
    expect(verdict([], [said(7)])).toEqual(["only-there", "not-ours"]);
    expect(verdict([], [said(7, { state: "expired" })])).toEqual(["only-there"]);
  });

  it("is one entry where two reports have the same stranger", () => {
    const other = { ...REPORT, id: "019374a0-0000-7000-8000-00000000aa09" };
    const rows = [said(7), said(7, { statementId: other.id })];

    const entry = entryOf([], rows, { statements: [REPORT, other] });

    expect(entry.there?.rows).toHaveLength(1);
    expect(entry.repeated).toHaveLength(1);
  });
});

describe("a report that knows less", () => {
  it("does not count beside one that knows more, whichever was uploaded first", () => {
    const early = {
      ...REPORT,
      id: "019374a0-0000-7000-8000-00000000aa09",
      until: "2026-11-24T13:00:00.000Z",
    };
    const rows = [said(1, { statementId: early.id, state: "pending", paidAt: null }), said(1)];

    for (const statements of [
      [early, REPORT],
      [REPORT, early],
    ]) {
      expect(verdict([here(1)], rows, { statements })).toEqual(["equal"]);
    }
  });

  it("says nothing of what was paid after it was made", () => {
    const early = { ...REPORT, until: "2026-11-24T13:00:00.000Z" };
    const entry = entryOf([here(1)], [said(1, { state: "pending" })], { statements: [early] });

    expect(entry).toMatchObject({ bucket: "equal", problems: [], there: null });
    expect(entry.repeated).toHaveLength(1);
  });
});

describe("a settlement", () => {
  const both = { statements: [REPORT, SETTLEMENT] };

  it("stands beside the report, with its fee", () => {
    const entry = entryOf([here(1)], [said(1), settled(1)], both);

    expect(entry).toMatchObject({ bucket: "equal", problems: [] });
    expect(entry.settled).toMatchObject({ centimos: 12_500, feeCentimos: 400, netCentimos: 12_028 });
  });

  it("is what is there where nobody uploaded a report", () => {
    const statements = [SETTLEMENT];

    expect(verdict([here(1)], [settled(1, { amountCentimos: 1 })], { statements })).toEqual([
      "different-amount",
      "amount-differs",
      "amount-differs",
    ]);
  });

  it("that leaves out a payment between its first and its last is asked about", () => {
    expect(verdict([here(1)], [said(1)], both)).toEqual(["equal", "not-settled"]);
    expect(verdict([here(1)], [], { statements: [SETTLEMENT] })).toEqual(["only-here", "not-settled"]);
  });

  it("that pays the same twice is asked about", () => {
    const rows = [said(1), settled(1), settled(1, { line: 9 })];

    expect(verdict([here(1)], rows, both)).toEqual(["equal", "settled-twice"]);
  });

  it("whose fee is not the agreed one is asked about, and stays equal", () => {
    const checkFee = () => ({ kind: "fee-differs" as const, expected: 300, said: 400 });

    expect(verdict([here(1)], [said(1), settled(1)], { ...both, checkFee })).toEqual([
      "equal",
      "fee-differs",
    ]);
  });
});

describe("a credit of the bank", () => {
  const bank = { kind: "bank" as const, cip: null, transactionCode: null, settlementRef: "LIQ-7" };
  const credit = said(1, { ...bank, amountCentimos: 12_028 });

  it.each<[string, number | null, string[]]>([
    ["is equal to its settlement", 12_028, ["equal"]],
    ["differs from its settlement", 12_000, ["different-amount", "credit-differs"]],
    ["is of no settlement that is known", null, ["only-there", "credit-unknown"]],
  ])("%s", (_, net, expected) => {
    const settlements = new Map(net === null ? [] : [[creditKey(credit), net]]);

    expect(verdict([], [credit], { settlements })).toEqual(expected);
  });
});
