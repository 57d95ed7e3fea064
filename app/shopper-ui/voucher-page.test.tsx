import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { VoucherNotFound, voucherTitle } from "./voucher-page.tsx";
import {
  all,
  BACK,
  emailless,
  waiting,
  pending,
  paid,
  paidEarlier,
  expiring,
  expired,
  review,
  delayed,
  heldUp,
  late,
  preparing,
  STORE,
  voided,
  voiding,
  failed,
  html,
  inEnglish,
  words,
} from "./voucher-samples.tsx";

describe("a paid voucher", () => {
  it("calls the order confirmed only when Shopify has acknowledged it", () => {
    expect(words(html(paid))).toContain("Tu pedido en Tienda X está confirmado");
    expect(words(html({ ...paid, confirmed: false }))).not.toContain("confirmado");
    expect(words(html({ ...paid, confirmed: false }))).toContain("no pagues otra vez");
  });

  it("shows when it was paid, or no date at all", () => {
    expect(words(html(paid))).toContain("domingo, 22 de noviembre de 2026, 10:00 a. m.");
    expect(words(html({ ...paid, paidAt: null }))).not.toContain("Fecha de pago");
  });

  it("no longer explains how to pay", () => {
    expect(words(html(paid))).not.toContain("¿Dónde vas a pagar?");
  });

  it("names the code that was paid, with nothing to copy", () => {
    expect(html(paid)).toContain('data-code="123456789"');
    expect(html(paid)).not.toContain("data-copy");
    expect(html({ ...paid, cip: null })).not.toContain("data-code");
  });

  it("is not taken for a tax receipt", () => {
    expect(words(html(paid))).toContain("Esta constancia no es boleta ni factura.");
  });

  it("asks nobody to pay again when an earlier attempt was paid, and leads to the store", () => {
    const page = words(html(paidEarlier));

    expect(page).toContain("Esta compra ya está pagada");
    expect(page).toContain("No pagues otra vez.");
    expect(page).not.toContain("Monto pagado");
    expect(html(paidEarlier)).toContain(`href="${STORE}"`);
    expect(words(html(paid))).not.toContain("ya está pagada");
  });
});

describe("a voucher past its deadline", () => {
  it("claims neither payment nor expiry while the last look-ups are under way", () => {
    const page = words(html(expiring));

    expect(page).toContain("Si pagaste a tiempo, lo confirmaremos aquí.");
    expect(page).not.toContain("Código vencido");
    expect(page).not.toContain("Pago recibido");
  });

  it("offers a new code in place of a dead one, as a plain form, only where there may be one", () => {
    for (const dead of [expired, voided]) {
      const page = html({ ...dead, canRenew: true });

      expect(page).toContain(`action="/v/${dead.slug}/renew"`);
      expect(words(page)).toContain("Generar un código nuevo");
      expect(html(dead)).not.toContain("/renew");
    }
  });

  it("shows an expired code by its last digits only, and nothing to copy or pay", () => {
    const page = html(expired);

    expect(page).not.toContain("123456789");
    expect(page).not.toContain("data-copy");
    expect(words(page)).toContain("Terminado en 789");
    expect(words(page)).toContain("No pagues este código.");
    expect(words(page)).not.toContain("¿Dónde vas a pagar?");
  });

  it("still explains itself when code and date are gone", () => {
    const page = words(html({ ...expired, cip: null, expiresAt: null }));

    expect(page).toContain("Este código ya no se puede pagar");
    expect(page).not.toContain("Venció el");
  });
});

describe("a code that is taken back", () => {
  it.each([voiding, voided])("$state: is shown to nobody and must not be paid", (view) => {
    const page = html(view);

    expect(page).not.toContain("data-code");
    expect(words(page)).toMatch(/No lo pagues\.|No pagues este código\./);
    expect(words(page)).not.toContain("¿Dónde vas a pagar?");
    expect(page).toMatch(new RegExp(`<a [^>]*href="${BACK}"[^>]*>Elegir otro medio de pago`));
  });

  it("is called gone only once that is proved, and the page follows until then", () => {
    expect(words(html(voiding))).toContain("Estamos anulando tu código");
    expect(words(html(voiding))).not.toContain("Código anulado");
    expect(html(voiding)).toContain("data-live");
    expect(words(html(voided))).toContain("Código anulado");
    expect(html(voided)).not.toContain("data-live");
  });

  it("leads to the store, not to the checkout, once the store had the order", () => {
    const page = html({ ...voided, backToCheckoutUrl: null, storeUrl: STORE });

    expect(page).toContain(`href="${STORE}"`);
    expect(words(page)).not.toContain("Elegir otro medio de pago");
  });

  it("leads to no checkout while a code is taken back whose order exists", () => {
    const page = html({ ...voiding, backToCheckoutUrl: null });

    expect(words(page)).toContain("No lo pagues.");
    expect(words(page)).not.toContain("Elegir otro medio de pago");
  });

  it.each([voiding, voided])("$state: tells who had paid already not to pay again", (view) => {
    expect(words(html(view))).toMatch(/[Nn]o pagues otra vez/);
  });
});

describe("a payment without an e-mail address", () => {
  it("asks for it, and for nothing else, with a plain form", () => {
    const page = html(emailless);

    expect(page.match(/<input/g)).toHaveLength(1);
    expect(page).toMatch(/<form[^>]* method="post" action="\/v\/[^"]+\/email"/);
    expect(page).toMatch(/<label for="email">Correo electrónico<\/label>/);
    expect(page).toMatch(/<input id="email" name="email" type="email" autoComplete="email" required=""\/>/);
  });

  it("shows what is wrong beside the field only after an address was refused", () => {
    const page = html({ ...emailless, refused: true });

    expect(page).toMatch(/<p[^>]* id="email-error">Ese correo no parece completo/);
    expect(page).toMatch(/<input[^>]*aria-invalid="true" aria-describedby="email-error"/);
    expect(html(emailless)).not.toMatch(/aria-invalid|email-error/);
  });

  it("keeps the way back to the checkout, and is never exchanged under the typing hand", () => {
    expect(html(emailless)).toContain(`href="${BACK}"`);
    expect(html(emailless)).not.toContain("data-live");
  });
});

describe("a voucher without a code", () => {
  it("lets the shopper leave for another method while the code is prepared", () => {
    expect(html(preparing)).toContain(`href="${BACK}"`);
    expect(words(html(preparing))).toContain("Estamos generando tu código de pago");
    expect(words(html(delayed))).toContain("PagoEfectivo todavía no nos da tu código");
    expect(html(delayed)).toContain(`href="${BACK}"`);
  });

  it("says who does not answer and when it is asked again, and draws itself anew then", () => {
    expect(words(html(heldUp))).toContain(
      "PagoEfectivo no está respondiendo. Lo intentaremos de nuevo a las 10:02 a. m. (hora de Perú).",
    );
    expect(html(heldUp)).toContain(`data-again="${heldUp.nextTryAt}"`);
    expect(words(html(delayed))).not.toContain("no está respondiendo");
    expect(html(delayed)).not.toContain("data-again");
  });

  it.each(["not-created", "amount-outside-limits", "merchant-account", "too-late"] as const)(
    "says that nothing was charged when the reason is %s",
    (reason) => {
      expect(words(html({ ...failed, reason }))).toContain("No se hizo ningún cobro.");
    },
  );

  it.each(["outcome-unknown", "another-code-active"] as const)(
    "does not promise that nothing was charged when the reason is %s",
    (reason) => {
      expect(words(html({ ...failed, reason }))).not.toContain("No se hizo ningún cobro");
    },
  );

  it("offers a retry only where one is allowed, and the way back always", () => {
    expect(html(failed)).toMatch(/action="\/v\/[^"]+\/retry"/);
    expect(html({ ...failed, canRetry: false })).not.toContain("<form");
    expect(html({ ...failed, canRetry: false })).toContain(`href="${BACK}"`);
  });

  it("names the failure by its id", () => {
    expect(words(html(failed))).toContain("Número de ayuda: PE-7F3A");
  });
});

describe("every state", () => {
  it.each(all)("$state has one <main>, one heading and at most one filled button", (view) => {
    const page = html(view);

    expect(page.match(/<main/g)).toHaveLength(1);
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect((page.match(/button primary/g) ?? []).length).toBeLessThanOrEqual(1);
  });

  it.each(all)("$state is unmistakable in test mode", (view) => {
    const test = { ...view, test: true };

    expect(words(html(test))).toContain("Modo de prueba: no pagues este código");
    expect(words(html(inEnglish(test)))).toContain("Test mode: do not pay this code");
    // What the print style writes across the paper.
    expect(html(test)).toContain('data-test="PRUEBA"');
    expect(html(inEnglish(test))).toContain('data-test="TEST"');
    expect(words(html(view))).not.toContain("Modo de prueba");
    expect(html(view)).not.toContain("data-test");
  });

  it.each(all)("$state holds no inline style or script, which the page's policy refuses", (view) => {
    const page = html(view);

    expect(page).not.toMatch(/ style=| on[a-z]+=|<style/);
    expect(page.replace(/<script type="module" src="\/voucher\.js[^"]*"><\/script>/, "")).not.toContain(
      "<script",
    );
  });

  it.each(all)("$state never says that anything was “cancelado”, which means paid in Peru", (view) => {
    expect(html(view).toLowerCase()).not.toContain("cancelad");
  });

  it.each(all)("$state shows a store's name as text", (view) => {
    expect(html({ ...view, storeName: "<img src=x onerror=alert(1)>" })).not.toContain("<img src=x");
  });

  it.each([
    [preparing, "3"],
    [delayed, "15"],
    [waiting, "15"],
    [pending, "30"],
    [expiring, "30"],
    [voiding, "3"],
  ] as const)("refreshes itself without the script only while something may change", (view, seconds) => {
    expect(html(view)).toContain(`<noscript><meta http-equiv="refresh" content="${seconds}"/></noscript>`);
    for (const final of [paid, paidEarlier, expired, voided, late, review, failed, emailless])
      expect(html(final)).not.toContain("http-equiv");
  });
});

describe("voucherTitle", () => {
  it("begins with the state, so that a tab tells that the payment arrived", () => {
    expect(voucherTitle(waiting)).toBe("Esperando tu pago – Tienda X");
    expect(voucherTitle(paid)).toBe("✔ Pago recibido – Tienda X");
    expect(voucherTitle(paidEarlier)).toBe("✔ Compra ya pagada – Tienda X");
    expect(voucherTitle(voided)).toBe("Código anulado – Tienda X");
    expect(voucherTitle(emailless)).toBe("Falta tu correo – Tienda X");
    expect(voucherTitle(late)).toBe("Pago fuera de plazo – Tienda X");
  });

  it("begins with the test, where it is one", () => {
    expect(voucherTitle({ ...waiting, test: true })).toBe("PRUEBA · Esperando tu pago – Tienda X");
    expect(voucherTitle(inEnglish({ ...paid, test: true }))).toBe("TEST · ✔ Payment received – Tienda X");
  });

  it("is English on an English page", () => {
    expect(voucherTitle(inEnglish(paid))).toBe("✔ Payment received – Tienda X");
  });
});

describe("VoucherNotFound", () => {
  it("says the same to everyone and offers no script, form or address to try", () => {
    const page = renderToStaticMarkup(<VoucherNotFound />);

    expect(words(page)).toContain("No encontramos este código");
    expect(page).not.toMatch(/<script|<form|<a /);
  });

  it("says so in both languages, because nobody is known there", () => {
    const page = renderToStaticMarkup(<VoucherNotFound />);

    expect(page).toMatch(/<section[^>]* lang="en"><h2>We could not find this code</);
    expect(page.length).toBeLessThan(3_000);
  });
});
