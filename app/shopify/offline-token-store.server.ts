/**
 * The row behind a shop's offline token, as refreshing needs it: one process at a time may use the refresh token, and
 * nobody writes over a session that signing in has stored meanwhile. `sealed` differs with every write, so it is the version.
 */
import type { Session } from "@shopify/shopify-api";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import type { ShopDomain } from "./shop-domain.ts";
import { offlineSessionId, openSession, sealSession } from "./shopify-session-store.server.ts";

export interface StoredToken {
  session: Session;
  sealed: string;
  mustRefresh: boolean;
  isLost: boolean;
}

export interface TokenStoreDeps {
  db: Queryable;
  vault: Vault;
}

interface Row {
  shop: string;
  sealed: string;
  mustRefresh: boolean;
  isLost: boolean;
}

const COLUMNS = `shop, sealed, must_refresh as "mustRefresh", refresh_lost_at is not null as "isLost"`;

export async function loadToken(deps: TokenStoreDeps, shop: ShopDomain): Promise<StoredToken | null> {
  const { rows } = await deps.db.query<Row>({
    name: "load-offline-token",
    text: `select ${COLUMNS} from shopify_sessions where id = $1`,
    values: [offlineSessionId(shop)],
  });
  return opened(deps, rows[0]);
}

/** The token as it is now and the sole right to refresh it until `until`; null while another process has that right. */
export async function claimRefresh(
  deps: TokenStoreDeps,
  input: { shop: ShopDomain; now: Date; until: Date },
): Promise<StoredToken | null> {
  const { rows } = await deps.db.query<Row>({
    name: "claim-refresh",
    text: `update shopify_sessions set refresh_claimed_until = $3
      where id = $1 and (refresh_claimed_until is null or refresh_claimed_until <= $2) returning ${COLUMNS}`,
    values: [offlineSessionId(input.shop), input.now, input.until],
  });
  return opened(deps, rows[0]);
}

/** Gives the right back without a new token. */
export async function releaseRefresh(
  deps: TokenStoreDeps,
  input: { shop: ShopDomain; until: Date },
): Promise<void> {
  await deps.db.query({
    name: "release-refresh",
    text: `update shopify_sessions set refresh_claimed_until = null where id = $1 and refresh_claimed_until = $2`,
    values: [offlineSessionId(input.shop), input.until],
  });
}

/** Puts the refreshed session in the place of the one it came from; false when another one stands there by now. */
export async function saveRefreshed(
  deps: TokenStoreDeps,
  input: { instead: string; session: Session },
): Promise<boolean> {
  const { rowCount } = await deps.db.query({
    name: "save-refreshed",
    text: `update shopify_sessions set sealed = $3, expires = $4, must_refresh = false, refresh_lost_at = null,
        refresh_claimed_until = null
      where id = $1 and sealed = $2`,
    values: [
      input.session.id,
      input.instead,
      sealSession(deps.vault, input.session),
      input.session.expires ?? null,
    ],
  });
  return rowCount === 1;
}

/** The refresh token of exactly this session is dead. */
export async function markLost(
  deps: TokenStoreDeps,
  input: { shop: ShopDomain; sealed: string; now: Date },
): Promise<boolean> {
  const { rowCount } = await deps.db.query({
    name: "mark-refresh-lost",
    text: `update shopify_sessions set refresh_lost_at = $3, refresh_claimed_until = null
      where id = $1 and sealed = $2`,
    values: [offlineSessionId(input.shop), input.sealed, input.now],
  });
  return rowCount === 1;
}

/** The next one who needs the token of exactly this session refreshes it first. */
export async function markDoubted(
  deps: TokenStoreDeps,
  input: { shop: ShopDomain; sealed: string },
): Promise<void> {
  await deps.db.query({
    name: "mark-token-doubted",
    text: `update shopify_sessions set must_refresh = true where id = $1 and sealed = $2`,
    values: [offlineSessionId(input.shop), input.sealed],
  });
}

function opened(deps: TokenStoreDeps, row: Row | undefined): StoredToken | null {
  if (!row) return null;
  const { sealed, mustRefresh, isLost } = row;
  return { session: openSession(deps.vault, row), sealed, mustRefresh, isLost };
}
