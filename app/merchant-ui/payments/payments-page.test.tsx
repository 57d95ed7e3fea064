import { describe, expect, it } from "vitest";
import { MERCHANT_CATALOGUES } from "#app/messages/merchant-message.ts";
import type { ListedPayment, PaymentList } from "#app/payments/payment-list.ts";
import { readListFilter } from "#app/payments/payment-list-filter.ts";
import { PAYMENT_STATUSES } from "#app/payments/payment-status.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { merchantWords } from "../words.tsx";
import { answerLines, totals } from "./bulk-acts.tsx";
import { PaymentsPage } from "./payments-page.tsx";

const paid: ListedPayment = {
  id: "019374a0-0000-7000-8000-0000000a1b2c",
  sessionId: "u0nwmSrNntjIWozmNslK5Tlq",
  cip: "123456789",
  codeId: "019374a0-0000-7000-8000-000000000002",
  amountCentimos: 123_450,
  currency: "PEN",
  test: false,
  told: "resolved",
  status: "paid",
  createdAt: "2026-11-25T04:59:00.000Z",
  expiresAt: "2026-11-27T04:59:00.000Z",
  paidAt: "2026-11-25T15:00:00.000Z",
  isPaid: true,
  isSettled: false,
  settledOn: null,
  isPaidOut: false,
  paidOutOn: null,
};

const list = (query = "", more: Partial<PaymentList> = {}): PaymentList => ({
  filter: readListFilter(new URLSearchParams(query)),
  mode: "live",
  rows: [paid],
  next: null,
  previous: null,
  count: 1,
  isExact: true,
  shop: { hasPayments: true, isConnected: true, isLive: true },
  ...more,
});
const html = (page: PaymentList, frame = {}) => merchantHtml(<PaymentsPage list={page} />, frame);

describe("the payments page", () => {
  it.each(["es", "en", "zh-CN"] as const)("in %s says everything in that language", async (language) => {
    const rows = PAYMENT_STATUSES.map((status, index) => ({
      ...paid,
      id: paid.id.slice(0, -1) + String(index),
      status,
      paidAt: null,
      test: true,
    }));

    const shown = words(await html(list("view=paid&q=x", { rows, count: 8 }), { language }));

    const own = MERCHANT_CATALOGUES[language];
    const expected = [
      ...(["list.title", "list.view.pending", "list.column.created", "status.mode.test"] as const),
      ...PAYMENT_STATUSES.map((status) => `status.${status}` as const),
    ];
    expect(expected.filter((id) => !shown.includes(own[id]))).toEqual([]);
    const foreign = Object.entries(MERCHANT_CATALOGUES)
      .filter(([other]) => other !== language)
      .flatMap(([, catalogue]) => Object.entries(catalogue))
      .filter(([id, text]) => id.startsWith("list.") && text.length > 6 && !text.includes("{"))
      .filter(([, text]) => !Object.values<string>(own).some((said) => said.includes(text)));
    expect(foreign.filter(([, text]) => shown.includes(text))).toEqual([]);
  });

  it("shows a payment with its amount as Peru writes it, its code, and when it was paid in Lima", async () => {
    const shown = words(await html(list()));

    expect(shown).toContain("u0nwmSrNntjIWozmNslK5Tlq");
    expect(shown).toContain("123456789");
    expect(shown).toContain("S/ 1,234.50");
    expect(shown).toContain("Pagado: 25 nov 2026, 10:00 a. m. (Perú)");
    expect(shown).toContain("24 nov 2026, 11:59 p. m. (Perú)");
    expect(shown).not.toContain("Prueba");
  });

  it("says how far a payment's money has come, and on which day", async () => {
    const settled = { ...paid, isSettled: true, settledOn: "2026-11-26" };
    const paidOut = { ...settled, isPaidOut: true, paidOutOn: "2026-11-27" };

    expect(words(await html(list()))).toContain("Pagado, sin liquidar");
    expect(words(await html(list("", { rows: [settled] })))).toContain(
      "Liquidado, sin abonar: 26 nov 2026",
    );
    expect(words(await html(list("", { rows: [paidOut] })))).toContain("Abonado: 27 nov 2026");
    expect(words(await html(list("money=settled")))).toContain("Liquidado, sin abonar");
  });

  it("leads to each payment, each view and each page by real links, which keep what was asked for", async () => {
    const page = await html(
      list("view=paid&min=10.00&sort=amount", { next: "bmV4dA", previous: "cHJldg" }),
    );

    expect(page).toMatch(/<a[^>]*href="\/app\/payments\/019374a0-0000-7000-8000-0000000a1b2c"/);
    const kept = "view=paid&amp;min=10.00&amp;sort=amount-desc";
    expect(page).toContain(`href="/app/payments?${kept}&amp;after=bmV4dA"`);
    expect(page).toContain(`href="/app/payments?${kept}&amp;before=cHJldg"`);
    expect(page).toMatch(/aria-label="Página siguiente"/);
    expect(page).toContain(`href="/app/payments/export?${kept}"`);
  });

  it("has its views as links, and names the one shown also where filters take the tabs' place", async () => {
    const views = await html(list("view=paid&sort=amount"));
    const filtered = words(await html(list("view=paid&from=2026-11-24")));

    expect(views).toMatch(/<a[^>]*href="\/app\/payments\?view=pending&amp;sort=amount-desc"/);
    expect(filtered).toContain("Pagados");
    expect(filtered).toContain("Desde el 24 nov 2026");
  });

  it("names an export by what it holds, and a long one by what is known of it", async () => {
    expect(words(await html(list("", { count: 312 })))).toContain("Exportar 312 pagos");
    expect(words(await html(list("view=paid", { count: 312 })))).toContain("Exportar 312 pagos filtrados");
    const long = words(await html(list("", { count: 501, isExact: false })));
    expect(long).toMatch(/Exportar más de 500 pagos/);
    expect(long).toContain("puede tardar unos minutos");
  });

  it("inside Shopify's admin has no export link that would not be let in", async () => {
    expect(await html(list(), { shell: "embedded" })).not.toContain("/app/payments/export");
  });

  it("marks test payments", async () => {
    expect(words(await html(list("", { rows: [{ ...paid, test: true }] })))).toContain("Prueba");
  });

  it("explains an empty list by its reason, with one way on", async () => {
    const empty = { rows: [], count: 0 };
    const shop = { hasPayments: false, isConnected: true, isLive: true };

    const none = words(await html(list("", { ...empty, shop })));
    expect(none).toContain("Aún no hay pagos");
    const unconnected = await html(list("", { ...empty, shop: { ...shop, isConnected: false } }));
    expect(words(unconnected)).toContain("Conecta tu cuenta de PagoEfectivo");
    expect(unconnected).toContain('href="/app/connect"');
    const noMatch = await html(list("view=paid&q=nobody", empty));
    expect(words(noMatch)).toContain("Ningún pago coincide");
    expect(noMatch).toMatch(/<a[^>]*href="\/app\/payments\?mode=all"[^>]*>.*Limpiar filtros/);
  });

  it("is the same page in both shells", async () => {
    expect(words(await html(list(), { shell: "embedded" }))).toContain("u0nwmSrNntjIWozmNslK5Tlq");
  });
});

describe("what is said of an act on several payments", () => {
  const es = merchantWords("es");

  it("counts what was done, what waits and what was left alone", () => {
    expect(answerLines({ kind: "voided", voided: 2, waiting: 1, other: 0 }, es)).toEqual([
      "2 códigos anulados.",
      "PagoEfectivo aún no confirma 1 anulación; seguimos preguntando.",
    ]);
    expect(answerLines({ kind: "checked", asked: 0, skipped: 3 }, es)[1]).toContain(
      "3 pagos no se consultaron",
    );
    expect(answerLines({ kind: "refused", reason: "too-many" }, es)[0]).toContain("50 como máximo");
  });

  it("never adds up money of two currencies", () => {
    const dollars = { ...paid, currency: "USD" as const, amountCentimos: 500 };

    expect(totals([paid, dollars, paid])).toEqual([
      { centimos: 246_900, currency: "PEN" },
      { centimos: 500, currency: "USD" },
    ]);
  });
});
