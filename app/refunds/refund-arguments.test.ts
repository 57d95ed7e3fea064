import { describe, expect, it } from "vitest";
import { refundReportArguments, refusalTexts } from "#app/refunds/refund-arguments.ts";

const sessionGid = "gid://shopify/RefundSession/1";

describe("the words that Shopify is told of a refund", () => {
  it("name the session, and nothing else, when it was paid", () => {
    expect(refundReportArguments({ kind: "refund-resolve", sessionGid, refusalText: null })).toBe(
      '{"id":"gid://shopify/RefundSession/1"}',
    );
  });

  it("carry a refusal's own words as they were written", () => {
    const text = 'El cliente dijo: "quédatelo"\n— Ana';

    const words = refundReportArguments({ kind: "refund-reject", sessionGid, refusalText: text });

    expect(JSON.parse(words)).toEqual({
      id: sessionGid,
      reason: { code: "PROCESSING_ERROR", merchantMessage: text },
    });
  });

  it("are never a refusal without words", () => {
    expect(() => refundReportArguments({ kind: "refund-reject", sessionGid, refusalText: null })).toThrow(
      "in words",
    );
  });
});

describe("our own refusals", () => {
  it.each([
    ["en-US", "Nothing was refunded"],
    ["es-PE", "No se devolvió nada"],
    ["zh-CN", "未退任何款项"],
    ["qu", "No se devolvió nada"],
    [null, "No se devolvió nada"],
  ])("are in the merchant's language, Spanish where we have none: %s", (locale, words) => {
    for (const text of Object.values(refusalTexts(locale))) {
      expect(text).toContain(words);
      expect(text.length).toBeLessThan(255);
    }
  });
});
