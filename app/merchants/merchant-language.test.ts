import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MERCHANT_LANGUAGES } from "./merchant-login.ts";
import { merchantLanguage, type LanguageSigns } from "./merchant-language.ts";

const NOTHING: LanguageSigns = { chosen: null, asked: null, account: null, accepted: null };

describe("the language of the merchant's pages", () => {
  it("is Spanish when nothing speaks for another", () => {
    expect(merchantLanguage(NOTHING)).toBe("es");
  });

  it("is what the person chose, whatever Shopify and the browser say", () => {
    expect(merchantLanguage({ chosen: "zh-CN", asked: "en", account: "es", accepted: "en" })).toBe("zh-CN");
  });

  it.each<[Partial<LanguageSigns>, string]>([
    [{ asked: "en-US", account: "es-PE" }, "en"],
    [{ account: "zh-TW", accepted: "es" }, "zh-CN"],
    [{ asked: "pt-BR", account: "en" }, "en"],
    [{ asked: "fr", account: "de", accepted: "pt, en;q=0.4, zh-Hans;q=0.8" }, "zh-CN"],
    [{ accepted: "en;q=0, es-419;q=0.1" }, "es"],
    [{ asked: "constructor", accepted: "toString" }, "es"],
  ])("follows %j", (signs, language) => {
    expect(merchantLanguage({ ...NOTHING, ...signs })).toBe(language);
  });

  it("is always one that we speak", () => {
    const sign = fc.option(fc.string());

    fc.assert(
      fc.property(fc.record({ chosen: sign, asked: sign, account: sign, accepted: sign }), (signs) => {
        expect(MERCHANT_LANGUAGES).toContain(merchantLanguage(signs));
      }),
    );
  });
});
