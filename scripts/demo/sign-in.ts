/**
 * A merchant's browser without a screen, for tools: follows the way from Shopify's admin into the app over HTTP and comes back with
 * the cookies that it was given.
 */
import { invariant } from "#app/lib/invariant.ts";
import type { World } from "./world.ts";

const USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36";
const MOST_HOPS = 12;

interface Sent {
  url: URL;
  method: "GET" | "POST";
  body?: string;
}

/** What each request of a signed-in person carries. */
export interface SignedIn {
  headers: { cookie: string; "user-agent": string };
}

/** Opens the standalone app for this shop, agreeing to whatever Shopify asks. Throws when the way ends elsewhere. */
export async function signIn(world: World, shop: string): Promise<SignedIn> {
  const cookies = new Map<string, string>();
  let next: Sent = { url: new URL(world.shopify.launchUrl(shop)), method: "GET" };
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    const answer = await send(next, cookies);
    const location = answer.headers.get("location");
    const text = await answer.text();
    if (location !== null) {
      next = { url: new URL(location, next.url), method: "GET" };
      continue;
    }
    const consent = consentOf(text, next.url);
    if (consent === null) {
      invariant(answer.ok && next.url.pathname === "/app", `the way ended at ${next.url.pathname}`);
      return { headers: { cookie: cookieHeader(cookies), "user-agent": USER_AGENT } };
    }
    next = consent;
  }
  throw new Error("signing in goes round in circles");
}

async function send(sent: Sent, cookies: Map<string, string>): Promise<Response> {
  const answer = await fetch(sent.url, {
    method: sent.method,
    redirect: "manual",
    headers: {
      cookie: cookieHeader(cookies),
      "user-agent": USER_AGENT,
      ...(sent.body !== undefined && { "content-type": "application/x-www-form-urlencoded" }),
    },
    ...(sent.body !== undefined && { body: sent.body }),
  });
  for (const cookie of answer.headers.getSetCookie()) {
    const [pair = ""] = cookie.split(";");
    const at = pair.indexOf("=");
    cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return answer;
}

function cookieHeader(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

/** The form in which Shopify asks whether the app may be installed, filled in. */
function consentOf(text: string, at: URL): Sent | null {
  const action = /<form[^>]*action="([^"]*\/admin\/oauth\/authorize)"/.exec(text)?.[1];
  if (action === undefined) return null;
  const fields = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name = "", value = ""]): [string, string] => [name, value.replaceAll("&amp;", "&")],
  );
  return { url: new URL(action, at), method: "POST", body: new URLSearchParams(fields).toString() };
}
