import { describe, expect, it } from "vitest";
import { likelyMatches, type Arrival, type ShownSlip } from "#app/payments/slip-matches.ts";

const slip: ShownSlip = {
  leftAt: "2026-11-24T20:00:00.000Z",
  operationNumber: "00123456",
  paidWhere: "agent",
  paidAt: "2026-11-24T15:00:00.000Z",
};
const amount = { centimos: 12_500, currency: "PEN" } as const;

function arrival(differences: Partial<Arrival> = {}): Arrival {
  return {
    ...{ id: "n1", of: "notice", at: "2026-11-24T15:02:00.000Z", amount, operationNumber: "999999" },
    ...{ cip: "123456789", payment: null, isPlaced: false, ...differences },
  };
}
const reasons = (...arrivals: Arrival[]) =>
  likelyMatches([slip], amount, arrivals).map(({ id, reason }) => `${id} ${reason}`);

describe("a likely match", () => {
  it.each(["00123456", "123456", "0012-3456", "0000123456"])(
    "is what has the same operation number, printed as %s, whoever has it already",
    (operationNumber) => {
      const other = { operationNumber, isPlaced: true, amount: { centimos: 1, currency: "USD" as const } };

      expect(reasons(arrival(other))).toEqual(["n1 number"]);
    },
  );

  it("is what nobody accounts for, of that amount and day", () => {
    expect(reasons(arrival())).toEqual(["n1 amount"]);
    expect(reasons(arrival({ amount: { centimos: 12_400, currency: "PEN" } }))).toEqual(["n1 amount"]);
  });

  it("is nothing that a payment of its own accounts for, though amount and day are the same", () => {
    expect(reasons(arrival({ isPlaced: true }))).toEqual([]);
  });

  it.each<Partial<Arrival>>([
    { amount: { centimos: 12_399, currency: "PEN" } },
    { amount: { centimos: 12_500, currency: "USD" } },
    { amount: null },
    { at: "2026-11-27T15:00:00.000Z" },
  ])("is nothing of another amount, currency or day: %j", (differences) => {
    expect(reasons(arrival(differences))).toEqual([]);
  });

  it("stands before others where the numbers are equal, then the nearest in time, ten at most", () => {
    const later = arrival({ id: "late", at: "2026-11-25T15:00:00.000Z" });
    const same = arrival({ id: "same", operationNumber: "123456", at: "2026-11-26T15:00:00.000Z" });

    expect(reasons(later, arrival(), same)).toEqual(["same number", "n1 amount", "late amount"]);
    expect(reasons(...Array.from({ length: 40 }, () => arrival()))).toHaveLength(10);
  });

  it("is nothing where the shopper's number is only zeros and theirs is missing", () => {
    expect(reasons(arrival({ operationNumber: null, amount: null }))).toEqual([]);
  });
});
