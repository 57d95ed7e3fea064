import { z } from "zod";
import { SHOPPER_LANGUAGES, type ShopperLanguage } from "#app/payments/voucher-view.ts";

const spoken = z.object({ language: z.enum(SHOPPER_LANGUAGES) });
const loaded = z.union([spoken, z.object({ view: spoken }).transform(({ view }) => view)]);

/**
 * The language of the page that these route matches make up: what the innermost one was loaded with. The root knows
 * only the address and the browser; a voucher also knows its shopper. Spanish where nothing was loaded at all.
 */
export function languageOfPage(matches: readonly { data: unknown }[]): ShopperLanguage {
  const found = matches.map(({ data }) => loaded.safeParse(data)).findLast(({ success }) => success);
  return found?.data?.language ?? "es";
}
