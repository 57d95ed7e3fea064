import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { OperatorConfig } from "#app/lib/operator-config.ts";
import { SHOPPER_LANGUAGES } from "#app/payments/voucher-view.ts";
import { createShopperPages } from "./shopper-documents.tsx";
import { PUBLIC_PAGES, type PublicPage } from "./public-pages.ts";
import { NOW, waiting } from "./voucher-samples.tsx";

const OPERATOR: OperatorConfig = {
  name: "Ejemplo & Hijos S.A.C.",
  address: "Av. Arequipa 100, Lima",
  email: "hola@example.pe",
  phone: "+51 1 555 0100",
  dataPlace: "Lima, máquinas de Ejemplo",
  incidentContact: "guardia@example.pe",
};
const STYLE = readFileSync(new URL("../../public/voucher.css", import.meta.url), "utf8");
const named = createShopperPages(STYLE, { canFind: true, operator: OPERATOR, payersDays: 365 });
const unnamed = createShopperPages(STYLE, { canFind: false, operator: null, payersDays: 730 });

const words = (html: string) =>
  html
    .replace(/<style>.*?<\/style>/gs, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&amp;", "&");
const each = PUBLIC_PAGES.flatMap((page) => SHOPPER_LANGUAGES.map((language) => ({ page, language })));

describe.each(each)("the page $page in $language", ({ page, language }) => {
  const { html, headers } = named.publicPage({ page, language });

  it("names the operator as the configuration does, escaped", () => {
    for (const text of [OPERATOR.name, OPERATOR.address, OPERATOR.email, OPERATOR.phone ?? ""])
      expect(words(html)).toContain(text);
    expect(html).not.toContain("Ejemplo & Hijos");
  });

  it("says for how long this installation keeps who a payer is", () => {
    expect(/\b365\b/.test(words(html))).toBe(page === "privacy");
    expect(/\b365\b/.test(words(unnamed.publicPage({ page, language }).html))).toBe(false);
  });

  it("makes nobody up where the configuration names nobody", () => {
    const bare = unnamed.publicPage({ page, language }).html;

    expect(words(bare)).toMatch(language === "es" ? /Nadie ha indicado todavía/ : /Nobody has stated yet/);
    expect(bare).not.toMatch(/mailto:|tel:|S\.A\.C\./);
  });

  it("runs no script, has no form, calls nobody, and links the other two and the other language", () => {
    expect(html).not.toMatch(/<script|<form|https?:\/\//);
    const other = language === "es" ? "en" : "es";
    expect(html).toContain(`href="?lang=${other}"`);
    for (const linked of PUBLIC_PAGES) expect(html).toContain(`href="/${linked}?lang=${language}"`);
    expect(headers["Content-Security-Policy"]).toContain("default-src 'none'");
  });

  it("stays within the bytes of the shopper's page, its stylesheet included", () => {
    expect(gzipSync(html).length).toBeLessThanOrEqual(14 * 1_024);
  });
});

describe("what the pages say", () => {
  const spanish = (page: PublicPage) => words(named.publicPage({ page, language: "es" }).html);

  it("names the law of personal data, its regulation, and the authority", () => {
    expect(spanish("privacy")).toContain("Ley N.º 29733");
    expect(spanish("privacy")).toContain("016-2024-JUS");
    expect(spanish("privacy")).toContain("Autoridad Nacional de Protección de Datos Personales");
    expect(spanish("terms")).toContain("Ley N.º 29733");
  });

  it("says where the data is, or that nobody has said so", () => {
    const silent = words(unnamed.publicPage({ page: "privacy", language: "es" }).html);

    expect(spanish("privacy")).toContain("Los datos están en: Lima, máquinas de Ejemplo.");
    expect(silent).toContain("no ha indicado dónde están los equipos");
  });

  it("says whom to tell of an emergency, or that nobody has said so", () => {
    const silent = words(unnamed.publicPage({ page: "support", language: "es" }).html);

    expect(spanish("support")).toContain("Avisa a cualquier hora: guardia@example.pe");
    expect(silent).toContain("no ha indicado un contacto para emergencias");
  });

  it("promises the terms that docs/privacy.md promises", () => {
    const document = readFileSync(new URL("../../docs/privacy.md", import.meta.url), "utf8");
    const page = words(named.publicPage({ page: "privacy", language: "en" }).html);

    for (const [promised, written] of [
      [
        "90 days after it was paid, or a day after it was refused",
        "90 days after the payout, a day after a refusal",
      ],
      ["for 29 days at most", "29 days after the request"],
      ["60 days", "60 days after"],
      ["forgotten within an hour", "within the hour"],
    ]) {
      expect(page).toContain(promised);
      expect(document.replaceAll("\n", " ")).toContain(written);
    }
  });

  it("offers the way to a lost code only where the operator can send it", () => {
    expect(named.publicPage({ page: "support", language: "es" }).html).toContain('href="/find?lang=es"');
    expect(unnamed.publicPage({ page: "support", language: "es" }).html).not.toContain("/find");
  });
});

it("the shopper's page links them in a tab of their own, and the page that only leads on does not", () => {
  const page = named.voucher({ view: waiting, now: NOW, languageIsChosen: false }).html;

  for (const linked of PUBLIC_PAGES) {
    const link = new RegExp(`<a href="/${linked}\\?lang=es" target="_blank" rel="noopener noreferrer">`);
    expect(page).toMatch(link);
  }
  expect(words(page)).toContain("Privacidad");
  const leadsOn = named.returnToStore({ url: "https://shop.example/", isCheckout: true, language: "es" });
  expect(leadsOn.html).not.toContain("/privacy");
});
