import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import { credentialsOfVersion } from "#app/merchants/credential-queries.server.ts";
import { createGatheredSearch, type GatheredSearch } from "#app/pagoefectivo/gathered-search.server.ts";
import type { PagoEfectivoClient } from "#app/pagoefectivo/pagoefectivo-client.ts";
import type { ProviderQrSource } from "#app/pagoefectivo/provider-qr.server.ts";
import type { ShopifySessions } from "#app/shopify/offline-token.server.ts";
import type { PaymentsAppsClient, ReportKind } from "#app/shopify/payments-apps-client.ts";

/** What the use cases of payments work with; built once at start, with real parts in tests too. */
export interface PaymentDeps {
  clock: Clock;
  db: Queryable;
  log: Logger;
  vault: Vault;
  sessions: ShopifySessions;
  pagoefectivo: PagoEfectivoClient;
  /** For one code at a time; several that are wanted at once are one search. */
  lookUps: GatheredSearch;
  providerQr: ProviderQrSource;
  shopify: PaymentsAppsClient;
  /** Takes note of an attempt that is over, and is back at once. */
  onReport?: (report: MadeReport) => void;
}

/** Look-ups over these parts. The keys are read for each search: a rotation counts at once. */
export function gatherLookUps(
  parts: Pick<PaymentDeps, "clock" | "db" | "vault" | "pagoefectivo">,
  size: number,
): GatheredSearch {
  const { clock, db, vault, pagoefectivo } = parts;
  return createGatheredSearch({
    clock,
    size,
    search: async (versionId, cips) =>
      pagoefectivo.searchCips(await credentialsOfVersion(db, vault, versionId), cips),
  });
}

/** One attempt to tell Shopify something. */
export interface MadeReport {
  kind: ReportKind;
  verdict: "acknowledged" | "again" | "held" | "too-far" | "refused" | "dead";
  at: Date;
  /** Of a resolve: when the money was paid, as PagoEfectivo says, and when a notice first said so. */
  paidAt: Date | null;
  noticedAt: Date | null;
}
