import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";

/** What speaks for a language, strongest first. Locales as Shopify and browsers write them: `es-PE`, `zh-CN`, `zh-Hans`. */
export interface LanguageSigns {
  /** What the person chose in the admin. */
  chosen: string | null;
  /** `?locale=` of Shopify's admin. */
  asked: string | null;
  /** The person's account at Shopify. */
  account: string | null;
  /** Accept-Language. */
  accepted: string | null;
}

/** The language of the merchant's pages. What we do not speak is passed over; Spanish is the last word. */
export function merchantLanguage(signs: LanguageSigns): MerchantLanguage {
  const known = [signs.chosen, signs.asked, signs.account]
    .map(spoken)
    .find((language) => language !== null);
  return known ?? fromHeader(signs.accepted) ?? "es";
}

const SPOKEN: Readonly<Record<string, MerchantLanguage>> = { es: "es", en: "en", zh: "zh-CN" };

function spoken(locale: string | null): MerchantLanguage | null {
  const [primary = ""] = (locale ?? "").trim().toLowerCase().split(/[-_]/);
  return Object.hasOwn(SPOKEN, primary) ? (SPOKEN[primary] ?? null) : null;
}

/** RFC 9110 §12.5.4; at most the first ten ranges count. */
function fromHeader(header: string | null): MerchantLanguage | null {
  const ranges = (header ?? "").slice(0, 500).split(",").slice(0, 10);
  const wished = ranges.map((range) => {
    const [tag = "", ...parameters] = range.split(";");
    const quality = /^\s*q=(0(?:\.\d{1,3})?|1(?:\.0{1,3})?)\s*$/.exec(parameters.join(";"))?.[1];
    return { language: spoken(tag), quality: Number(quality ?? 1) };
  });
  wished.sort((one, other) => other.quality - one.quality);
  return wished.find(({ language, quality }) => language !== null && quality > 0)?.language ?? null;
}
