/** Who is signed in to the merchant's admin, and in which of the two shells. Plain values: pages get them as they are. */
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

export const MERCHANT_LANGUAGES = ["es", "en", "zh-CN"] as const;
export type MerchantLanguage = (typeof MERCHANT_LANGUAGES)[number];

export interface MerchantLogin {
  shop: { id: string; domain: ShopDomain; storeName: string };
  /** Shopify's id of the person: every change is recorded with it. */
  user: { id: string; name: string; email: string | null };
  /** `embedded`: inside Shopify's admin frame. */
  shell: "standalone" | "embedded";
  language: MerchantLanguage;
}
