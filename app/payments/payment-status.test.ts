import { expect, it } from "vitest";
import { paymentStatus } from "#app/payments/payment-status.ts";

it.each([
  ["open", null, "preparing"],
  ["open", "issuing", "preparing"],
  ["open", "live", "pending"],
  ["pending", "expired", "pending"],
  ["open", "unknown", "failed"],
  ["pending", "voided", "voided"],
  ["resolved", "paid", "paid"],
  ["rejected", "expired", "expired"],
  ["lapsed", "expired", "expired"],
  ["rejected", "voided", "voided"],
  ["released", null, "failed"],
  ["released", "voided", "voided"],
  ["released", "live", "released"],
] as const)("a payment that is told %s with a code %s is %s", (told, codeState, status) => {
  expect(paymentStatus({ told, codeState, needsPerson: false })).toBe(status);
});

it("money that a person must decide about comes before everything", () => {
  expect(paymentStatus({ told: "rejected", codeState: "paid", needsPerson: true })).toBe("review");
});
