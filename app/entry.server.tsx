import { createHash, randomBytes } from "node:crypto";
import type {} from "#app/load-context.ts";
import type { AppLoadContext, EntryContext, LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToString } from "react-dom/server";
import type { MakeShopperPages } from "#app/doors/shopper-pages.ts";
import { merchantDocumentHeaders } from "#app/merchant-ui/document-headers.ts";
import { MERCHANT_LAYOUT } from "#app/merchant-ui/merchant-document.ts";
import { ScriptNonce } from "#app/merchant-ui/script-nonce.ts";
import { frameAncestors } from "#app/shopify/frame-policy.ts";
import { parseShopDomain } from "#app/shopify/shop-domain.ts";
import { shopperDocumentHeaders } from "#app/shopper-ui/document-headers.ts";
import { accentOfPage, accentRule } from "#app/shopper-ui/page-accent.tsx";
import { createShopperPages as create } from "#app/shopper-ui/shopper-documents.tsx";

/** For the shopper's doors, which cannot read the parts of a page themselves. `style` is the built stylesheet. */
export const createShopperPages: MakeShopperPages = create;

/** A loader or a page failed: the visitor sees the error page, the log has the stack. */
export function handleError(error: unknown, { request, context }: LoaderFunctionArgs): void {
  // An address that leads nowhere is the visitor's, not ours: scanners would drown the alerts.
  if (request.signal.aborted || (isRouteErrorResponse(error) && error.status < 500)) return;
  context.deps.log.error({ error, method: request.method }, "a page failed");
}

/**
 * Renders one document. Every document gets the headers of its surface, except those that the route itself has set:
 * the shopper's strict ones, or the merchant's, which let our scripts run. Rendered in one piece: no page streams, and a
 * failure while rendering can then still become a proper error answer.
 */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
  { deps }: AppLoadContext,
): Response {
  const nonce = randomBytes(16).toString("base64");
  const html = renderToString(
    <ScriptNonce.Provider value={nonce}>
      <RemixServer context={context} url={request.url} />
    </ScriptNonce.Provider>,
  );
  const isMerchants = context.staticHandlerContext.matches.some(
    ({ route }) => route.id === MERCHANT_LAYOUT,
  );
  const wanted = isMerchants ? merchantHeaders(deps, request, nonce) : shopperHeaders(context);
  for (const [name, value] of Object.entries(wanted)) {
    if (!headers.has(name)) headers.set(name, value);
  }
  headers.set("Content-Type", "text/html; charset=utf-8");
  return new Response(`<!DOCTYPE html>${html}`, { status, headers });
}

/** What a page's loader or action answers to the browser's script: somebody's own figures, kept nowhere. */
export function handleDataRequest(response: Response): Response {
  if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "no-store");
  response.headers.set("X-Content-Type-Options", "nosniff");
  return response;
}

/** Inside Shopify's admin the address always names the shop: sign-in refuses a document without it. */
function merchantHeaders({ shopifyApp }: AppLoadContext["deps"], request: Request, nonce: string) {
  const shop = parseShopDomain(new URL(request.url).searchParams.get("shop"));
  return merchantDocumentHeaders({
    nonce,
    appBridge: shopifyApp.embedded ? shopifyApp.addresses.appBridge : null,
    frameAncestors: frameAncestors(shopifyApp, shop),
  });
}

/** The policy names the rule with the store's colour, where the page has one. */
function shopperHeaders({ staticHandlerContext }: EntryContext) {
  const { loaderData, matches } = staticHandlerContext;
  const color = accentOfPage(
    matches.map(({ route }): { data: unknown } => ({ data: loaderData[route.id] })),
  );
  const hash = color === null ? null : createHash("sha256").update(accentRule(color)).digest("base64");
  return shopperDocumentHeaders(hash);
}
