/**
 * Connects a shop: its Shopify token and its PagoEfectivo keys, which PagoEfectivo must accept before they are saved.
 */
import { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import type { Secret } from "#app/lib/secret.ts";
import {
  saveShop,
  type MerchantStoreDeps,
  type NewCredentials,
  type SavedSet,
} from "#app/merchants/merchant-store.server.ts";
import type { PagoEfectivoClient } from "#app/pagoefectivo/pagoefectivo-client.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import { offlineSessionId } from "#app/shopify/shopify-session-store.server.ts";

export interface ConnectDeps extends MerchantStoreDeps {
  sessions: SessionStorage;
  pagoefectivo: PagoEfectivoClient;
}

export type ConnectOutcome =
  | { kind: "connected"; sets: readonly SavedSet[] }
  | { kind: "refused"; mode: string; reason: string }
  | { kind: "unreachable"; mode: string; reason: string };

const TIMEOUT_MS = 30_000;

const SCOPES = "write_payment_gateways,write_payment_sessions";

/**
 * Saves only what PagoEfectivo accepted. `refused`: it did not accept the keys of that mode; `unreachable`: it could not
 * be asked. Nothing is saved then.
 */
export async function connectShop(
  deps: ConnectDeps,
  input: {
    shop: ShopDomain;
    displayName: string;
    accessToken: Secret;
    credentials: readonly NewCredentials[];
  },
): Promise<ConnectOutcome> {
  for (const credentials of input.credentials) {
    const { mode } = credentials;
    const { authorization, search } = await deps.pagoefectivo.probe(
      { ...credentials, environment: mode },
      { timeoutMs: TIMEOUT_MS },
    );
    const last = search ?? authorization;
    if (last.verdict === "accepted") continue;
    const kind = last.verdict === "refused" ? "refused" : "unreachable";
    return { kind, mode, reason: last.reason ?? last.verdict };
  }
  const sets = await saveShop(deps, input);
  await deps.sessions.storeSession(
    new Session({
      id: offlineSessionId(input.shop),
      shop: input.shop,
      state: "connected-by-script",
      isOnline: false,
      scope: SCOPES,
      accessToken: input.accessToken.reveal(),
    }),
  );
  return { kind: "connected", sets };
}
