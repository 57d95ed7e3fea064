/**
 * Who is signed in to the merchant's admin. Every loader and action under /app asks here first. Standalone: a cookie that
 * OAuth has set. Embedded: the session token that Shopify's admin gives with each request. Nobody ever types a shop's
 * domain: a shop comes from Shopify's admin or from the sign-in itself.
 */
import type { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { formToken, isFormToken } from "#app/merchants/form-token.server.ts";
import { merchantLanguage } from "#app/merchants/merchant-language.ts";
import type { MerchantLogin } from "#app/merchants/merchant-login.ts";
import { findMerchant, noteSessionSeen, savePerson } from "#app/merchants/merchant-user-store.server.ts";
import { personOf, recordSignIn } from "#app/merchants/record-sign-in.server.ts";
import { isOwnRequest } from "#app/merchants/request-origin.ts";
import {
  refuseSignIn,
  SESSION_COOKIE,
  signInAgain,
  type SignInRefusal,
} from "#app/merchants/sign-in-answers.ts";
import { parseShopDomain, type ShopDomain } from "#app/shopify/shop-domain.ts";
import type { ShopifyApp } from "#app/shopify/shopify-app.server.ts";

export interface SignInDeps {
  clock: Clock;
  db: Queryable;
  log: Logger;
  sessions: SessionStorage;
  publicOrigin: string;
  shopifyApp: ShopifyApp;
  /** For the log of this request: who it is, or why nobody was let in. */
  noteCaller(
    caller: { shop: string; userId: string } | { reason: SignInRefusal | "session-token-refused" },
  ): void;
}

/** Names and addresses are written again, and the person counts as seen, this often at most. */
const SEEN_EVERY_MS = 10 * 60_000;

/**
 * Standalone, a session that nobody has worked with for so long is over, although Shopify's would last a day: a browser that was left open is
 * not the person. Coming back costs them nothing, for Shopify knows them; a form that lay open for longer is lost.
 */
const IDLE_MS = 2 * 3_600_000;

interface SignedIn {
  login: MerchantLogin;
  csrf: string;
  sessionId: string;
}

/** For loaders. Throws a Response (redirect to sign-in, 400, 401, 410) when nobody is signed in. */
export async function requireMerchant(
  deps: SignInDeps,
  request: Request,
): Promise<MerchantLogin & { csrf: string }> {
  const { login, csrf } = await signedIn(deps, request);
  return { ...login, csrf };
}

/**
 * For actions: the same, and the request is the person's own doing: CSRF token and Origin (standalone) or session token
 * (embedded), else a Response of 403 is thrown. Returns the form, read once, and the session that sent it.
 */
export async function requireMerchantPost(
  deps: SignInDeps,
  request: Request,
): Promise<{ login: MerchantLogin; form: FormData; sessionId: string }> {
  if (request.method !== "POST") throw refuse(deps, "not-a-post");
  const { embedded, apiSecret } = deps.shopifyApp;
  // A token in the address is enough to show a page, but an address can be sent to somebody.
  if (embedded && !request.headers.has("authorization")) throw refuse(deps, "no-session-token");
  if (!embedded && !isOwnRequest(request.headers, deps.publicOrigin)) throw refuse(deps, "foreign-origin");
  const { login, sessionId } = await signedIn(deps, request);
  const form = await readForm(deps, request);
  if (!embedded && !isFormToken(apiSecret, sessionId, form.get("csrf"))) throw refuse(deps, "foreign-form");
  return { login, form, sessionId };
}

/** Whoever is refused after having tried something stands in the log (app/doors/refusal-log.ts). */
function refuse(deps: SignInDeps, reason: SignInRefusal): Response {
  deps.noteCaller({ reason });
  return refuseSignIn(reason);
}

async function readForm(deps: SignInDeps, request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch {
    throw refuse(deps, "no-form"); // What came is not a form: nothing of it can be used.
  }
}

async function signedIn(deps: SignInDeps, request: Request): Promise<SignedIn> {
  const { shopifyApp } = deps;
  const asked = new URL(request.url).searchParams.get("shop");
  const askedShop = parseShopDomain(asked);
  if (asked !== null && !askedShop) throw refuse(deps, "no-such-shop");
  const authenticate = shopifyApp.embedded ? embeddedSession : standaloneSession;
  const session = await authenticate(deps, request, askedShop);
  const login = (await loginOf(deps, request, session)) ?? (await comeBack(deps, request, session));
  deps.noteCaller({ shop: login.shop.domain, userId: login.user.id });
  return { login, csrf: formToken(shopifyApp.apiSecret, session.id), sessionId: session.id };
}

/**
 * By the cookie. The library would take the cookie's shop whatever `?shop=` says, and a merchant with two stores would act
 * on the wrong one: another shop than the cookie's is signed in to anew.
 */
async function standaloneSession(
  deps: SignInDeps,
  request: Request,
  askedShop: ShopDomain | null,
): Promise<Session> {
  const { api } = deps.shopifyApp;
  const id = await api.session.getCurrentId({ isOnline: true, rawRequest: request });
  const known = id ? await deps.sessions.loadSession(id) : undefined;
  const knownShop = parseShopDomain(known?.shop);
  const shop = askedShop ?? knownShop;
  // Without a cookie nobody has tried anything.
  const isTried = request.headers.get("cookie")?.includes(`${SESSION_COOKIE}=`) === true;
  if (!shop) throw isTried ? refuse(deps, "open-from-shopify") : refuseSignIn("open-from-shopify");
  if (!known || knownShop !== shop || !known.isActive(api.config.scopes)) throw signInAgain(shop);
  const { session } = await deps.shopifyApp.authenticate(request);
  return session;
}

/** By the session token, which names the shop and the person. */
async function embeddedSession(
  deps: SignInDeps,
  request: Request,
  askedShop: ShopDomain | null,
): Promise<Session> {
  const isDocument = !request.headers.has("authorization");
  // The library would send such a person to a form for the shop's domain, which a payments app must not have.
  if (isDocument && !askedShop) throw refuseSignIn("open-from-shopify");
  const { session, userId } = await bySessionToken(deps, request);
  if (askedShop && session.shop !== askedShop) throw refuse(deps, "other-shop");
  if (userId !== personOf(session)?.id) throw refuse(deps, "other-person");
  return session;
}

/** A token that the library does not take is mostly one that a page has held for longer than its minute; a forged one looks the same. */
async function bySessionToken(deps: SignInDeps, request: Request) {
  try {
    return await deps.shopifyApp.authenticate(request);
  } catch (answer) {
    const isRefused = answer instanceof Response && answer.status === 401;
    if (isRefused) deps.noteCaller({ reason: "session-token-refused" });
    throw answer;
  }
}

/** Null: the session is older than the shop's uninstalling, has been left alone for too long, or is of nobody. */
async function loginOf(
  deps: SignInDeps,
  request: Request,
  session: Session,
): Promise<MerchantLogin | null> {
  const shop = parseShopDomain(session.shop);
  const person = personOf(session);
  if (!shop || !person) return null;
  const known = await findMerchant(deps.db, { shop, userId: person.id, sessionId: session.id });
  if (!known?.isInstalled) return null;
  const now = deps.clock.now();
  const isSince = (at: Date | null, ms: number) => at !== null && now.getTime() - at.getTime() <= ms;
  if (!deps.shopifyApp.embedded && known.sessionSeenAt && !isSince(known.sessionSeenAt, IDLE_MS)) {
    await deps.sessions.deleteSession(session.id);
    return null;
  }
  if (!isSince(known.lastSeenAt, SEEN_EVERY_MS)) await savePerson(deps.db, { shop, person, now });
  if (!isSince(known.sessionSeenAt, SEEN_EVERY_MS)) await noteSessionSeen(deps.db, session.id, now);
  return {
    shop: { id: known.shopId, domain: shop, storeName: known.storeName },
    user: { id: person.id, name: person.name, email: person.email },
    shell: deps.shopifyApp.embedded ? "embedded" : "standalone",
    language: merchantLanguage({
      chosen: known.language,
      asked: new URL(request.url).searchParams.get("locale"),
      account: person.locale,
      accepted: request.headers.get("accept-language"),
    }),
  };
}

/**
 * A session that outlived its installation, or its person. Standalone: OAuth again, which installs. Embedded: Shopify exchanges the
 * session token only where the app is installed, so that the exchange is the proof.
 */
async function comeBack(deps: SignInDeps, request: Request, stale: Session): Promise<MerchantLogin> {
  const shop = parseShopDomain(stale.shop);
  if (!shop) throw refuse(deps, "open-from-shopify");
  if (!deps.shopifyApp.embedded) throw signInAgain(shop);
  await deps.sessions.deleteSession(stale.id);
  const session = await embeddedSession(deps, request, shop);
  await recordSignIn(deps, session);
  const login = await loginOf(deps, request, session);
  if (!login) throw refuse(deps, "open-from-shopify");
  return login;
}
