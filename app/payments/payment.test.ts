import { describe, expect, it } from "vitest";
import { modeOf } from "#app/payments/payment.ts";

describe("the mode of a payment", () => {
  it("is sandbox for a test session and live for any other", () => {
    expect(modeOf(true)).toBe("sandbox");
    expect(modeOf(false)).toBe("live");
  });
});
