/**
 * The token for work without a person. It lasts an hour and its refresh token works once, so that of all processes one
 * refreshes while the others wait for what it brings. Facts: shopify.dev, offline access tokens (read 2026-11-27).
 */
import type { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import type { CallLanes } from "#app/lib/call-lanes.server.ts";
import type { Clock } from "#app/lib/clock.ts";
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { Secret } from "#app/lib/secret.ts";
import { refreshSession, type TokenCallDeps } from "./offline-token-call.server.ts";
import {
  claimRefresh,
  loadToken,
  markDoubted,
  markLost,
  releaseRefresh,
  saveRefreshed,
  type StoredToken,
  type TokenStoreDeps,
} from "./offline-token-store.server.ts";
import type { OnlineSessions } from "./shopify-session-store.server.ts";
import { laneOfShop, type ShopDomain } from "./shop-domain.ts";

/** Shopify's library refreshes this long before the end too. */
const REFRESH_BEFORE_END_MS = 5 * 60_000;
/** Longer than the longest call: a claim this old belongs to a process that died. */
const CLAIM_LASTS_MS = 30_000;
const LOOK_EVERY_MS = 100;
/** Together longer than a claim, so that a waiting one can take over from a dead process. */
const LOOKS = 350;

export interface OfflineTokens {
  /**
   * A token that lasts for another five minutes, refreshed if need be; null when the shop has none, Shopify cannot be
   * asked and the old one is over, or it is lost until somebody signs in again.
   */
  freshToken(shop: ShopDomain): Promise<Secret | null>;
  /** Shopify refused this token: the next one who asks gets another, if there is another. */
  doubtToken(shop: ShopDomain, token: Secret): Promise<void>;
}

/** Shopify's sessions, with the offline ones kept alive. */
export type ShopifySessions = SessionStorage & OnlineSessions & OfflineTokens;

export interface OfflineTokenDeps extends TokenStoreDeps, TokenCallDeps {
  clock: Clock;
  lanes: CallLanes;
  log: Logger;
  pause: (ms: number) => Promise<void>;
  /** The refresh failed for good: the shop cannot be served any more until somebody signs in again. */
  onTokenLost(shop: ShopDomain): Promise<void>;
}

export function createOfflineTokens(deps: OfflineTokenDeps): OfflineTokens {
  return {
    freshToken: (shop) => freshToken(deps, shop),
    doubtToken: async (shop, token) => {
      const stored = await loadToken(deps, shop);
      if (stored?.session.accessToken !== token.reveal() || !stored.session.refreshToken) return;
      await markDoubted(deps, { shop, sealed: stored.sealed });
    },
  };
}

/** What `freshToken` of these sessions says. */
export function offlineToken(sessions: OfflineTokens, shop: ShopDomain): Promise<Secret | null> {
  return sessions.freshToken(shop);
}

async function freshToken(deps: OfflineTokenDeps, shop: ShopDomain): Promise<Secret | null> {
  for (let look = 0; look < LOOKS; look += 1) {
    const stored = await loadToken(deps, shop);
    if (!stored || stored.isLost) return null;
    const now = deps.clock.now();
    if (!needsRefresh(stored, now)) return tokenOf(stored.session);
    if (!stored.session.refreshToken) return usableToken(stored, now);
    const until = new Date(now.getTime() + CLAIM_LASTS_MS);
    const claimed = await claimRefresh(deps, { shop, now, until });
    if (!claimed) {
      await deps.pause(LOOK_EVERY_MS);
      continue;
    }
    if (claimed.isLost || !needsRefresh(claimed, now)) {
      await releaseRefresh(deps, { shop, until });
      continue;
    }
    const outcome = await refresh(deps, { shop, claimed, until, now });
    if (outcome.kind === "token") return outcome.token;
    // Somebody has signed in meanwhile: what they brought is newer than what we got.
  }
  deps.log.warn({ alert: true, shop }, "a shop's Shopify token is being refreshed and never comes");
  return null;
}

type Refreshed = { kind: "token"; token: Secret | null } | { kind: "overtaken" };

async function refresh(
  deps: OfflineTokenDeps,
  input: { shop: ShopDomain; claimed: StoredToken; until: Date; now: Date },
): Promise<Refreshed> {
  const { shop, claimed, until, now } = input;
  const refreshToken = new Secret(claimed.session.refreshToken ?? "");
  try {
    const session = await deps.lanes.run(
      { service: "shopify", operation: "refresh-token", lane: laneOfShop(shop) },
      () => refreshSession(deps, { shop, refreshToken, now }),
    );
    const saved = await saveRefreshed(deps, { instead: claimed.sealed, session });
    return saved ? { kind: "token", token: tokenOf(session) } : { kind: "overtaken" };
  } catch (error) {
    if (!isExternalCallError(error)) throw error;
    if (error.outcome === "refused") return lose(deps, { shop, sealed: claimed.sealed, now });
    await releaseRefresh(deps, { shop, until });
    deps.log.warn({ shop, outcome: error.outcome, reason: error.reason }, "a token could not be refreshed");
    return { kind: "token", token: usableToken(claimed, now) };
  }
}

/**
 * An answer that was lost on its way looks like this the next time: the refresh token was used, and the one that came
 * instead never arrived.
 */
async function lose(
  deps: OfflineTokenDeps,
  input: { shop: ShopDomain; sealed: string; now: Date },
): Promise<Refreshed> {
  const { shop } = input;
  const isCurrent = await markLost(deps, input);
  if (!isCurrent) return { kind: "overtaken" };
  await deps.onTokenLost(shop);
  return { kind: "token", token: null };
}

function needsRefresh(stored: StoredToken, now: Date): boolean {
  if (stored.mustRefresh) return true;
  const { expires } = stored.session;
  return expires !== undefined && expires.getTime() - now.getTime() <= REFRESH_BEFORE_END_MS;
}

/** The token that there is, as long as it lasts. */
function usableToken(stored: StoredToken, now: Date): Secret | null {
  const { expires } = stored.session;
  return expires !== undefined && expires <= now ? null : tokenOf(stored.session);
}

function tokenOf(session: Session): Secret | null {
  return session.accessToken ? new Secret(session.accessToken) : null;
}
