import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { MERCHANT_LANGUAGES, type MerchantLanguage } from "#app/merchants/merchant-login.ts";
import type { PageSettings } from "#app/merchants/page-settings-form.ts";
import type { PageAnswer } from "#app/merchants/page-settings-view.ts";
import { PREVIEW_STATES } from "#app/shopper-ui/preview-views.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { SamplePage } from "./preview-card.tsx";
import { ShopperPagePage } from "./shopper-page-page.tsx";

const SETTINGS: PageSettings = {
  storeName: "Tienda X",
  helpUrl: "https://tienda-x.pe/ayuda",
  supportEmail: "ayuda@tienda-x.pe",
  supportWhatsapp: "+51987654321",
  supportPhone: null,
  offersEnglish: true,
  accentColor: "#8a1c4a",
};
const NOW = "2026-11-25T15:00:00.000Z";

function html(
  more: { settings?: Partial<PageSettings>; answer?: PageAnswer; language?: MerchantLanguage } = {},
): Promise<string> {
  const settings = { ...SETTINGS, ...more.settings };
  const view = { version: 5, settings, isPreviewed: false, now: NOW };
  return merchantHtml(
    <ShopperPagePage view={view} answer={more.answer ?? null} />,
    { language: more.language ?? "es" },
    "/app/shopper-page",
  );
}

describe("the page of the shopper's page", () => {
  it("shows what is stored, and sends the version it was opened with", async () => {
    const page = await html();

    expect(page).toContain('value="https://tienda-x.pe/ayuda"');
    expect(page).toContain('value="+51987654321"');
    expect(page).toContain('name="version" value="5"');
  });

  it("says how well the colour can be read, never rounded up", async () => {
    expect(words(await html())).toMatch(/Contraste 8\.\d : 1\. Hace falta 4\.5 : 1/);
    expect(words(await html({ settings: { accentColor: null } }))).toContain("Contraste 6.7 : 1");
  });

  it("shows no field in red before it was touched", async () => {
    expect(await html()).not.toContain('aria-invalid="true"');
  });

  it("says beside the field what is wrong with it", async () => {
    const page = await html({
      answer: {
        kind: "refused",
        problems: { helpUrl: "page.problem.helpUrl", accentColor: "page.problem.contrast" },
      },
    });

    expect(page.match(/aria-invalid="true"/g)).toHaveLength(2);
    expect(words(page)).toContain("Escribe una dirección completa que empiece con https://");
    expect(words(page)).toContain("Este color es muy claro");
  });

  it("says that somebody else saved first", async () => {
    expect(words(await html({ answer: { kind: "conflict" } }))).toContain(
      "Otra persona cambió estos ajustes. Recarga para verlos.",
    );
  });

  it("says when the places to pay were last checked", async () => {
    expect(words(await html())).toMatch(/se verificaron el \d{1,2} \p{L}+ 20\d\d\./u);
  });

  it("has a named frame for the preview, of the real page's styles", async () => {
    const page = await html();

    expect(page).toMatch(
      /<iframe[^>]*title="Página del comprador: Esperando el pago, pedido sin confirmar"/,
    );
    expect(page).toMatch(/<iframe[^>]*srcDoc="[^"]*\/voucher\.css\?v=/i);
  });
});

it.each(MERCHANT_LANGUAGES)("is complete in %s", async (language) => {
  const titles = { es: "Página del comprador", en: "Shopper page", "zh-CN": "买家页面" };
  const variants: Parameters<typeof html>[0][] = [
    {},
    { answer: { kind: "conflict" } },
    { settings: { offersEnglish: false, accentColor: null, helpUrl: null } },
  ];

  for (const variant of variants) {
    const page = words(await html({ ...variant, language }));
    expect(page).toContain(titles[language]);
    expect(page).not.toMatch(/page\.[a-z]+\./);
    expect(page).not.toMatch(/[{}]/);
  }
});

describe("the preview", () => {
  const sample = (state: (typeof PREVIEW_STATES)[number], more: Partial<PageSettings> = {}) =>
    renderToStaticMarkup(
      <SamplePage settings={{ ...SETTINGS, ...more }} state={state} language="es" now={NOW} />,
    );

  it.each(PREVIEW_STATES)(
    "shows %s as the shopper would see it, with the store's contacts and colour",
    (state) => {
      const page = sample(state);

      expect(page).toContain("Tienda X");
      expect(page).toContain('href="https://wa.me/51987654321"');
      expect(page).toContain(":root{--action:#8a1c4a}");
    },
  );

  it.each(PREVIEW_STATES)("fetches no picture of %s: nothing is at a sample's address", (state) => {
    expect(sample(state)).not.toContain("<img");
  });

  it("shows what each state says", () => {
    const texts = PREVIEW_STATES.map((state) => words(sample(state)));

    for (const [at, text] of [
      "Esperando tu pago",
      "Esperando tu pago",
      "Pago recibido",
      "Código vencido",
      "Código anulado",
      "Recibimos tu pago, pero llegó tarde",
      "En revisión",
      "S/ 120.00",
    ].entries()) {
      expect(texts[at]?.replaceAll("\u00a0", " ").toLowerCase()).toContain(text.toLowerCase());
    }
  });

  it("offers a second language only where the settings do", () => {
    expect(sample("open")).toContain("?lang=en");
    expect(sample("open", { offersEnglish: false })).not.toContain("?lang=en");
  });
});
