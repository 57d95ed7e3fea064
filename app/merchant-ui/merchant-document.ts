/** What the document around the merchant's pages is made from: read out of the route matches, wherever they come from. */
import { z } from "zod";
import { MERCHANT_LANGUAGES, type MerchantLanguage } from "#app/merchants/merchant-login.ts";

/** The route of the layout: its pages, and no others, are the merchant's. */
export const MERCHANT_LAYOUT = "routes/merchant/layout";

const loadedFrame = z.object({
  frame: z.object({ language: z.enum(MERCHANT_LANGUAGES) }),
  appBridge: z.object({ script: z.string(), apiKey: z.string() }).nullable(),
});
const loadedRoot = z.object({ merchantLanguage: z.enum(MERCHANT_LANGUAGES) });

export interface MerchantDocument {
  language: MerchantLanguage;
  appBridge: { script: string; apiKey: string } | null;
}

/** Null for every other page. Nobody signed in: the language is the browser's. */
export function merchantDocument(
  matches: readonly { id: string; data: unknown }[],
): MerchantDocument | null {
  const layout = matches.find(({ id }) => id === MERCHANT_LAYOUT);
  if (!layout) return null;
  const frame = loadedFrame.safeParse(layout.data).data;
  if (frame) return { language: frame.frame.language, appBridge: frame.appBridge };
  const root = matches
    .map(({ data }) => loadedRoot.safeParse(data).data)
    .find((data) => data !== undefined);
  return { language: root?.merchantLanguage ?? "es", appBridge: null };
}
