import { describe, expect, it } from "vitest";
import { findHelp } from "#app/help/find-help.ts";
import { helpBook } from "#app/help/help-book.ts";
import { MERCHANT_LANGUAGES, type MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { HelpPage } from "./help-page.tsx";

interface Asked {
  query?: string;
  about?: string;
  language?: MerchantLanguage;
}

const book = helpBook();

function page({ query = "", about, language = "es" }: Asked = {}) {
  const view = findHelp(book, { query, about: about ?? null, language });
  return merchantHtml(<HelpPage view={view} version="1.2.3" />, { language }, "/app/help");
}

const openIds = (html: string) =>
  [...html.matchAll(/<details[^>]*>/g)]
    .filter(([tag]) => /\bopen=""/.test(tag))
    .map(([tag]) => /id="help-([a-z-]+)"/.exec(tag)?.[1]);

describe("the help page", () => {
  it.each(MERCHANT_LANGUAGES)(
    "holds every answer in %s, each at an address of its own",
    async (language) => {
      const html = await page({ language });

      for (const { id, ...entry } of book.entries) {
        expect(html).toContain(`id="help-${id}"`);
        expect(words(html)).toContain(entry[language].question);
      }
      expect(openIds(html)).toEqual([]);
    },
  );

  it("is searched by a form that works before any script, and opens what it finds", async () => {
    const html = await page({ query: "RUC documentos" });

    expect(html).toMatch(/<form[^>]*method="get"[^>]*action="\/app\/help"/);
    expect(words(html)).toContain("1 respuesta");
    expect(openIds(html)).toEqual(["kyc"]);
  });

  it("says so when it finds nothing, with the way back to everything", async () => {
    const html = await page({ query: "zapatos" });

    expect(words(html)).toContain("No encontramos nada con esas palabras");
    expect(html).toContain('href="/app/help"');
  });

  it("opens the answer that another page is about", async () => {
    expect(openIds(await page({ about: "paid-late" }))).toEqual(["paid-late"]);
  });

  it("says where a fact comes from and when it was read", async () => {
    expect(words(await page())).toContain("Fuente: Culqi, PagoEfectivo, leída el 22 nov 2026");
  });

  it("leads to the public pages, in a tab of their own, in a language that they speak", async () => {
    for (const [language, spoken] of [
      ["es", "es"],
      ["en", "en"],
      ["zh-CN", "en"],
    ] as const) {
      const html = await page({ language });
      for (const path of ["privacy", "terms", "support"])
        expect(html).toMatch(new RegExp(`<a [^>]*href="/${path}\\?lang=${spoken}"[^>]*target="_blank"`));
    }
  });

  it("leads to the sheet in both languages, to setup, to the diagnosis, and names its version", async () => {
    const html = await page();

    for (const href of [
      "/app/help/sheet.pdf?lang=es",
      "/app/help/sheet.pdf?lang=en",
      "/app",
      "/app/doctor",
    ])
      expect(html).toContain(`href="${href}"`);
    expect(words(html)).toContain("Versión 1.2.3");
  });
});
