/**
 * Who is signed in to the merchant's admin. Every loader and action under /app asks here first. Standalone: a cookie that
 * OAuth has set. Embedded: the session token that Shopify's admin gives with each request. Nobody ever types a shop's
 * domain: a shop comes from Shopify's admin or from the sign-in itself.
 */
import type { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { formToken, isFormToken } from "#app/merchants/form-token.server.ts";
import { merchantLanguage } from "#app/merchants/merchant-language.ts";
import type { MerchantLogin } from "#app/merchants/merchant-login.ts";
import { findMerchant, savePerson } from "#app/merchants/merchant-user-store.server.ts";
import { personOf, recordSignIn } from "#app/merchants/record-sign-in.server.ts";
import { isOwnRequest } from "#app/merchants/request-origin.ts";
import { refuseSignIn, signInAgain } from "#app/merchants/sign-in-answers.ts";
import { parseShopDomain, type ShopDomain } from "#app/shopify/shop-domain.ts";
import type { ShopifyApp } from "#app/shopify/shopify-app.server.ts";

export interface SignInDeps {
  clock: Clock;
  db: Queryable;
  sessions: SessionStorage;
  publicOrigin: string;
  shopifyApp: ShopifyApp;
}

/** Names and addresses are written again, and the person counts as seen, this often at most. */
const SEEN_EVERY_MS = 10 * 60_000;

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
 * (embedded), else a Response of 403 is thrown. Returns the form, read once.
 */
export async function requireMerchantPost(
  deps: SignInDeps,
  request: Request,
): Promise<{ login: MerchantLogin; form: FormData }> {
  if (request.method !== "POST") throw refuseSignIn("not-a-post");
  const { embedded, apiSecret } = deps.shopifyApp;
  // A token in the address is enough to show a page, but an address can be sent to somebody.
  if (embedded && !request.headers.has("authorization")) throw refuseSignIn("no-session-token");
  if (!embedded && !isOwnRequest(request.headers, deps.publicOrigin)) throw refuseSignIn("foreign-origin");
  const { login, sessionId } = await signedIn(deps, request);
  const form = await readForm(request);
  if (!embedded && !isFormToken(apiSecret, sessionId, form.get("csrf"))) throw refuseSignIn("foreign-form");
  return { login, form };
}

async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch {
    throw refuseSignIn("no-form"); // What came is not a form: nothing of it can be used.
  }
}

async function signedIn(deps: SignInDeps, request: Request): Promise<SignedIn> {
  const { shopifyApp } = deps;
  const asked = new URL(request.url).searchParams.get("shop");
  const askedShop = parseShopDomain(asked);
  if (asked !== null && !askedShop) throw refuseSignIn("no-such-shop");
  const authenticate = shopifyApp.embedded ? embeddedSession : standaloneSession;
  const session = await authenticate(deps, request, askedShop);
  const login = (await loginOf(deps, request, session)) ?? (await comeBack(deps, request, session));
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
  if (!shop) throw refuseSignIn("open-from-shopify");
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
  const { session, userId } = await deps.shopifyApp.authenticate(request);
  if (askedShop && session.shop !== askedShop) throw refuseSignIn("other-shop");
  if (userId !== personOf(session)?.id) throw refuseSignIn("other-person");
  return session;
}

/** Null: the session is older than the shop's uninstalling, or of nobody. */
async function loginOf(
  deps: SignInDeps,
  request: Request,
  session: Session,
): Promise<MerchantLogin | null> {
  const shop = parseShopDomain(session.shop);
  const person = personOf(session);
  if (!shop || !person) return null;
  const known = await findMerchant(deps.db, { shop, userId: person.id });
  if (!known?.isInstalled) return null;
  const now = deps.clock.now();
  if (!known.lastSeenAt || now.getTime() - known.lastSeenAt.getTime() > SEEN_EVERY_MS) {
    await savePerson(deps.db, { shop, person, now });
  }
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
 * A session that outlived its installation. Standalone: OAuth again, which installs. Embedded: Shopify exchanges the
 * session token only where the app is installed, so that the exchange is the proof.
 */
async function comeBack(deps: SignInDeps, request: Request, stale: Session): Promise<MerchantLogin> {
  const shop = parseShopDomain(stale.shop);
  if (!shop) throw refuseSignIn("open-from-shopify");
  if (!deps.shopifyApp.embedded) throw signInAgain(shop);
  await deps.sessions.deleteSession(stale.id);
  const session = await embeddedSession(deps, request, shop);
  await recordSignIn(deps, session);
  const login = await loginOf(deps, request, session);
  if (!login) throw refuseSignIn("open-from-shopify");
  return login;
}
