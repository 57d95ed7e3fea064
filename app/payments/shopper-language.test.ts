import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseLanguage, wantsQuechua } from "#app/payments/shopper-language.ts";

const wishes = { query: null, shopper: null, header: null };

describe("the language of a shopper's page", () => {
  it("is Spanish where nobody says otherwise", () => {
    expect(chooseLanguage(wishes)).toBe("es");
  });

  it("is the pressed link's, then Shopify's, then the browser's", () => {
    expect(chooseLanguage({ query: "es", shopper: "en-US", header: "en" })).toBe("es");
    expect(chooseLanguage({ query: null, shopper: "en-US", header: "es" })).toBe("en");
    expect(chooseLanguage({ query: null, shopper: null, header: "en-GB,es;q=0.5" })).toBe("en");
  });

  it("is the one that the browser prefers among those we have", () => {
    expect(chooseLanguage({ ...wishes, header: "zh-CN, en;q=0.4, es;q=0.8" })).toBe("es");
    expect(chooseLanguage({ ...wishes, header: "fr, en;q=0" })).toBe("es");
  });

  it("survives whatever is sent", () => {
    const text = fc.option(
      fc.oneof(fc.string(), fc.constantFrom("es", "en-US", "en;q=2", ",;,=", "q=q;q=1")),
    );

    fc.assert(
      fc.property(text, text, text, (query, shopper, header) => {
        expect(["es", "en"]).toContain(chooseLanguage({ query, shopper, header }));
      }),
    );
  });

  it("is never Quechua, which is a panel on the Spanish page", () => {
    expect(chooseLanguage({ query: "qu", shopper: "qu-PE", header: "qu" })).toBe("es");
  });

  it("is none that the merchant does not offer", () => {
    expect(chooseLanguage({ query: "en", shopper: "en-US", header: "en" }, ["es"])).toBe("es");
  });
});

describe("the panel in Quechua", () => {
  it("is wanted by who pressed its link, whose checkout is in it, or whose browser prefers it", () => {
    expect(wantsQuechua({ query: "qu", shopper: "es", header: "es" })).toBe(true);
    expect(wantsQuechua({ query: null, shopper: "qu-PE", header: "es" })).toBe(true);
    expect(wantsQuechua({ query: null, shopper: null, header: "qu, es;q=0.9" })).toBe(true);
  });

  it("is not wanted by anybody else", () => {
    expect(wantsQuechua(wishes)).toBe(false);
    expect(wantsQuechua({ query: "es", shopper: "qu", header: "qu" })).toBe(false);
    expect(wantsQuechua({ query: null, shopper: "es-PE", header: "qu" })).toBe(false);
    expect(wantsQuechua({ query: null, shopper: null, header: "es, qu;q=0.5" })).toBe(false);
  });
});
