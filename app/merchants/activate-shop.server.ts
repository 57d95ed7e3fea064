/** The merchant switches the method on or off on our side; Shopify is told at once, and by a job where that fails. */
import type { ActivationAnswer, ActivationView } from "#app/merchants/activation-view.ts";
import { isTellProblem, missingSteps } from "#app/merchants/readiness.ts";
import { loadReadiness, storeReady } from "#app/merchants/readiness-store.server.ts";
import { tellReadiness, type TellDeps } from "#app/merchants/tell-readiness.server.ts";
import type { Actor } from "#app/merchants/test-connection.server.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

/** What the activation page shows. Throws when there is no such shop. */
export async function readActivation(
  deps: Pick<TellDeps, "db"> & {
    shopifyApp: {
      apiKey: string;
      addresses: { gatewaySettings(shop: ShopDomain, apiKey: string): string };
    };
  },
  shopId: string,
): Promise<ActivationView> {
  const row = await loadReadiness(deps.db, shopId);
  if (!row) throw new Error(`shop ${shopId} does not exist`);
  const { apiKey, addresses } = deps.shopifyApp;
  const { configuredProblem } = row;
  return {
    ready: row.ready,
    isTestOnly: !row.hasLive,
    missing: missingSteps(row),
    switchedOffReason: row.switchedOffReason,
    told: {
      ready: row.configuredReady,
      at: row.configuredAt?.toISOString() ?? null,
      problem: isTellProblem(configuredProblem) ? configuredProblem : null,
    },
    account: row.serviceId === null ? null : `PagoEfectivo ${row.serviceId}`,
    settingsUrl: addresses.gatewaySettings(row.shop, apiKey),
  };
}

/** Switches the shop on for a person of it, when nothing is missing. */
export async function activateShop(deps: TellDeps, actor: Actor): Promise<ActivationAnswer> {
  const row = await loadReadiness(deps.db, actor.shop.id);
  const missing = row ? missingSteps(row) : [];
  if (!row || missing.length > 0) return { kind: "missing", missing };
  return switchTo(deps, actor, true);
}

/** Switches the shop off: checkout shows the method no more, and codes that exist go on. */
export async function deactivateShop(deps: TellDeps, actor: Actor): Promise<ActivationAnswer> {
  return switchTo(deps, actor, false);
}

async function switchTo(deps: TellDeps, actor: Actor, ready: boolean): Promise<ActivationAnswer> {
  const { shop, userId } = actor;
  await storeReady(deps.db, { shopId: shop.id, userId, ready, now: deps.clock.now() });
  const told = await tellReadiness(deps, shop.id, 0);
  if (told.kind === "problem")
    return { kind: "not-told", problem: told.problem, willRetry: told.willRetry };
  return { kind: ready ? "activated" : "deactivated" };
}
