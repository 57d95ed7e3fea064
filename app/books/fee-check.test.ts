import { expect, it } from "vitest";
import { settledRow, terms } from "../../tests/builders/fee-terms.ts";
import { feeCheck } from "./fee-check.ts";

const check = feeCheck([terms(), terms({ validFrom: "2026-11-24", percentThousandths: 5_000 })]);

it.each([
  ["its fee", { feeCentimos: 400 }, { kind: "fee-differs", expected: 399, said: 400 }],
  ["its IGV", { igvCentimos: 70 }, { kind: "fee-differs", expected: 72, said: 70 }],
  ["what is left", { netCentimos: 9_500 }, { kind: "net-differs", expected: 9_529, said: 9_500 }],
  [
    "its day",
    { settledOn: "2026-11-30" },
    { kind: "payout-late", expected: "2026-11-26", said: "2026-11-30" },
  ],
])("names the one figure that differs: %s", (_, more, problem) => {
  expect(check(settledRow(more))).toEqual(problem);
});

it("finds nothing in a row that is as the terms of its day say", () => {
  expect(check(settledRow())).toBeNull();
  const dearer = { feeCentimos: 500, igvCentimos: 90, netCentimos: 9_410 };
  expect(check(settledRow({ ...dearer, paidAt: "2026-11-24T17:00:00.000Z" }))).toBeNull();
});

it("goes by the day of settling where the file does not say when it was paid", () => {
  expect(check(settledRow({ paidAt: null, settledOn: "2026-11-23" }))).toBeNull();
  expect(check(settledRow({ paidAt: null }))).toMatchObject({ kind: "fee-differs", expected: 500 });
});

it("holds nothing against a row whose terms are not known", () => {
  expect(feeCheck([])(settledRow())).toBeNull();
  expect(check(settledRow({ paidAt: null, settledOn: null }))).toBeNull();
});
