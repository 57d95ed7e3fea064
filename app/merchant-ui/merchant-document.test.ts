import { describe, expect, it } from "vitest";
import { merchantDocument, MERCHANT_LAYOUT } from "./merchant-document.ts";
import { documentTitle } from "./navigation-entries.ts";

const root = { id: "root", data: { language: "en", merchantLanguage: "zh-CN" } };
const layout = (data: unknown) => ({ id: MERCHANT_LAYOUT, data });

describe("the document of a page", () => {
  it("is the merchant's only under the merchant's layout", () => {
    expect(merchantDocument([root, { id: "routes/shopper/refund-claim", data: {} }])).toBeNull();
    expect(merchantDocument([root, layout({ frame: { language: "es" }, appBridge: null })])).toEqual({
      language: "es",
      appBridge: null,
    });
  });

  it("is in the browser's language, and without App Bridge, where nobody is signed in", () => {
    expect(merchantDocument([root, layout(undefined)])).toEqual({ language: "zh-CN", appBridge: null });
  });
});

describe("the browser tab", () => {
  it.each([
    ["/app", "Inicio · PagoEfectivo"],
    ["/app/payments", "Pagos · PagoEfectivo"],
    ["/app/payments/0199a1b2", "Pagos · PagoEfectivo"],
    ["/app/rules", "Plazos y límites · PagoEfectivo"],
    ["/app/elsewhere", "Inicio · PagoEfectivo"],
  ])("names the section of %s", (path, title) => {
    expect(documentTitle(path, "es")).toBe(title);
  });
});
