import { describe, expect, it } from "vitest";
import { paymentMoney, type SettledRow } from "#app/books/payment-money.ts";
import { MERCHANT_LANGUAGES, type MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { settledRow, terms } from "../../../tests/builders/fee-terms.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { MoneyCard } from "./money-card.tsx";

const PAID_AT = "2026-11-23T17:00:00.000Z";
const row = (more: Partial<SettledRow> = {}): SettledRow => ({
  ...settledRow({ paidAt: null, settlementRef: "LIQ0042" }),
  fileName: "liquidacion.csv",
  payout: null,
  ...more,
});

async function text(
  more: Partial<Parameters<typeof paymentMoney>[0]> = {},
  language: MerchantLanguage = "es",
): Promise<string> {
  const money = paymentMoney({
    amount: { centimos: 10_000, currency: "PEN" },
    paidAt: PAID_AT,
    now: new Date("2026-11-29T17:00:00.000Z"),
    history: [terms()],
    rows: [],
    ...more,
  });
  const html = await merchantHtml(<MoneyCard money={money} />, { language }, "/app/payments/x");
  return words(html).replaceAll("\u00a0", " ");
}

describe("a payment's money", () => {
  it("is what is expected while no settlement speaks of it", async () => {
    const page = await text();

    expect(page).toContain("Ninguna liquidación lo nombra");
    expect(page).toContain("Te queda S/ 95.29");
    expect(page).toContain("Abono a más tardar 26 nov 2026");
  });

  it("has no expected day before it is paid", async () => {
    const page = await text({ paidAt: null });

    expect(page).toContain("Lo que esperamos si lo pagan");
    expect(page).not.toContain("Abono a más tardar");
  });

  it("is not guessed without terms of its day", async () => {
    const page = await text({ history: [terms({ validFrom: "2026-11-24" })] });

    expect(page).toContain("No conocemos tu tarifa de ese día en esta moneda");
    expect(page).not.toContain("Te queda S/");
  });

  it("is settled and not paid out, two facts", async () => {
    const page = await text({ rows: [row()] });

    expect(page).toContain("Liquidación LIQ0042");
    expect(page).toContain("Liquidado por PagoEfectivo 26 nov 2026");
    expect(page).toContain("Todavía no consta");
    expect(page).not.toContain("no es la de tu tarifa");
  });

  it("is paid out under the number that the bank or a person gave", async () => {
    const payout = { on: "2026-11-26", source: "person" as const, reference: "OP 778" };
    const page = await text({ rows: [row({ payout })] });

    expect(page).toContain("Abonado en tu banco 26 nov 2026, operación OP 778");
    expect(page).not.toContain("Todavía no consta");
  });

  it("says in words what a settlement has wrong; a payment's own time counts where the file has none", async () => {
    expect(await text({ rows: [row({ feeCentimos: 499 })] })).toContain("no es la de tu tarifa");
    expect(await text({ rows: [row({ settledOn: "2026-11-27" })] })).toContain(
      "posterior a la de tu contrato",
    );
  });

  it.each(MERCHANT_LANGUAGES)("is complete in %s", async (language) => {
    const payout = { on: "2026-11-26", source: "bank-total" as const, reference: null };
    const converted = terms({
      conversion: { into: "USD", chargeThousandths: 0, rateTenThousandths: 37_500 },
      cycle: null,
    });
    const rows = [row({ payout, settlementRef: null, settledOn: null, netCentimos: 1 })];
    for (const page of [
      await text({ history: [converted], rows }, language),
      await text({ history: [], rows }, language),
    ]) {
      expect(page).not.toMatch(/fees\.[a-z]/);
      expect(page).not.toMatch(/[{}]/);
    }
  });
});
