import { describe, expect, it } from "vitest";
import { MERCHANT_CATALOGUES } from "#app/messages/merchant-message.ts";
import type { ListedClose } from "#app/books/close-page.ts";
import type { HomeView } from "#app/payments/home-view.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { HomePage } from "./home-page.tsx";

const view: HomeView = {
  status: "active",
  environment: "live",
  banner: null,
  setup: {
    steps: [
      { name: "connect", state: "done" },
      { name: "test", state: "done" },
      { name: "rules", state: "open" },
      { name: "preview", state: "open" },
      { name: "activate", state: "waiting" },
    ],
    done: 2,
    isComplete: false,
    isDismissed: false,
  },
  mode: "live",
  period: { from: "2026-10-26", to: "2026-11-24" },
  figures: {
    days: [
      { day: "2026-11-22", created: 3, paid: 1 },
      { day: "2026-11-23", created: 0, paid: 0 },
      { day: "2026-11-24", created: 1, paid: 1 },
    ],
    created: 4,
    paid: 2,
    collected: [
      { centimos: 123450, currency: "PEN" },
      { centimos: 500, currency: "USD" },
    ],
    medianMs: 5 * 3_600_000 + 7 * 60_000,
    awaiting: 1,
  },
  attention: {
    late: 0,
    attentionHours: 24,
    cases: 0,
    reports: 0,
    held: [],
    codesOfDisconnected: 0,
    unansweredSince: null,
  },
  latest: [
    {
      id: "0199a1b2-0000-7000-8000-000000000000",
      status: "pending",
      amount: { centimos: 12500, currency: "PEN" },
      cip: "123456789",
      receivedAt: "2026-11-25T04:59:00.000Z",
    },
  ],
};

const page = async (
  more: Partial<HomeView> = {},
  frame = {},
  overdueRefunds = 0,
  morning: ListedClose | null = null,
) => {
  const home = <HomePage view={{ ...view, ...more }} overdueRefunds={overdueRefunds} morning={morning} />;
  return merchantHtml(home, frame);
};
const text = async (more: Partial<HomeView> = {}, frame = {}) => words(await page(more, frame));

describe("the home page", () => {
  it.each(["es", "en", "zh-CN"] as const)("in %s shows no text of another language", async (language) => {
    const shown = await text({}, { language });

    const others = Object.entries(MERCHANT_CATALOGUES).filter(([other]) => other !== language);
    const own = MERCHANT_CATALOGUES[language];
    const foreign = others.flatMap(([, catalogue]) =>
      Object.entries(catalogue)
        .filter(([id, said]) => id.startsWith("home.") && said !== new Map(Object.entries(own)).get(id))
        .map(([, said]) => said)
        .filter((said) => said.length > 6 && !said.includes("{")),
    );
    expect(foreign.filter((said) => shown.includes(said))).toEqual([]);
    expect(shown).toContain(own["home.facts.ship"]);
  });

  it("shows how far setting up is, and the next step as its one main button", async () => {
    const html = await page();

    expect(words(html)).toContain("2 de 5 completados");
    expect(words(html)).toContain("Esperando el primer pago");
    expect(html.match(/Polaris-Button--variantPrimary/g)).toHaveLength(1);
    expect(html).toMatch(
      /<a[^>]*href="\/app\/rules"[^>]*variantPrimary|variantPrimary[^>]*href="\/app\/rules"/,
    );
  });

  it("puts the guide aside only when it is complete and was put aside", async () => {
    const setup = { ...view.setup, isDismissed: true };

    expect(await text({ setup })).toContain("Configura PagoEfectivo en 5 pasos");
    expect(await text({ setup: { ...setup, isComplete: true } })).not.toContain("en 5 pasos");
    expect(await text({ setup: { ...setup, isComplete: true } })).toContain("Ver la guía de configuración");
  });

  it("gives each figure as Peru writes it, with the payments behind it", async () => {
    const html = await page();

    expect(words(html)).toContain("2 (50 %)");
    expect(words(html)).toContain("S/ 1,234.50");
    expect(words(html)).toContain("USD 5.00");
    expect(words(html)).toContain("5 h 7 min");
    expect(html).toContain(
      'href="/app/payments?view=paid&amp;mode=live&amp;from=2026-10-26&amp;to=2026-11-24"',
    );
    expect(html).toContain('href="/app/payments?view=pending&amp;mode=live"');
  });

  it("says that figures are of test payments where there are no others", async () => {
    expect(await text({ mode: "test" })).toContain("estas cifras son de tus pagos de prueba");
    expect(await text()).not.toContain("pagos de prueba");
  });

  it("draws the chart with its description", async () => {
    const html = await page();

    expect(html).toMatch(/<svg[^>]*role="img"/);
    expect(html).toContain("Del 26 oct 2026 al 24 nov 2026: 4 códigos creados, 2 pagados.");
  });

  it("names refunds that wait too long before everything else", async () => {
    const attention = { ...view.attention, late: 1 };

    const html = await page({ attention }, {}, 2);

    expect(words(html)).toContain("Necesita atención 2 devoluciones esperan hace más de 3 días 1 caso");
    expect(html).toContain('href="/app/refunds?view=overdue"');
  });

  it("names the differences of the last close until somebody has looked at them", async () => {
    const morning: ListedClose = {
      ...{
        id: "0199a1b2-0000-7000-8000-00000000000c",
        from: "2026-11-24",
        to: "2026-11-24",
        kind: "daily",
      },
      ...{ askedBy: null, startedAt: "2026-11-25T11:00:00.000Z", isDone: true, isOld: false },
      ...{ open: 2, exceptions: 3, signedBy: null },
    };

    const html = await page({}, {}, 0, morning);

    expect(words(html)).toContain("2 diferencias por revisar en el cierre de 24 nov 2026");
    expect(html).toContain(`href="/app/books/${morning.id}"`);
    expect(words(await page({}, {}, 0, { ...morning, open: 0 }))).not.toContain("en el cierre de");
  });

  it("says that everything is in order, or what is not", async () => {
    const attention = {
      late: 1,
      attentionHours: 12,
      cases: 2,
      reports: 1,
      held: [{ centimos: 900, currency: "PEN" as const }],
      codesOfDisconnected: 3,
      unansweredSince: "2026-11-24T20:00:00.000Z",
    };

    expect(await text()).toContain("Todo en orden.");
    const shown = await text({ attention });
    expect(shown).toContain("1 caso lleva más de 12 horas sin que nadie lo tome");
    expect(await page({ attention })).toContain('href="/app/cases?view=late"');
    expect(shown).toContain("2 pagos esperan tu decisión");
    expect(shown).toContain("1 aviso que Shopify no recibió");
    expect(shown).toContain("S/ 9.00 recibidos sin un pedido que los respalde");
    expect(shown).toContain("3 códigos vigentes de una cuenta desconectada");
    expect(shown).toMatch(/Desde el .*3:00.* PagoEfectivo no responde sobre algunos de tus códigos/);
    expect(shown).not.toContain("Todo en orden");
  });

  it("shows one banner at most, with the way to mend it", async () => {
    expect(await page()).not.toContain("Polaris-Banner");
    const html = await page({ banner: "refused" });
    expect(words(html)).toContain("PagoEfectivo rechaza tus claves");
    expect(html.match(/class="Polaris-Banner"/g) ?? [1]).toHaveLength(1);
  });

  it("has no red where nothing failed", async () => {
    expect(
      await page({ latest: view.latest.map((payment) => ({ ...payment, status: "expired" })) }),
    ).not.toMatch(/critical/i);
  });

  it("is the same page in Shopify's frame, with Shopify's menu around it", async () => {
    const html = await page({}, { shell: "embedded" });

    expect(html).toContain("<ui-nav-menu>");
    expect(html).toMatch(/<a[^>]*rel="home"[^>]*href="\/app"/);
    expect(html).not.toContain("Polaris-Frame");
    expect(words(html)).toContain("2 de 5 completados");
  });
});
