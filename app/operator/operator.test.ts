import { describe, expect, it } from "vitest";
import { timelineKind } from "#app/payments/timeline.ts";
import { LONGEST_REASON, operatorOf, refuseOperator, SHORTEST_REASON } from "./operator.ts";

const REASON = "the shop asked for it";

describe("who acts on a shop's payments", () => {
  it("says a name and a reason, and both are kept without the spaces around them", () => {
    expect(refuseOperator({ name: " rosa ", reason: REASON })).toBeNull();
    expect(operatorOf({ name: " rosa ", reason: ` ${REASON} ` })).toEqual({
      userId: "operator:rosa",
      reason: REASON,
    });
  });

  it.each(["", "  ", "rosa\nquispe", "<b>", "x".repeat(65), "'; drop table payments; --"])(
    "is not called %j",
    (name) => {
      expect(refuseOperator({ name, reason: REASON })).toContain("--as");
    },
  );

  it.each(["x".repeat(SHORTEST_REASON - 1), " ".repeat(20), "x".repeat(LONGEST_REASON + 1)])(
    "has a better reason than %j",
    (reason) => {
      expect(refuseOperator({ name: "rosa", reason })).toContain("--reason");
    },
  );
});

describe("in a payment's story", () => {
  it("an operator's act is told as the operator's, and never as the shop's", () => {
    expect(timelineKind("merchant-void", {}, "operator:rosa")).toBe("operator-void");
    expect(timelineKind("merchant-check", {}, "operator:rosa")).toBe("operator-check");
    expect(timelineKind("merchant-extend", {}, "operator:rosa")).toBe("other");
    expect(timelineKind("merchant-void", {}, "7001")).toBe("merchant-void");
  });
});
