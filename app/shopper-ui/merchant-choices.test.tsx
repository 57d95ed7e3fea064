import { describe, expect, it } from "vitest";
import { all, html, inEnglish, waiting, words } from "./voucher-samples.tsx";

const support = {
  helpUrl: "https://tienda-x.pe/ayuda",
  email: "ayuda@tienda-x.pe",
  whatsapp: "+51987654321",
  phone: "(01) 234-5678",
};

describe("the store's own contacts", () => {
  it.each(all)("$state links to each of them", (view) => {
    const page = html({ ...view, support });

    expect(page).toContain('href="https://tienda-x.pe/ayuda"');
    expect(page).toContain('href="https://wa.me/51987654321"');
    expect(page).toContain('href="tel:012345678"');
    expect(page).toContain('href="mailto:ayuda@tienda-x.pe"');
    expect(words(page)).toContain("WhatsApp: +51987654321");
    expect(words(page)).toContain("Teléfono: (01) 234-5678");
  });

  it("leave the page with the code open", () => {
    const page = html({ ...waiting, support });

    expect(page).toMatch(
      /<a href="https:\/\/wa\.me\/51987654321" target="_blank" rel="noopener noreferrer">/,
    );
  });

  it("are no list where there are none, and only those that there are", () => {
    expect(html(waiting)).not.toContain("support");
    const page = html({ ...waiting, support: { ...waiting.support, phone: "0800-12345" } });
    expect(page.match(/<li><a href="tel:080012345">/g)).toHaveLength(1);
    expect(page).not.toContain("mailto:");
  });

  it("are never followed to an address that is no web address", () => {
    const page = html({ ...waiting, support: { ...support, helpUrl: "javascript:alert(1)" } });

    expect(page).not.toContain("javascript:");
  });

  it("say in English that the help centre is in Spanish", () => {
    expect(words(html(inEnglish({ ...waiting, support })))).toContain(
      "Help centre of Tienda X (in Spanish)",
    );
  });
});

it("offers no choice of a language where the merchant offers one only", () => {
  expect(html({ ...waiting, languages: ["es"] })).not.toContain("?lang=");
});
