import { describe, expect, it } from "vitest";
import { readConfigureAnswer } from "./payments-apps-answers.ts";

const READY = { ready: true, externalHandle: "PagoEfectivo 1202" };

const answered = (paymentsAppConfiguration: unknown, userErrors: unknown[] = []) => ({
  data: { paymentsAppConfigure: { paymentsAppConfiguration, userErrors } },
});

describe("Shopify's answer to a shop's readiness", () => {
  it("is an acknowledgement when Shopify repeats what it was told", () => {
    expect(readConfigureAnswer(READY, 200, answered({ ready: true }))).toEqual({ kind: "acknowledged" });
  });

  it("is none when Shopify repeats something else, or nothing", () => {
    const broken = { kind: "failed", reason: "broken-answer", outcome: "unknown", retryable: true };

    expect(readConfigureAnswer(READY, 200, answered({ ready: false }))).toMatchObject(broken);
    expect(readConfigureAnswer(READY, 200, answered(null))).toMatchObject(broken);
    expect(readConfigureAnswer(READY, 200, {})).toMatchObject(broken);
  });

  it("is a refusal with Shopify's own words", () => {
    const message = "Payments App is not installed on this shop";

    expect(readConfigureAnswer(READY, 200, answered(null, [{ field: ["ready"], message }]))).toEqual({
      kind: "refused",
      userErrors: [{ code: null, field: ["ready"], message }],
    });
  });

  it("is a failure that may be tried again when Shopify throttles, and one that may not without access", () => {
    const error = (code: string) => ({ errors: [{ message: code, extensions: { code } }] });

    expect(readConfigureAnswer(READY, 200, error("THROTTLED"))).toMatchObject({
      reason: "throttled",
      retryable: true,
    });
    expect(readConfigureAnswer(READY, 200, error("ACCESS_DENIED"))).toMatchObject({
      reason: "access-denied",
      retryable: false,
    });
  });
});
