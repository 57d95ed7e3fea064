/** What the doctor asks with: the same parts that the app itself works with, built once at start. */
import type { WatchedCertificate } from "#app/lib/certificate-dates.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { OutboundHttp } from "#app/lib/outbound-http.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import type { PagoEfectivoClient } from "#app/pagoefectivo/pagoefectivo-client.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

/** For the merchant's page. */
export interface ShopDoctorDeps {
  clock: Clock;
  db: Queryable;
  vault: Vault;
  pagoefectivo: PagoEfectivoClient;
  publicOrigin: string;
  /** Reaches our own public address and nothing else. */
  ownAddress: OutboundHttp;
  /** Those of the payments port that are ours to watch. */
  certificates: readonly WatchedCertificate[];
}

/** For the operator's command. */
export interface DoctorDeps extends ShopDoctorDeps {
  /** Shopify's clock minus ours; null when it did not answer. */
  shopifyClockOffsetMs: (shop: ShopDomain) => Promise<number | null>;
}
