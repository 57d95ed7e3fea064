/**
 * A merchant's browser without a screen: keeps cookies, follows redirects between the app and the simulated Shopify, agrees
 * to what Shopify asks. The app's own addresses are answered by the use cases behind its routes, at any address under /app
 * with who is signed in.
 */
import { invariant } from "#app/lib/invariant.ts";
import { answerAuth } from "#app/merchants/answer-auth.server.ts";
import type { MerchantLogin } from "#app/merchants/merchant-login.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { parseShopDomain, type ShopDomain } from "#app/shopify/shop-domain.ts";
import type { TestWorld } from "../setup/world.ts";

const USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36";
const MOST_HOPS = 12;

export interface Visit {
  status: number;
  /** Every address on the way, the last one last. */
  way: string[];
  headers: Headers;
  text: string;
  /** Who is signed in at the page in the end. */
  login: (MerchantLogin & { csrf: string }) | null;
}

/** What of a running world a browser needs. */
export type BrowsedWorld = Pick<TestWorld, "system" | "shopify" | "webOrigin">;

let lastShop = 0;

/** A shop at Shopify that has never heard of the app. */
export function newShopAtShopify(world: BrowsedWorld): ShopDomain {
  lastShop += 1;
  const domain = parseShopDomain(`nueva-${lastShop}.myshopify.com`);
  invariant(domain, "the shop has a shop's domain");
  world.shopify.addShop({ domain, accessToken: `shpat_fixed_${lastShop}`, name: "Nueva", currency: "PEN" });
  return domain;
}

/** A person of the shop opens the app in Shopify's admin, as if for the first time on this machine. */
export async function signInTo(
  world: BrowsedWorld,
  shop: ShopDomain,
): Promise<{ browser: MerchantBrowser; visit: Visit }> {
  const browser = new MerchantBrowser(world);
  const visit = await browser.open(world.shopify.launchUrl(shop));
  invariant(visit.login?.shop.domain === shop, `signing in to ${shop} led to ${visit.way.join(" → ")}`);
  return { browser, visit };
}

interface Sent {
  method: string;
  headers: Record<string, string>;
  body?: string;
}

export class MerchantBrowser {
  readonly #world: BrowsedWorld;
  readonly #cookies = new Map<string, string>();

  readonly #userAgent: string;

  constructor(world: BrowsedWorld, userAgent = USER_AGENT) {
    this.#world = world;
    this.#userAgent = userAgent;
  }

  /** Opens an address of the app or of Shopify and goes wherever it leads. */
  async open(address: string, headers: Record<string, string> = {}): Promise<Visit> {
    return this.#go(new URL(address, this.#world.webOrigin), { method: "GET", headers });
  }

  /** Sends a form to a page of the app, as that page itself would. Changed headers bend it. */
  async post(
    address: string,
    fields: Record<string, string>,
    headers: Record<string, string> = { origin: this.#world.webOrigin },
  ): Promise<Visit> {
    const body = new URLSearchParams(fields).toString();
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const url = new URL(address, this.#world.webOrigin);
    return this.#go(url, { method: "POST", headers: { ...type, ...headers }, body });
  }

  /** Somebody else has put a cookie into this browser. */
  plant(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  async #go(start: URL, first: Sent): Promise<Visit> {
    const way: string[] = [];
    let [url, sent] = [start, first];
    for (let hop = 0; hop < MOST_HOPS; hop += 1) {
      way.push(url.href);
      const { answer, login } = await this.#send(url, sent);
      const location = answer.headers.get("location");
      if (location !== null) {
        [url, sent] = [new URL(location, url), { method: "GET", headers: {} }];
        continue;
      }
      const text = await answer.text();
      const consent = consentOf(text, url);
      if (consent === null) return { status: answer.status, way, headers: answer.headers, text, login };
      [url, sent] = [consent.url, consent.sent];
    }
    throw new Error(`a browser goes round in circles: ${way.join(" → ")}`);
  }

  async #send(url: URL, sent: Sent): Promise<{ answer: Response; login: Visit["login"] }> {
    const { origin } = new URL(this.#world.webOrigin);
    const isApp = url.origin === origin;
    const cookies = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = {
      "user-agent": this.#userAgent,
      ...(isApp && cookies && { cookie: cookies }),
      ...sent.headers,
    };
    const request = new Request(url, { ...sent, headers, redirect: "manual" });
    if (!isApp) return { answer: await fetch(request), login: null };
    const outcome = await this.#app(url, request);
    for (const cookie of outcome.answer.headers.getSetCookie()) this.#keep(cookie);
    return outcome;
  }

  async #app(url: URL, request: Request): Promise<{ answer: Response; login: Visit["login"] }> {
    const { deps } = this.#world.system;
    try {
      if (url.pathname.startsWith("/auth")) return { answer: await answerAuth(deps, request), login: null };
      if (url.pathname === "/") return { answer: redirectTo(`/app${url.search}`), login: null };
      if (request.method === "POST") {
        const { login } = await requireMerchantPost(deps, request);
        return { answer: new Response("done"), login: { ...login, csrf: "" } };
      }
      return { answer: new Response("page"), login: await requireMerchant(deps, request) };
    } catch (error) {
      if (error instanceof Response) return { answer: error, login: null };
      throw error;
    }
  }

  #keep(cookie: string): void {
    const [pair = "", ...attributes] = cookie.split(";");
    const name = pair.slice(0, pair.indexOf("="));
    const expires = attributes.map((text) => /^\s*expires=(.+)$/i.exec(text)?.[1]).find(Boolean);
    if (expires !== undefined && new Date(expires) <= new Date()) this.#cookies.delete(name);
    else this.#cookies.set(name, pair.slice(pair.indexOf("=") + 1));
  }
}

function redirectTo(location: string): Response {
  return new Response(null, { status: 302, headers: { location } });
}

/** The form in which Shopify asks whether the app may be installed, filled in and pressed. */
function consentOf(text: string, at: URL): { url: URL; sent: Sent } | null {
  const action = /<form[^>]*action="([^"]*\/admin\/oauth\/authorize)"/.exec(text)?.[1];
  if (action === undefined) return null;
  const fields = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name = "", value = ""]): [string, string] => [name, value.replaceAll("&amp;", "&")],
  );
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams(fields).toString();
  return { url: new URL(action, at), sent: { method: "POST", headers, body } };
}
