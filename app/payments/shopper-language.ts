import { ADDRESS_LANGUAGES, SHOPPER_LANGUAGES, type ShopperLanguage } from "#app/payments/voucher-view.ts";

/** What speaks for a language, strongest first: the link that was pressed, Shopify's session, the browser. */
export interface LanguageWishes {
  query: string | null;
  shopper: string | null;
  header: string | null;
}

/**
 * The page's language, of those that it is offered in. Anything unknown or hostile in the wishes is skipped; Spanish is the
 * last word.
 */
export function chooseLanguage(
  wishes: LanguageWishes,
  offered: readonly ShopperLanguage[] = SHOPPER_LANGUAGES,
): ShopperLanguage {
  return firstWished(wishes, offered) ?? "es";
}

/** Whether who looks would rather have Quechua than any language of the page; asked only where there is some. */
export function wantsQuechua(wishes: LanguageWishes): boolean {
  return firstWished(wishes, ADDRESS_LANGUAGES) === "qu";
}

function firstWished<Language extends string>(
  { query, shopper, header }: LanguageWishes,
  known: readonly Language[],
): Language | undefined {
  const fromQuery = known.find((language) => language === query);
  return fromQuery ?? languageOf(shopper, known) ?? fromHeader(header, known);
}

function languageOf<Language extends string>(
  locale: string | null,
  known: readonly Language[],
): Language | undefined {
  const primary = locale?.toLowerCase().split(/[-_]/)[0];
  return known.find((language) => language === primary);
}

/** RFC 9110 §12.5.4; at most the first ten ranges count. */
function fromHeader<Language extends string>(
  header: string | null,
  known: readonly Language[],
): Language | undefined {
  const ranges = (header ?? "").slice(0, 500).split(",").slice(0, 10);
  const wished = ranges.map((range, index) => {
    const [tag = "", ...parameters] = range.trim().split(";");
    const quality = /^\s*q=(0(?:\.\d{1,3})?|1(?:\.0{1,3})?)\s*$/.exec(parameters.join(";"))?.[1];
    return { language: languageOf(tag, known), quality: Number(quality ?? 1), index };
  });
  wished.sort((one, other) => other.quality - one.quality || one.index - other.index);
  return wished.find(({ language, quality }) => language !== undefined && quality > 0)?.language;
}
