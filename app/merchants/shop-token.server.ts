/**
 * The Shopify token of shops that nobody works for at the moment: kept alive, or given up loudly.
 */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { findQuietShops, switchOffLost } from "#app/merchants/installation-store.server.ts";
import type { OfflineTokens } from "#app/shopify/offline-token.server.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

/** With a run a day each shop is refreshed within a week; a refresh token lasts 90 days. */
const QUIET_FOR_MS = 5 * 86_400_000;

export interface ShopTokenDeps {
  db: Queryable;
  log: Logger;
}

/** The shop's refresh failed for good: it takes no more sessions, and its reports wait until somebody signs in again. */
export async function giveUpToken(deps: ShopTokenDeps, shop: ShopDomain): Promise<void> {
  await switchOffLost(deps.db, shop);
  deps.log.error(
    { alert: true, shop },
    "Shopify does not renew this shop's token any more: somebody of the shop must open the app",
  );
}

/** The daily job: refreshes what no payment has refreshed for days. One shop that fails does not keep the others. */
export async function refreshQuietTokens(
  deps: ShopTokenDeps & { clock: Clock; sessions: OfflineTokens },
): Promise<void> {
  const endedBefore = new Date(deps.clock.now().getTime() - QUIET_FOR_MS);
  for (const shop of await findQuietShops(deps.db, endedBefore)) await deps.sessions.freshToken(shop);
  // A process that was killed between losing a token and saying so.
  for (const shop of await switchOffLost(deps.db, null)) {
    deps.log.error({ alert: true, shop }, "a shop whose Shopify token is lost was switched off");
  }
}
