import type { ShopDomain } from "./shop-domain.ts";
import type { ShopifyAddresses } from "./shopify-addresses.ts";

/** Who may show a page of the admin in a frame: a directive of its Content-Security-Policy. */
export function frameAncestors(
  app: { embedded: boolean; addresses: Pick<ShopifyAddresses, "frameAncestors"> },
  shop: ShopDomain | null,
): string {
  const allowed = app.embedded && shop ? app.addresses.frameAncestors(shop) : "'none'";
  return `frame-ancestors ${allowed}`;
}
