import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { ClaimView } from "#app/refunds/claim.ts";
import { InLanguage } from "#app/shopper-ui/words.tsx";
import { ClaimNotFound, ClaimPage, ClaimReceived, claimTitle } from "./claim-page.tsx";

const view: ClaimView = {
  language: "es",
  languages: ["es", "en"],
  accentColor: null,
  support: { helpUrl: null, email: "ayuda@tienda-x.pe", whatsapp: null, phone: null },
  storeName: "Tienda X",
  amount: { centimos: 12_050, currency: "PEN" },
  test: false,
  expiresAt: "2026-12-01T15:00:00.000Z",
  refused: null,
};
const refused: ClaimView = {
  ...view,
  refused: {
    typed: {
      kind: "cci",
      cci: "011-366-000100032543-21",
      holder: 'Ana "Anita" Pérez',
      documentKind: "dni",
    },
    problems: { cci: "cci-check-account", documentNumber: "document-missing" },
  },
};

const html = (shown: ClaimView) =>
  renderToStaticMarkup(<ClaimPage view={shown} />).replaceAll("\u00a0", " ");
const inputs = (text: string) => [...text.matchAll(/<(?:input|select)[^>]*name="(\w+)"[^>]*>/g)];

describe("the page on which a shopper says where a refund goes", () => {
  it.each(["es", "en"] as const)("says in %s how much, until when, and what is never asked", (language) => {
    const shown = html({ ...view, language });

    expect(shown).toContain("S/ 120.50");
    expect(shown).toContain(language === "es" ? "martes, 1 de diciembre" : "Tuesday, December 1");
    expect(shown).toContain(
      language === "es" ? "Nunca te pedimos tu clave, PIN" : "We never ask for your password, PIN",
    );
    expect(claimTitle({ ...view, language })).toContain("Tienda X");
  });

  it("offers no wallet for dollars", () => {
    const kindsIn = (shown: string) =>
      [...shown.matchAll(/name="kind" value="(\w+)"/g)].map(([, kind]) => kind);
    const dollars = html({ ...view, amount: { centimos: 12_050, currency: "USD" } });

    expect(kindsIn(html(view))).toEqual(["yape", "plin", "cci", "account"]);
    expect(kindsIn(dollars)).toEqual(["cci", "account"]);
    expect(inputs(dollars).map(([, name]) => name)).not.toContain("phone");
  });

  it("asks for nothing but where the money goes and whose account it is, and needs no script", () => {
    expect(new Set(inputs(html(view)).map(([, name]) => name))).toEqual(
      new Set(["kind", "phone", "cci", "bank", "account", "holder", "documentKind", "documentNumber"]),
    );
    expect(html(view)).not.toContain("<script");
  });

  it("says what is wrong beside the field, belonging to it, and gives the first wrong one the focus", () => {
    const shown = html(refused);

    expect(shown).toMatch(/id="cci-error">Hay un error entre el dígito 7 y el 18/);
    const cci = inputs(shown).find(([, name]) => name === "cci")?.[0] ?? "";
    expect(cci).toContain('aria-describedby="cci-hint cci-error"');
    expect(cci).toContain('aria-invalid="true"');
    expect(cci).toContain("autofocus");
    expect(shown.match(/autofocus/g)).toHaveLength(1);
    expect(claimTitle(refused)).toContain("Revisa tus datos");
  });

  it("keeps what was typed, as text and not as markup", () => {
    const shown = html(refused);

    expect(shown).toContain('value="011-366-000100032543-21"');
    expect(shown).toContain("Ana &quot;Anita&quot; Pérez");
    expect(shown).toMatch(/<option value="dni" selected="">/);
    expect(shown).toMatch(
      /<input type="radio" name="kind" checked="" value="cci"\/>|value="cci" checked=""/,
    );
  });

  it("says so when no money will move", () => {
    expect(html({ ...view, test: true })).toContain("PRUEBA: no se moverá dinero");
    expect(html(view)).not.toContain("PRUEBA");
  });

  it.each([ClaimNotFound, ClaimReceived])("names no store and no amount afterwards", (Page) => {
    const shown = renderToStaticMarkup(
      <InLanguage language="es">
        <Page />
      </InLanguage>,
    );

    expect(shown).not.toMatch(/Tienda|S\/|<input/);
  });
});
