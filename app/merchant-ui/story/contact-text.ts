import type { ShopperContact } from "#app/payments/payment-detail.ts";

/** Masked as it comes; empty where Shopify gave none. */
export function contactText({ email, phone }: ShopperContact): string {
  return [email, phone].filter((part) => part !== null).join(" · ");
}
