import { expect, it } from "vitest";
import { readPayout } from "./payout-form.ts";

const read = (paidOutOn: string, reference = "OP 778") =>
  readPayout({ paidOutOn, reference }, "2026-11-29");

it("reads a day and the bank's number", () => {
  expect(read(" 2026-11-29 ", " OP 778 ")).toEqual({
    kind: "read",
    paidOutOn: "2026-11-29",
    bankReference: "OP 778",
  });
});

it.each([
  ["2026-11-31", "fees.problem.paidDay"],
  ["yesterday", "fees.problem.paidDay"],
  ["2026-11-30", "fees.problem.paidDayFuture"],
  ["2024-11-01", "fees.problem.paidDayOld"],
])("refuses the day %s", (day, problem) => {
  expect(read(day)).toEqual({ kind: "refused", problems: { paidOutOn: problem } });
});

it.each(["", "   ", "a\nb", "x".repeat(101)])("refuses the reference %j", (reference) => {
  expect(read("2026-11-29", reference)).toEqual({
    kind: "refused",
    problems: { reference: "fees.problem.reference" },
  });
});
