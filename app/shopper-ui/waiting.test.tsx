import { describe, expect, it } from "vitest";
import { STORE, inEnglish, pending, waiting, html, words } from "./voucher-samples.tsx";

describe("a waiting voucher", () => {
  it("shows store, amount, deadline in Lima's time and what is left of it", () => {
    const page = words(html(waiting));

    expect(page).toContain("Paga tu compra en Tienda X");
    expect(page).toContain("S/ 1,234.50");
    expect(page).toContain("martes, 24 de noviembre de 2026, 11:59 p. m. (hora de Perú)");
    expect(page).toContain("Vence dentro de 2 días");
  });

  it("keeps the digits of the code together, so that a selection copies exactly the code", () => {
    const visible = /<span class="digits[^>]*>(.*?)<\/span><\/span>/.exec(html(waiting))?.[1];

    expect(visible?.replace(/<[^>]+>/g, "")).toBe("123456789");
  });

  it("answers what shoppers ask, folded away", () => {
    expect(html(waiting).match(/<details class="channel"><summary>¿/g)).toHaveLength(3);
  });

  it("lets a keyboard skip to the content", () => {
    expect(html(waiting)).toMatch(/^<p[^>]*role="status"[^>]*><\/p>.*?<a class="skip" href="#main">/);
    expect(html(waiting)).toContain('<main id="main"');
  });

  it("reads the code digit by digit to a screen reader", () => {
    expect(words(html(waiting))).toContain("Código CIP: 1 2 3, 4 5 6, 7 8 9");
  });

  it.each(["1344682", "00000002500288", "1"])("shows every digit of %s, however long, zeros too", (cip) => {
    const visible = /<span class="digits[^>]*>(.*?)<\/span><\/span>/.exec(html({ ...waiting, cip }))?.[1];

    expect(visible?.replace(/<[^>]+>/g, "")).toBe(cip);
  });

  it("says dólares where the order is in dollars", () => {
    const page = words(html({ ...waiting, amount: { centimos: 123450, currency: "USD" } }));

    expect(page).toContain("USD 1,234.50 dólares");
    expect(page).toContain("Busca «PagoEfectivo» y elige dólares.");
  });

  it("marks the last hour as urgent and no earlier one", () => {
    expect(html(waiting)).not.toContain("urgent");
    expect(html(waiting, "2026-11-25T04:30:00.000Z")).toContain('class="left urgent"');
  });

  it("offers a plain WhatsApp link that carries the whole message", () => {
    const text = new URL(/https:\/\/wa\.me[^"]+/.exec(html(waiting))?.[0] ?? "").searchParams.get("text");

    expect(text?.replace(/\u00a0/g, " ")).toBe(
      "Pago en Tienda X: S/ 1,234.50. Código CIP 123456789. Vence el martes, 24 de noviembre de 2026, 11:59 p. m. (hora de Perú). https://pagos.example/v/slug-of-this-payment",
    );
  });

  it("offers the code as a file for a counter's printer and for the calendar, by plain links", () => {
    const page = html(waiting);

    expect(page).toContain('href="/v/slug-of-this-payment/code.pdf"');
    expect(page).toContain('href="/v/slug-of-this-payment/code.ics"');
    expect(page).toContain('href="https://calendar.google.com/calendar/render?action=TEMPLATE&amp;');
    expect(html(inEnglish(waiting))).toContain('href="/v/slug-of-this-payment/code.pdf?lang=en"');
  });

  it("has no button without the script that only the script can make work", () => {
    for (const name of ["Compartir", "Imprimir", "Guardar imagen"]) {
      expect(words(html(waiting))).not.toContain(name);
      expect(html(waiting)).toContain(`>${name}</button></template>`);
    }
  });

  it("shows PagoEfectivo's picture where there is one, and never one of ours that could be paid", () => {
    expect(html(waiting)).not.toContain("provider-qr");

    const page = html({ ...waiting, hasProviderQr: true });

    expect(page).toContain(
      'src="/v/slug-of-this-payment/provider-qr" alt="Código QR emitido por PagoEfectivo para pagar con billetera"',
    );
    expect(words(page)).toContain("guarda la imagen y súbela desde tu billetera, o paga con el código");
  });

  it("says beside the QR of its own address that it cannot be paid", () => {
    expect(html(waiting)).toContain(
      'alt="Código QR con la dirección de esta página. No sirve para pagar."',
    );
    expect(words(html(waiting))).toContain("Ábrelo en tu celular");
  });

  it("names the host of PagoEfectivo's own page, and links to nothing that is no web address", () => {
    expect(words(html(waiting))).toContain("Ver en PagoEfectivo (payment.pagoefectivo.pe)");
    expect(html({ ...waiting, cipUrl: "javascript:alert(1)" })).not.toContain("Ver en PagoEfectivo");
    expect(html({ ...waiting, cipUrl: null })).not.toContain("Ver en PagoEfectivo");
  });

  it("says where the code comes from only when an earlier attempt asked for it", () => {
    const line = "Este es el código que ya tenías para esta compra.";

    expect(words(html({ ...waiting, isEarlierCode: true }))).toContain(line);
    expect(words(html(waiting))).not.toContain(line);
  });

  it("asks for nothing: there is no field to type into", () => {
    expect(html(waiting)).not.toMatch(/<(input|select|textarea)/);
  });

  it("has no copy button without the script", () => {
    expect(words(html(waiting))).not.toContain("Copiar código");
    expect(html(waiting)).toMatch(/<template[^>]*><button[^>]*data-copy/);
  });
});

describe("before the order exists", () => {
  it("says so, and that Continue makes it while the code stays valid", () => {
    const page = words(html(waiting));

    expect(page).toContain("Tu pedido todavía no está hecho.");
    expect(page).toContain("Continuar y confirmar mi pedido");
    expect(page).toContain("Tu código seguirá siendo válido");
  });

  it("posts Continue as a plain form", () => {
    expect(html(waiting)).toMatch(/<form method="post" action="\/v\/[^"]+\/continue"[^>]*><button/);
  });

  // Fault: a plain link leaves a code behind that can still be paid, beside whatever the shopper chooses next.
  it("gives the code back on the way to another payment method, and says so", () => {
    const page = html(waiting);

    expect(page).toMatch(
      /<form method="post" action="\/v\/[^"]+\/cancel"[^>]*><button[^>]*>Elegir otro medio de pago/,
    );
    expect(words(page)).toContain("Si eliges otro medio de pago, anularemos este código");
    expect(page).not.toMatch(/<a [^>]*>Elegir otro medio de pago/);
  });

  it("keeps the code and lets the shopper try again while Continue is slow", () => {
    const page = html({ ...waiting, continueIsSlow: true });

    expect(words(page)).toContain("Tu código sigue siendo válido: no pidas otro.");
    expect(page).toMatch(/action="\/v\/[^"]+\/continue"[^>]*><button[^>]*>Intentar de nuevo/);
    expect(page).toContain('data-code="123456789"');
  });

  it("offers no other payment method while Continue is under way, for the order may already exist", () => {
    expect(words(html({ ...waiting, continueIsSlow: true }))).not.toContain("Elegir otro medio de pago");
  });

  it("does not say that the order is not made while Continue is under way", () => {
    expect(words(html({ ...waiting, continueIsSlow: true }))).not.toContain("todavía no está hecho");
  });
});

describe("once the order exists", () => {
  it("offers neither Continue nor another payment method, only the way to the store", () => {
    const page = html(pending);

    expect(page).not.toContain("<form");
    expect(page).not.toContain("Continuar");
    expect(page).not.toContain("Elegir otro medio de pago");
    expect(page).toContain(`href="${STORE}"`);
    expect(words(page)).toContain("Tu pedido está registrado");
  });

  it("says that it is slow, without a claim about the order, until Shopify has answered", () => {
    const page = words(html({ ...pending, storeUrl: null, continueIsSlow: true }));

    expect(page).toContain("está tardando más de lo normal");
    expect(page).not.toContain("Tu pedido está registrado");
    expect(page).not.toContain("Volver a la tienda");
  });
});
