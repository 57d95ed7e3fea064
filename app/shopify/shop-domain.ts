declare const shopDomainBrand: unique symbol;

/** A shop's permanent domain, `{handle}.myshopify.com`, checked. */
export type ShopDomain = string & { readonly [shopDomainBrand]: true };

/** Strict because the domain becomes part of the address we call: anything looser is a way to call elsewhere. */
const PATTERN = /^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$/;

export function isShopDomain(text: string): text is ShopDomain {
  return PATTERN.test(text);
}

/** The calls to this shop's host (app/lib/call-lanes). */
export function laneOfShop(shop: ShopDomain): string {
  return `shopify ${shop}`;
}

/** The text as a shop's domain, or null. Strict: lower case, no port, no path, no spaces. */
export function parseShopDomain(text: string | null | undefined): ShopDomain | null {
  return text !== null && text !== undefined && isShopDomain(text) ? text : null;
}
