import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import es from "#app/messages/es.json" with { type: "json" };
import { languageOfPage } from "./page-language.ts";
import { ReturnToStore } from "./return-to-store.tsx";
import { all, BACK, emailless, failed, html, inEnglish, NOW, waiting, words } from "./voucher-samples.tsx";
import { VoucherPage } from "./voucher-page.tsx";
import { InLanguage } from "./words.tsx";

describe("an English page", () => {
  // Fault: one part forgets the page's language and answers in Spanish.
  it.each(all.map(inEnglish))("$state holds no Spanish sentence", (view) => {
    const page = words(asRead(html({ ...view, test: true })));

    const spanish = Object.values(es).filter((text) => /\s/.test(text) && !text.includes("{"));
    expect(spanish.filter((text) => page.includes(text))).toEqual([]);
    expect(page).not.toMatch(/[¿¡]|\b(?:tu|código|pago|tienda de)\b/);
  });

  it("shows date, time left and amount as an English reader and a Peruvian counter know them", () => {
    const page = words(html(inEnglish(waiting)));

    expect(page).toContain("Pay before Tuesday, November 24, 2026 at 11:59 PM (Peru time)");
    expect(page).toContain("Expires in 2 days");
    expect(page).toContain("S/ 1,234.50");
  });

  it("names the Spanish label that the bank's app will show", () => {
    expect(words(html(inEnglish(waiting)))).toContain("Open “Pagar servicios” (pay services).");
  });

  it("gives every text of the script along in English", () => {
    const page = html(inEnglish(waiting));

    expect(page).toContain('data-copied="Code copied"');
    expect(page).toContain('data-left="Expires {relative}"');
    expect(page).toContain('data-sending="One moment…"');
  });

  it("does not claim that nothing was charged where a code may exist", () => {
    expect(words(html(inEnglish({ ...failed, reason: "outcome-unknown" })))).not.toContain("not charged");
    expect(words(html(inEnglish(failed)))).toContain("You were not charged.");
  });
});

describe("the choice of a language", () => {
  it.each(all)("$state offers both, each by its own name, and marks the present one", (view) => {
    const page = html(view);

    expect(page).toMatch(
      /<a href="\?lang=es" lang="es"[^>]* aria-current="true">ES<span class="spoken"> Español</,
    );
    expect(page).toMatch(/<a href="\?lang=en" lang="en" hrefLang="en">EN<span class="spoken"> English</);
    expect(html(inEnglish(view))).toMatch(/lang="en"[^>]* aria-current="true">EN</);
  });

  it.each([waiting, emailless, failed])("$state keeps English in every form and link to itself", (view) => {
    expect(ownAddresses(html(inEnglish(view)))).not.toEqual([]);
    expect(ownAddresses(html(inEnglish(view))).filter((path) => !path.endsWith("?lang=en"))).toEqual([]);
  });

  it.each([waiting, emailless, failed])("$state names no language that nobody chose", (view) => {
    expect(ownAddresses(html(view)).filter((path) => path.includes("lang="))).toEqual([]);
  });

  // Fault: a shopper whose browser prefers English presses ES, then a button, and is back in English.
  it("keeps Spanish where it was chosen", () => {
    const page = renderToStaticMarkup(<VoucherPage view={waiting} now={NOW} languageIsChosen />);

    expect(ownAddresses(page).filter((path) => !path.endsWith("?lang=es"))).toEqual([]);
  });
});

describe("the way back to the checkout", () => {
  it("moves on by itself and says that the code must not be paid", () => {
    const page = renderToStaticMarkup(
      <InLanguage language="en">
        <ReturnToStore url={BACK} isCheckout />
      </InLanguage>,
    );

    expect(page).toContain(`<meta http-equiv="refresh" content="0;url=${BACK}"/>`);
    expect(words(page)).toContain("We are voiding your code: do not pay it.");
    expect(words(page)).not.toContain("still valid");
  });
});

describe("languageOfPage", () => {
  it("takes the voucher's language before the browser's", () => {
    const root = { data: { language: "es" } };

    expect(languageOfPage([root, { data: { view: { language: "en" } } }])).toBe("en");
    expect(languageOfPage([{ data: { language: "en" } }, { data: undefined }])).toBe("en");
  });

  it.each([undefined, null, { language: "fr" }, { view: null }, "en"])(
    "is Spanish when loaded with %j",
    (data) => {
      expect(languageOfPage([{ data }])).toBe("es");
    },
  );
});

/** Without what is marked as Spanish, because the cashier is to read or hear it. */
function asRead(page: string): string {
  return page.replace(/<dl class="aloud" lang="es">.*?<\/dl>/g, "");
}

/** Where the page's forms lead, and its links to itself, without the language links. */
function ownAddresses(page: string): string[] {
  return [...page.matchAll(/(?:action|href)="(\/v\/[^"]+)"/g)].map(([, path = ""]) => path);
}
