import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { VoucherView } from "#app/payments/voucher-view.ts";
import { VoucherNotFound, voucherTitle } from "./voucher-page.tsx";
import {
  BACK,
  frame,
  waiting,
  pending,
  paid,
  expiring,
  expired,
  review,
  preparing,
  failed,
  html,
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

  it("is not taken for a tax receipt", () => {
    expect(words(html(paid))).toContain("Esta constancia no es boleta ni factura.");
  });
});

describe("a voucher past its deadline", () => {
  it("claims neither payment nor expiry while the last look-ups are under way", () => {
    const page = words(html(expiring));

    expect(page).toContain("Si pagaste a tiempo, lo confirmaremos aquí.");
    expect(page).not.toContain("Código vencido");
    expect(page).not.toContain("Pago recibido");
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

describe("a payment under review", () => {
  it("claims nothing about the money and asks not to pay again", () => {
    const page = words(html(review));

    expect(page).toContain("No pagues otra vez.");
    expect(page).not.toContain("Recibimos");
    expect(page).toContain(frame.paymentReference);
  });
});

describe("a voucher without a code", () => {
  it("lets the shopper leave for another method while the code is prepared", () => {
    expect(html(preparing)).toContain(`href="${BACK}"`);
    expect(words(html(preparing))).toContain("Estamos generando tu código de pago");
  });

  it.each(["not-created", "amount-outside-limits", "merchant-account"] as const)(
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
  const all: VoucherView[] = [preparing, waiting, pending, paid, expiring, expired, review, failed];

  it.each(all)("$state has one <main>, one heading and at most one filled button", (view) => {
    const page = html(view);

    expect(page.match(/<main/g)).toHaveLength(1);
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect((page.match(/button primary/g) ?? []).length).toBeLessThanOrEqual(1);
  });

  it.each(all)("$state is unmistakable in test mode", (view) => {
    expect(words(html({ ...view, test: true }))).toContain("Modo de prueba: no pagues este código");
    expect(words(html(view))).not.toContain("Modo de prueba");
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
    expect(html({ ...view, storeName: "<img src=x onerror=alert(1)>" })).not.toContain("<img");
  });

  it.each([
    [preparing, "3"],
    [waiting, "15"],
    [pending, "30"],
    [expiring, "30"],
  ] as const)("refreshes itself without the script only while something may change", (view, seconds) => {
    expect(html(view)).toContain(`<noscript><meta http-equiv="refresh" content="${seconds}"/></noscript>`);
    for (const final of [paid, expired, review, failed]) expect(html(final)).not.toContain("http-equiv");
  });
});

describe("voucherTitle", () => {
  it("begins with the state, so that a tab tells that the payment arrived", () => {
    expect(voucherTitle(waiting)).toBe("Esperando tu pago – Tienda X");
    expect(voucherTitle(paid)).toBe("✔ Pago recibido – Tienda X");
  });
});

describe("VoucherNotFound", () => {
  it("says the same to everyone and offers no script, form or address to try", () => {
    const page = renderToStaticMarkup(<VoucherNotFound />);

    expect(words(page)).toContain("No encontramos este código");
    expect(page).not.toMatch(/<script|<form|<a /);
  });
});
