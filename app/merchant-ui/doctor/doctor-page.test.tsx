import { describe, expect, it } from "vitest";
import { SHOP_WORDS, type ShopHealth, type ShopWord } from "#app/doctor/shop-words.ts";
import { MERCHANT_LANGUAGES, type MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { DoctorPage } from "./doctor-page.tsx";

const AT = "2026-11-29T12:00:00.000Z";
const health = (...said: ShopWord[]): ShopHealth => ({
  at: AT,
  lines: said.map((word) => ({ check: "live", word, at: AT, count: 2 })),
});
/** The page without its frame, which has links of its own. */
async function page(shown: ShopHealth, language: MerchantLanguage = "es"): Promise<string> {
  const element = <DoctorPage health={shown} shop="tienda-x.myshopify.com" />;
  const html = await merchantHtml(element, { language }, "/app/doctor");
  return html.slice(html.indexOf("<main"));
}

describe("the page of the doctor", () => {
  it.each(MERCHANT_LANGUAGES)("has a sentence in %s for everything that can be said", async (language) => {
    for (const word of Object.keys(SHOP_WORDS) as ShopWord[]) {
      const text = words(await page(health(word), language));

      // FormatJS throws for a missing text; what is left is that no value was forgotten.
      expect(text, word).not.toMatch(/[{}]|undefined|null/);
    }
  });

  it("says of what is wrong what to do and where, and of the rest nothing more", async () => {
    const html = await page(health("live-refused"));

    expect(words(html)).toContain("✗ Falla");
    expect(words(html)).toContain("PagoEfectivo rechaza tus claves desde el 29 nov 2026");
    expect(html).toContain('href="/app/connect"');
    expect(await page(health("live-accepted"))).not.toContain('href="/app/connect"');
  });

  it("does not send a merchant to mend what is ours", async () => {
    const html = await page(health("service-bad"));

    expect(words(html)).toContain("Envía el texto de abajo a soporte");
    expect(html).not.toContain("<a ");
  });

  it("holds a text for support with this shop's name", async () => {
    expect(await page(health("token-lost"))).toContain("✗ live token-lost");
    expect(await page(health("token-lost"))).toContain("tienda-x.myshopify.com");
  });
});
