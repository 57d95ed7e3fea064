import { describe, expect, it } from "vitest";
import { frame, html, inEnglish, late, otherSum, review, STORE, words } from "./voucher-samples.tsx";

describe("a payment under review", () => {
  it("claims nothing about the money and asks not to pay again", () => {
    const page = words(html(review));

    expect(page).toContain("No pagues otra vez.");
    expect(page).not.toContain("Recibimos");
    expect(page).toContain(frame.paymentReference);
  });

  it("sets what came beside what was expected, where both are known", () => {
    const page = words(html(otherSum));

    expect(page).toContain("Recibimos un monto distinto");
    expect(page).toMatch(/Monto exacto\s+S\/ 1,234\.50\s+Monto recibido\s+S\/ 1,000\.00/);
    expect(words(html(review))).not.toContain("Monto recibido");
  });
});

describe("a payment that came late", () => {
  it("says that the money is there and came late, and who gets in touch", () => {
    const page = words(html(late));

    expect(page).toContain("Recibimos tu pago, pero llegó tarde");
    expect(page).toContain("Tienda X revisará tu pago y te contactará");
    expect(page).toContain("No pagues otra vez.");
    expect(page).toContain("S/ 1,234.50");
    expect(page).toContain("domingo, 22 de noviembre de 2026, 10:00 a. m.");
    expect(page).toContain(frame.paymentReference);
    expect(html(late)).toContain(`href="${STORE}"`);
  });

  it("does not call the order paid or confirmed", () => {
    expect(words(html(late))).not.toMatch(/¡Listo!|está confirmado|Pago recibido/);
    expect(words(html(inEnglish(late)))).toContain("contact you about a refund or your order");
  });
});
