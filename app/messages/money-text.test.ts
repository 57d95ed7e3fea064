import { describe, expect, it } from "vitest";
import { moneyInWords, moneyText } from "./money-text.ts";

describe("moneyText", () => {
  it("prints soles as Peru writes them, with a no-break space", () => {
    expect(moneyText({ centimos: 123450, currency: "PEN" })).toBe("S/\u00a01,234.50");
  });

  it("prints dollars by their code", () => {
    expect(moneyText({ centimos: 123450, currency: "USD" })).toBe("USD\u00a01,234.50");
  });

  it.each([
    [1, "S/\u00a00.01"],
    [10, "S/\u00a00.10"],
    [100, "S/\u00a01.00"],
    [1_999_999_999, "S/\u00a019,999,999.99"],
  ])("keeps every céntimo of %i", (centimos, text) => {
    expect(moneyText({ centimos, currency: "PEN" })).toBe(text);
  });

  it.each([-5, 10.5, Number.NaN])("refuses to print %d as an amount", (centimos) => {
    expect(() => moneyText({ centimos, currency: "PEN" })).toThrow();
  });
});

describe("moneyInWords", () => {
  it("says dólares for USD and nothing more for soles", () => {
    expect(moneyInWords({ centimos: 500, currency: "USD" }, "es")).toBe("USD\u00a05.00 dólares");
    expect(moneyInWords({ centimos: 500, currency: "PEN" }, "es")).toBe("S/\u00a05.00");
  });

  it("keeps the figures of a Peruvian slip in English", () => {
    expect(moneyInWords({ centimos: 123450, currency: "USD" }, "en")).toBe("USD\u00a01,234.50 dollars");
    expect(moneyInWords({ centimos: 123450, currency: "PEN" }, "en")).toBe("S/\u00a01,234.50");
  });
});
