import { describe, expect, it } from "vitest";
import { readSlip, typedSlip } from "#app/payments/slip.ts";

const NOW = new Date("2026-11-24T20:00:00.000Z");
const read = (fields: Record<string, string>) => readSlip(typedSlip(new URLSearchParams(fields)), NOW);

describe("a slip", () => {
  it("is taken with nothing but its operation number", () => {
    expect(read({ operation: "00123456" })).toEqual({
      kind: "slip",
      slip: { operationNumber: "00123456", paidWhere: null, paidAt: null },
    });
  });

  it("means the same number however it is grouped or printed", () => {
    expect(read({ operation: " 12 34-ab cd " })).toMatchObject({ slip: { operationNumber: "1234-ABCD" } });
  });

  it("takes the hour as Lima's", () => {
    expect(read({ operation: "1234", where: "agent", when: "2026-11-24T09:30" })).toMatchObject({
      slip: { paidWhere: "agent", paidAt: new Date("2026-11-24T14:30:00.000Z") },
    });
  });

  it.each(["", "123", "1".repeat(21), "12345;drop", "ñandú1", "<b>1234</b>", "12\u00003456"])(
    "is refused with the number %j",
    (operation) => {
      expect(read({ operation })).toEqual({ kind: "refused", problem: "number" });
    },
  );

  it("is refused with the number of a card", () => {
    expect(read({ operation: "4111-1111-1111-1111" })).toEqual({ kind: "refused", problem: "card" });
    expect(read({ operation: "4111-1111-1111-1112" })).toMatchObject({ kind: "slip" });
  });

  it.each([
    "ayer",
    "2026-02-30T10:00",
    "2026-11-24",
    "2026-11-24T16:00",
    "2026-11-01T10:00",
    "0000-00-00T00:00",
  ])("is refused with the moment %j", (when) => {
    expect(read({ operation: "1234", when })).toEqual({ kind: "refused", problem: "when" });
  });

  it("forgets a place that is none of the list", () => {
    expect(read({ operation: "1234", where: "<script>" })).toMatchObject({ slip: { paidWhere: null } });
  });

  it("keeps no more of a field than one can hold", () => {
    expect(typedSlip(new URLSearchParams({ operation: "9".repeat(5_000) })).operationNumber).toHaveLength(
      40,
    );
  });
});
