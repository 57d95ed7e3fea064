import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BUCKETS, type CloseEntry, type LedgerRow, type SaidRow } from "#app/books/close-entry.ts";
import { isMoney, matchBooks } from "#app/books/close-matcher.ts";
import { sumsByCurrency, withEntries } from "#app/books/close-totals.ts";
import { moneyHere } from "#app/books/close-verdict.ts";
import { CODE_STATES, TOLD_STATES } from "#app/payments/lifecycle-moves.ts";
import { CURRENCIES, type Currency } from "#app/lib/money.ts";
import { STATEMENT_STATES } from "#app/books/statement-row.ts";
import { here, matching, PAID_AT, REPORT, said, SETTLEMENT } from "../../tests/builders/close.ts";

const OTHER_REPORT = { ...REPORT, id: "019374a0-0000-7000-8000-00000000aa03", until: PAID_AT };
const STATEMENTS = [REPORT, OTHER_REPORT, SETTLEMENT];
const MATCHING = matching({ statements: STATEMENTS });

/** Few codes, so that rows meet. */
const number = fc.integer({ min: 1, max: 12 });
const currency = fc.constantFrom(...CURRENCIES);
const amount = fc.integer({ min: 1, max: 90_000 });

const ledgerRow: fc.Arbitrary<LedgerRow> = fc
  .record({
    number,
    state: fc.constantFrom(...CODE_STATES),
    told: fc.constantFrom(...TOLD_STATES),
    currency,
    amountCentimos: amount,
    paidAt: fc.constantFrom(null, PAID_AT),
    isSecond: fc.boolean(),
    isDecided: fc.boolean(),
    refundedCentimos: fc.constantFrom(0, 100),
  })
  .map(({ number: of, ...more }) => here(of, more));
const ledger = fc.uniqueArray(ledgerRow, { maxLength: 12, selector: ({ codeId }) => codeId });

const saidRow = fc
  .record({
    number,
    by: fc.constantFrom("both" as const, "cip", "transaction-code", "neither"),
    of: fc.constantFrom(...STATEMENTS),
    isCredit: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
    state: fc.constantFrom(...STATEMENT_STATES),
    currency,
    amountCentimos: fc.oneof(
      amount,
      amount.map((value) => -value),
    ),
    feeCentimos: fc.option(fc.integer({ min: 0, max: 500 })),
  })
  .map(({ number: of, by, of: statement, isCredit, ...more }) =>
    said(of, {
      ...more,
      ...{ statementId: statement.id, kind: isCredit ? "bank" : statement.kind },
      ...((by === "transaction-code" || by === "neither") && { cip: null }),
      ...((by === "cip" || by === "neither") && { transactionCode: null }),
    }),
  );
/** Lines are the file's own: no two rows share one. */
const saidRows = fc
  .array(saidRow, { maxLength: 30 })
  .map((rows) => rows.map((row, index) => ({ ...row, line: index + 2 })));

const rowsOf = (entry: CloseEntry): SaidRow[] => [
  ...new Set([...(entry.there?.rows ?? []), ...(entry.settled?.rows ?? []), ...entry.repeated]),
];
const nameOf = (row: SaidRow) => `${row.statementId} ${row.line}`;
const sum = (rows: readonly SaidRow[], of: Currency) =>
  rows
    .filter((row) => row.currency === of && isMoney(row))
    .reduce((total, row) => total + row.amountCentimos, 0);

describe("matching the books", () => {
  it("loses no row and has none twice", () => {
    fc.assert(
      fc.property(ledger, saidRows, (codes, rows) => {
        const entries = matchBooks(codes, rows, MATCHING);

        expect(entries.flatMap((entry) => (entry.here ? [entry.here.codeId] : [])).toSorted()).toEqual(
          codes.map(({ codeId }) => codeId).toSorted(),
        );
        expect(entries.flatMap(rowsOf).map(nameOf).toSorted()).toEqual(rows.map(nameOf).toSorted());
        expect(entries.every(({ bucket }) => BUCKETS.includes(bucket))).toBe(true);
      }),
    );
  });

  it("adds up to the céntimo, per source and currency", () => {
    fc.assert(
      fc.property(ledger, saidRows, (codes, rows) => {
        const entries = matchBooks(codes, rows, MATCHING);
        const sums = sumsByCurrency(withEntries([], entries));
        const settlements = rows.filter(({ kind }) => kind === "settlement");
        const repeated = entries.flatMap((entry) => entry.repeated);
        // Where there is no report the settlement is what is there, and then counts on both sides.
        const alone = entries.flatMap((entry) =>
          entry.there !== null && entry.there === entry.settled ? entry.there.rows : [],
        );
        const spoken = [...rows.filter(({ kind }) => kind !== "settlement"), ...alone];

        for (const of of CURRENCIES) {
          const total = sums.find(({ currency: one }) => one === of);
          const ours = codes.filter((code) => code.currency === of && moneyHere(code) !== "unpaid");
          expect(total?.hereCentimos ?? 0).toBe(
            ours.reduce((money, { amountCentimos }) => money + amountCentimos, 0),
          );
          expect((total?.thereCentimos ?? 0) + sum(repeated, of)).toBe(sum(spoken, of));
          expect(total?.settledCentimos ?? 0).toBe(sum(settlements, of));
        }
        expect(sums.reduce((count, { entries: own }) => count + own, 0)).toBe(entries.length);
      }),
    );
  });

  it("finds in parts what it finds in the whole", () => {
    // Seen: of one code's money in another currency a row with a CIP and one without were one entry, and two without the code.
    const dollars = { currency: "USD" as const };
    const ofOneCode = [
      said(1, { line: 2 }),
      said(1, { ...dollars, line: 3 }),
      said(1, { ...dollars, cip: null, line: 4 }),
    ];
    fc.assert(
      fc.property(ledger, saidRows, (codes, rows) => {
        const whole = matchBooks(codes, rows, MATCHING);

        const parts = whole.flatMap((entry) =>
          matchBooks(entry.here ? [entry.here] : [], rowsOf(entry), MATCHING),
        );

        const shape = ({ bucket, problems, here: code, there }: CloseEntry) =>
          JSON.stringify([code?.codeId, bucket, problems, there?.centimos, there?.currency, there?.state]);
        expect(parts.map(shape).toSorted()).toEqual(whole.map(shape).toSorted());
        expect(withEntries([], parts)).toEqual(withEntries([], whole));
      }),
      { examples: [[[here(1)], ofOneCode]] },
    );
  });

  it("says the same whatever the order of the rows", () => {
    fc.assert(
      fc.property(ledger, saidRows, (codes, rows) => {
        const totals = withEntries([], matchBooks(codes, rows, MATCHING));

        expect(withEntries([], matchBooks(codes.toReversed(), rows.toReversed(), MATCHING))).toEqual(
          totals,
        );
      }),
    );
  });

  it("needs nobody for what is equal on both sides", () => {
    fc.assert(
      fc.property(fc.uniqueArray(number), currency, amount, (numbers, of, amountCentimos) => {
        const money = { currency: of, amountCentimos };
        const entries = matchBooks(
          numbers.map((one) => here(one, money)),
          numbers.map((one) => said(one, money)),
          matching({ statements: [REPORT] }),
        );

        expect(entries.filter(({ bucket, problems }) => bucket !== "equal" || problems.length > 0)).toEqual(
          [],
        );
      }),
    );
  });
});
