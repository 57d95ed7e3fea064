import { describe, expect, it } from "vitest";
import { buildVoucherView } from "#app/payments/build-voucher-view.ts";
import { codeIn, NOW, paymentWith } from "../../tests/builders/stored-payment.ts";

const PLACE = { publicOrigin: "https://pagos.example", forBrowser: (url: string) => url };

function showsPicture(amount: { centimos: number; currency: "PEN" | "USD" }, hasQr = true): boolean {
  const { centimos: amountCentimos, currency } = amount;
  const payment = paymentWith({ amountCentimos, currency, codes: [codeIn("live", { hasQr })] });
  const view = buildVoucherView({ payment, asked: payment, now: NOW, language: "es", ...PLACE });
  return view.state === "waiting" && view.hasProviderQr;
}

describe("PagoEfectivo's own picture of the code", () => {
  it("is shown where there is one, and only while wallets take the amount", () => {
    expect(showsPicture({ centimos: 50_000, currency: "PEN" })).toBe(true);
    expect(showsPicture({ centimos: 50_000, currency: "PEN" }, false)).toBe(false);
    expect(showsPicture({ centimos: 50_001, currency: "PEN" })).toBe(false);
    expect(showsPicture({ centimos: 100, currency: "USD" })).toBe(false);
  });
});
