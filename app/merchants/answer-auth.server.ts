/**
 * `/auth` and what is under it: where signing in begins and ends, and the two small pages that Shopify's library needs
 * inside the admin's frame.
 */
import { refuseSignIn } from "#app/merchants/sign-in-answers.ts";
import type { ShopifyApp } from "#app/shopify/shopify-app.server.ts";

/** The answer to a browser at one of those addresses. Throws only for a bug. */
export async function answerAuth(deps: { shopifyApp: ShopifyApp }, request: Request): Promise<Response> {
  const { embedded } = deps.shopifyApp;
  const url = new URL(request.url);
  switch (url.pathname) {
    case "/auth":
    case "/auth/callback":
      // Inside the frame there is no OAuth: the session token is exchanged at the first page.
      return embedded ? toStart(url) : throughLibrary(deps, request);
    case "/auth/session-token":
      return throughLibrary(deps, request);
    case "/auth/exit-iframe":
      // The library throws an Error for a destination that is neither ours nor Shopify's.
      return throughLibrary(deps, request, () => refuseSignIn("no-such-shop"));
    case "/auth/login":
      return refuseSignIn("open-from-shopify");
    default:
      return new Response("There is no such page.", { status: 404 });
  }
}

async function throughLibrary(
  deps: { shopifyApp: ShopifyApp },
  request: Request,
  onError?: () => Response,
): Promise<Response> {
  try {
    await deps.shopifyApp.authenticate(request);
  } catch (error) {
    if (error instanceof Response) return error;
    if (onError) return onError();
    throw error;
  }
  return toStart(new URL(request.url));
}

function toStart(url: URL): Response {
  return new Response(null, {
    status: 302,
    headers: { location: `/${url.search}`, "cache-control": "no-store" },
  });
}
