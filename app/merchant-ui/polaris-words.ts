import en from "@shopify/polaris/locales/en.json" with { type: "json" };
import es from "@shopify/polaris/locales/es.json" with { type: "json" };
import zh from "@shopify/polaris/locales/zh-CN.json" with { type: "json" };
import type { AppProvider } from "@shopify/polaris";
import type { ComponentProps } from "react";
import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";

/** What Polaris says by itself: "Clear", "Next page", "Dismiss notification". All three: a language loaded later would flash. */
export const POLARIS_WORDS: Record<MerchantLanguage, ComponentProps<typeof AppProvider>["i18n"]> = {
  es,
  en,
  "zh-CN": zh,
};
