import { describe, expect, it } from "vitest";
import { expired, html, inEnglish, paid, pending, voiding, waiting, words } from "./voucher-samples.tsx";

const card = (page: string) => /<details class="cashier.*?<\/details>/.exec(page)?.[0] ?? "";

describe("what is shown to the cashier", () => {
  it.each([waiting, pending])("says what is paid, to whom, the code and the exact amount", (view) => {
    expect(words(card(html(view)))).toBe(
      " Léeselo al cajero Di Pago PagoEfectivo Empresa PagoEfectivo soles Código CIP Código CIP: 1 2 3, 4 5 6, 7 8 9 123 456 789 Monto exacto S/ 1,234.50 ",
    );
  });

  it("unfolds without the script, and is folded at first", () => {
    expect(card(html(waiting))).toMatch(/^<details class="cashier screen-only"[^>]*><summary/);
    expect(card(html(waiting))).not.toContain("open=");
  });

  it("reads the code digit by digit to a screen reader, and hides the large digits from it", () => {
    expect(card(html(waiting))).toMatch(/<span class="spoken">Código CIP: 1 2 3, 4 5 6, 7 8 9<\/span>/);
    expect(card(html(waiting))).toMatch(/<span class="digits" aria-hidden="true"/);
  });

  it("speaks the cashier's language on an English page, marked as such", () => {
    const english = card(html(inEnglish(waiting)));

    expect(english).toContain("Show it to the cashier");
    expect(english).toMatch(/<dl class="aloud" lang="es">.*Pago PagoEfectivo.*Monto exacto/);
  });

  it("says dólares where the order is in dollars", () => {
    const page = card(html({ ...waiting, amount: { centimos: 5_000, currency: "USD" } }));

    expect(words(page)).toContain("PagoEfectivo dólares");
    expect(words(page)).toContain("USD 50.00 dólares");
  });

  it("is unmistakable in test mode", () => {
    expect(words(card(html({ ...waiting, test: true })))).toContain(
      "PRUEBA Modo de prueba: no pagues este código",
    );
  });

  it("is not what the copy button copies from: one code on the page is", () => {
    expect(html(waiting).match(/data-code=/g)).toHaveLength(1);
  });

  it.each([paid, expired, voiding])(
    "$state has none: nobody should carry a dead code to a counter",
    (view) => {
      expect(card(html(view))).toBe("");
    },
  );
});
