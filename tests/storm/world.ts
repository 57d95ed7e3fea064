/** What a storm is made of: one seed's system, as acts, workers and the judge see it. */
import type { QueryResultRow } from "pg";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import type { Dependencies } from "../../server/dependencies.ts";
import type { PagoEfectivoSimulator } from "../../simulators/pagoefectivo/server.ts";
import type { ShopifySimulator } from "../../simulators/shopify/server.ts";
import type { Dice } from "./dice.ts";
import type { Machine, MachineName } from "./machine.ts";
import type { Stage } from "./stage.ts";
import type { VirtualClock } from "./virtual-clock.ts";

export interface StormShop {
  domain: ShopDomain;
  id: string;
  serviceIds: { live: number; sandbox: number };
  keys: { live: Keys; sandbox: Keys };
  noticeTokens: { live: string; sandbox: string };
}

export interface Keys {
  accessKey: string;
  secretKey: string;
}

/** A refund that the desk took as paid out: from then on the merchant has sent the money. */
interface PaidOut {
  refundId: string;
  at: Date;
}

export interface StormWorld {
  clock: VirtualClock;
  /** How wrong the machines' clocks are. */
  skewMs: number;
  dice: Dice;
  stage: Stage;
  shopify: ShopifySimulator;
  pagoefectivo: PagoEfectivoSimulator;
  shops: StormShop[];
  /** In the merchant's own book, which knows nothing of ours. */
  paidOut: PaidOut[];
  /** Outside of every machine, for looking and for the merchant's own steps at Shopify. */
  calm: Dependencies;
  machines: Map<MachineName, Machine>;
  /** Where the doors are now. */
  webOrigin: string;
  /** What was met, by name. */
  counts: Map<string, number>;
  count(what: string): void;
  start(name: MachineName): Promise<void>;
  rows<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}
