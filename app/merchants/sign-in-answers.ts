/** What somebody gets who is not signed in, or whose form is not their own doing. Pure. */
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

interface Refusal {
  status: 400 | 401 | 403 | 405 | 413 | 429;
  /** For whoever reads the plain answer; pages word the status in the person's language. */
  text: string;
}

const REFUSALS = {
  "open-from-shopify": {
    status: 401,
    text: "Nobody is signed in. Open the app from Shopify's admin: Settings, Payments.",
  },
  "no-such-shop": {
    status: 400,
    text: "The address names no Shopify store. Open the app from Shopify's admin.",
  },
  "other-shop": {
    status: 401,
    text: "The address names another store than the one that is signed in. Open the app from that store's admin.",
  },
  "other-person": {
    status: 401,
    text: "Another person is signed in by now. Open the app from Shopify's admin again.",
  },
  "no-session-token": {
    status: 401,
    text: "The request came without Shopify's session token. Reload the page and try again.",
  },
  "foreign-origin": {
    status: 403,
    text: "Nothing was changed: the form was not sent by a page of this app. Reload the page and try again.",
  },
  "foreign-form": {
    status: 403,
    text: "Nothing was changed: the form belongs to an earlier sign-in. Reload the page and try again.",
  },
  "no-form": { status: 400, text: "Nothing was changed: what was sent is no form." },
  "form-too-large": {
    status: 413,
    text: "Nothing was changed: what was sent is larger than any form of this app, or does not say how large it is.",
  },
  "too-often": {
    status: 429,
    text: "Signing in was tried too often from your network. Wait a minute, then open the app from Shopify's admin again.",
  },
  "not-a-post": { status: 405, text: "This address takes forms only (POST)." },
} as const satisfies Record<string, Refusal>;

export type SignInRefusal = keyof typeof REFUSALS;

const NEVER_KEPT = { "cache-control": "no-store" };

export function refuseSignIn(reason: SignInRefusal): Response {
  const { status, text } = REFUSALS[reason];
  const headers = { ...NEVER_KEPT, "content-type": "text/plain; charset=utf-8" };
  return new Response(text, { status, headers });
}

/** To OAuth for that shop. By the document and not by a script: the way leads over Shopify's pages. */
export function signInAgain(shop: ShopDomain): Response {
  const location = `/auth?shop=${encodeURIComponent(shop)}`;
  return new Response(null, {
    status: 302,
    headers: { ...NEVER_KEPT, location, "x-remix-reload-document": "true" },
  });
}

/** In the address of the page that says so to whoever has just signed out. */
export const SIGNED_OFF = "signed-off";

/** The cookie in which Shopify's library names the session, and beside it `.sig` (`@shopify/shopify-api` 15, oauth/types and runtime/http/cookies). */
export const SESSION_COOKIE = "shopify_app_session";

/**
 * The end of a session in this browser. `Clear-Site-Data` names no cookies: a browser would take those of every neighbour under the same
 * registered domain as well, so that ours are named one by one.
 */
export function signedOff(language: string): Response {
  const headers = new Headers({
    ...NEVER_KEPT,
    location: `/app?${SIGNED_OFF}&locale=${encodeURIComponent(language)}`,
    "clear-site-data": '"cache", "storage"',
  });
  for (const name of [SESSION_COOKIE, `${SESSION_COOKIE}.sig`])
    headers.append(
      "set-cookie",
      `${name}=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Lax`,
    );
  return new Response(null, { status: 303, headers });
}
