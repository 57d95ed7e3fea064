/** What Shopify's library answers instead of a page, made fit for a browser: addresses mapped, cookies closed. Pure. */
import { frameAncestors } from "./frame-policy.ts";
import { parseShopDomain } from "./shop-domain.ts";
import type { ShopifyAddresses } from "./shopify-addresses.ts";

const LIBRARY_APP_BRIDGE = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

/**
 * The same answer with its redirect mapped for a browser and followed by the document, not by a script; with cookies that
 * no script can read; and without permission for other origins, which the library grants and nobody needs.
 */
export async function answerForBrowser(
  answer: Response,
  about: { addresses: ShopifyAddresses; request: Request },
): Promise<Response> {
  const { addresses, request } = about;
  const headers = new Headers(answer.headers);
  for (const name of [...headers.keys()]) if (name.startsWith("access-control-")) headers.delete(name);
  headers.set("cache-control", "no-store");

  headers.delete("set-cookie");
  for (const cookie of answer.headers.getSetCookie()) headers.append("set-cookie", closed(cookie));

  const location = headers.get("location");
  if (location !== null) {
    headers.set("location", addresses.forBrowser(location));
    headers.set("x-remix-reload-document", "true");
  }
  const isPage = (headers.get("content-type") ?? "").startsWith("text/html");
  if (isPage) headers.set("content-security-policy", framePolicy(addresses, request));
  const body = isPage
    ? (await answer.text()).replaceAll(LIBRARY_APP_BRIDGE, addresses.appBridge)
    : answer.body;
  return new Response(body, { status: answer.status, statusText: answer.statusText, headers });
}

/** The library's cookies are for servers only, but it does not say so. */
function closed(cookie: string): string {
  return /;\s*httponly/i.test(cookie) ? cookie : `${cookie}; HttpOnly`;
}

/** The library's two pages exist for the frame only. */
function framePolicy(addresses: ShopifyAddresses, request: Request): string {
  const shop = parseShopDomain(new URL(request.url).searchParams.get("shop"));
  return frameAncestors({ embedded: true, addresses }, shop);
}
