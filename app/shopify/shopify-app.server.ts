/**
 * Shopify's own library, built once: OAuth, session tokens, token exchange, webhooks' signatures. What it sends out goes
 * through our outbound HTTP, and where it sends a browser is mapped, so that it meets the simulator like everything else.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import "@shopify/shopify-api/adapters/web-api";
import { LogSeverity, shopifyApi, type Session, type Shopify } from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { ApiVersion, AppDistribution, shopifyApp } from "@shopify/shopify-app-remix/server";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import type { Logger } from "#app/lib/logger.server.ts";
import { fetchOver, type OutboundHttp } from "#app/lib/outbound-http.server.ts";
import type { Secret } from "#app/lib/secret.ts";
import { answerForBrowser } from "./browser-answers.ts";
import type { ShopifyAddresses } from "./shopify-addresses.ts";

export interface ShopifyApp {
  /** The client id, as Shopify's addresses and App Bridge know the app. */
  apiKey: string;
  embedded: boolean;
  addresses: ShopifyAddresses;
  /** Shopify's plain library with the same settings: verifies webhooks, names sessions, reads signed cookies. */
  api: Shopify;
  /** For one purpose: deriving the key of forms' tokens. */
  apiSecret: Secret;
  /**
   * Who sends this request, by Shopify's library. Throws the Response that leads to signing in: a redirect, 400, 401, 410.
   * `userId` is the session token's (embedded).
   */
  authenticate(request: Request): Promise<{ session: Session; userId: string | null }>;
}

export interface ShopifyAppDeps {
  config: { apiKey: string; apiSecret: Secret; embedded: boolean };
  publicOrigin: string;
  sessions: SessionStorage;
  http: OutboundHttp;
  addresses: ShopifyAddresses;
  log: Logger;
  /** A person has just signed in, which also proves that the shop has the app. A throw ends the sign-in with 500. */
  onSignedIn(session: Session): Promise<void>;
}

/** App Store requirement 5.2.4: a payments app may have these two and no others. */
const SCOPES = ["write_payment_gateways", "write_payment_sessions"];

// The library has one fetch for the whole process, and a process of tests holds several apps. Set by whoever builds an app,
// never by an import: the page bundle has a copy of this module whose fetch would know no request.
const outbound = new AsyncLocalStorage<typeof fetch>();
const boundFetch: typeof fetch = (target, init) => {
  const send = outbound.getStore();
  if (!send) throw new Error("Shopify's library called out past the outbound HTTP");
  return send(target, init);
};

export function createShopifyApp(deps: ShopifyAppDeps): ShopifyApp {
  const { config, addresses, log } = deps;
  setAbstractFetchFunc(boundFetch);
  const settings = {
    apiKey: config.apiKey,
    apiSecretKey: config.apiSecret.reveal(),
    apiVersion: ApiVersion.October26,
    scopes: SCOPES,
    isEmbeddedApp: config.embedded,
    // At level debug the library writes session tokens down.
    logger: { level: LogSeverity.Warning, httpRequests: false, log: writeTo(log) },
  };
  const library = shopifyApp({
    ...settings,
    appUrl: deps.publicOrigin,
    distribution: AppDistribution.AppStore,
    useOnlineTokens: true,
    sessionStorage: deps.sessions,
    hooks: { afterAuth: ({ session }) => deps.onSignedIn(session) },
    // The code grant of an embedded app asks the Admin API for the shop's name, which a payments app may not.
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
  });
  const origin = new URL(deps.publicOrigin);
  const api = shopifyApi({
    ...settings,
    hostName: origin.host,
    hostScheme: origin.protocol === "https:" ? "https" : "http",
    _logDisabledFutureFlags: false,
  });
  const overHttp = fetchOver(deps.http, { service: "shopify", operation: "sign-in" });
  const send: typeof fetch = (target, init) =>
    overHttp(addresses.forBrowser(target instanceof Request ? target.url : String(target)), init);

  return {
    apiKey: config.apiKey,
    apiSecret: config.apiSecret,
    embedded: config.embedded,
    addresses,
    api,
    async authenticate(request) {
      try {
        const context = await outbound.run(send, () => library.authenticate.admin(request));
        const userId = "sessionToken" in context ? subjectOf(context.sessionToken) : null;
        return { session: context.session, userId };
      } catch (error) {
        if (!(error instanceof Response)) throw error;
        throw await answerForBrowser(error, { addresses, request });
      }
    },
  };
}

function subjectOf(token: unknown): string | null {
  const hasSubject = typeof token === "object" && token !== null && "sub" in token;
  return hasSubject && typeof token.sub === "string" ? token.sub : null;
}

/** The library's line without what it appends to it (` | {shop: …, error: …}`): that may hold anything. */
function writeTo(log: Logger): (severity: LogSeverity, line: string) => void {
  return (severity, line) => {
    const [text = ""] = line.split(" | {");
    if (severity === LogSeverity.Error) log.error({ service: "shopify" }, text);
    else log.warn({ service: "shopify" }, text);
  };
}
