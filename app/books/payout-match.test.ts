import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchPayouts, type BankCredit, type OpenSettlement } from "./payout-match.ts";

function settlement(id: string, more: Partial<OpenSettlement> = {}): OpenSettlement {
  return { id, ref: null, currency: "PEN", netCentimos: 95_290, settledOn: "2026-11-26", ...more };
}

function credit(line: number, more: Partial<BankCredit> = {}): BankCredit {
  return {
    statementId: "bank",
    line,
    currency: "PEN",
    amountCentimos: 95_290,
    day: "2026-11-26",
    settlementRef: null,
    operationNumber: null,
    ...more,
  };
}

const matched = (...input: Parameters<typeof matchPayouts>) =>
  matchPayouts(...input).map(({ settlementId, credit: { line }, by }) => [settlementId, line, by]);

describe("a credit that names a settlement", () => {
  it("pays it, however the number is written and whenever it comes", () => {
    const named = credit(2, { settlementRef: "liq 0042", day: "2027-01-31" });

    expect(matched([settlement("a", { ref: "LIQ0042" })], [named])).toEqual([["a", 2, "bank-reference"]]);
  });

  it("pays no other one, even of the same sum", () => {
    const named = credit(2, { settlementRef: "LIQ0041" });

    expect(matched([settlement("a", { ref: "LIQ0042" })], [named])).toEqual([]);
  });

  it.each([
    ["of less than its sum", { amountCentimos: 95_289 }],
    ["of another currency", { currency: "USD" as const }],
  ])("does not pay it %s", (_, more) => {
    const named = credit(2, { settlementRef: "LIQ0042", ...more });

    expect(matched([settlement("a", { ref: "LIQ0042" })], [named])).toEqual([]);
  });

  it("pays one whose sum the file does not say", () => {
    const named = credit(2, { settlementRef: "LIQ0042", amountCentimos: 1 });

    expect(matched([settlement("a", { ref: "LIQ0042", netCentimos: null })], [named])).toHaveLength(1);
  });
});

describe("a credit that equals a settlement's sum", () => {
  it.each(["2026-11-24", "2026-11-26", "2026-12-06"])("pays it where it is the only one: on %s", (day) => {
    expect(matched([settlement("a")], [credit(2, { day })])).toEqual([["a", 2, "bank-total"]]);
  });

  it.each(["2026-11-23", "2026-12-07"])("does not pay it on a day too far away: %s", (day) => {
    expect(matched([settlement("a")], [credit(2, { day })])).toEqual([]);
  });

  it("is for a person where two credits fit, or two settlements", () => {
    expect(matched([settlement("a")], [credit(2), credit(3)])).toEqual([]);
    expect(matched([settlement("a"), settlement("b")], [credit(2)])).toEqual([]);
  });

  it("is one where two files hold it under the same number of the bank's", () => {
    const twice = [
      credit(2, { operationNumber: "778" }),
      credit(2, { operationNumber: "778", statementId: "again" }),
    ];

    expect(matched([settlement("a")], twice)).toEqual([["a", 2, "bank-total"]]);
  });

  it("is not looked for where the sum or the day is not known, or nothing is to be paid", () => {
    for (const more of [{ netCentimos: null }, { settledOn: null }, { netCentimos: 0 }])
      expect(matched([settlement("a", more)], [credit(2, { amountCentimos: 0 }), credit(3)])).toEqual([]);
  });
});

it("never uses a credit of that sum twice, nor pays a settlement twice, in whatever order they come", () => {
  const day = fc.constantFrom("2026-11-20", "2026-11-26", "2026-12-01");
  const ref = fc.constantFrom("L1", "L2", null);
  const amount = fc.constantFrom(100, 200, 300);
  const settlements = fc.array(
    fc.record({ ref, netCentimos: fc.option(amount), settledOn: fc.option(day) }),
    { maxLength: 6 },
  );
  const credits = fc.array(
    fc.record({
      settlementRef: ref,
      amountCentimos: amount,
      day,
      operationNumber: fc.constantFrom("1", "2", null),
    }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(settlements, credits, (some, more) => {
      const all = some.map((one, index) => settlement(`s${index}`, one));
      const lines = more.map((one, index) => credit(index + 2, one));

      const matches = matchPayouts(all, lines);

      const ids = matches.map(({ settlementId }) => settlementId);
      expect(new Set(ids).size).toBe(ids.length);
      const bySum = matches.filter(({ by }) => by === "bank-total").map(({ credit: { line } }) => line);
      expect(new Set(bySum).size).toBe(bySum.length);
      const backwards = matchPayouts(all.toReversed(), lines);
      expect(backwards.map(({ settlementId }) => settlementId).toSorted()).toEqual(ids.toSorted());
    }),
  );
});
