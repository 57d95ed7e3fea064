import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { movableClock, type MovableClock } from "../../scripts/demo/movable-clock.ts";
import { invariant } from "#app/lib/invariant.ts";
import { Secret } from "#app/lib/secret.ts";
import { openVault, type Vault } from "#app/lib/vault.server.ts";
import { hintOf, type Destination } from "#app/refunds/destination/destination.ts";
import { sealDestination } from "#app/refunds/destination/sealed-destination.server.ts";
import { cloneDatabase } from "../setup/database.ts";
import { RowWriter, type Row } from "./rows.ts";

/** Nobody's: a public example of a CCI, and details that a test looks for where they must not be. */
export const CANARY: Destination = {
  kind: "cci",
  cci: "00221500001449008020",
  holder: "Canaria Ñahui Del Secreto",
  documentKind: "dni",
  documentNumber: "01234567",
};

export interface RefundShop {
  shopId: string;
  domain: string;
  /** Of a paid payment whose money the shop's refunds give back. */
  paymentId: string;
}

export interface StoredRefundRow {
  state: string;
  version: number;
  batch_id: string | null;
  bank_reference: string | null;
}

/** A database of the file's own with shops whose refunds are written straight into the tables, in any state. */
export function useRefundRows(name: string, clients = 12): () => RefundRows {
  let built: RefundRows | null = null;
  let end = async () => {};
  beforeAll(async () => {
    const database = await cloneDatabase(name);
    const pool = new pg.Pool({ connectionString: database.url, max: clients });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    built = new RefundRows(pool, new RowWriter(client));
    end = async () => {
      await client.end();
      await pool.end();
      await database.drop();
    };
  });
  afterAll(() => end());
  return () => {
    invariant(built, "the database is there");
    return built;
  };
}

export class RefundRows {
  readonly pool: pg.Pool;
  readonly rows: RowWriter;
  readonly vault: Vault = openVault(new Secret(`k1:${Buffer.alloc(32, 7).toString("base64")}`));
  readonly clock: MovableClock = movableClock();

  constructor(pool: pg.Pool, rows: RowWriter) {
    this.pool = pool;
    this.rows = rows;
  }

  get deps() {
    return { db: this.pool, vault: this.vault, clock: this.clock };
  }

  async newShop(currency = "PEN"): Promise<RefundShop> {
    const shopId = await this.rows.newShop();
    const paymentId = await this.rows.newPayment(shopId, {
      told: "resolved",
      amount_centimos: 2_000_000,
      currency,
    });
    return { shopId, domain: `${shopId}.myshopify.com`, paymentId };
  }

  /** One whose details are known and that needs no approval, unless the row says otherwise. */
  async newRefund(shop: RefundShop, more: Row = {}, destination: Destination = CANARY): Promise<string> {
    const id = randomUUID();
    return this.rows.insert("refunds", {
      id,
      shop_id: shop.shopId,
      payment_id: shop.paymentId,
      session_id: id,
      session_gid: `gid://shopify/RefundSession/${id}`,
      amount_centimos: 1_250,
      currency: "PEN",
      test: false,
      received_at: this.clock.now(),
      state: "details-given",
      sealed_destination: sealDestination(this.vault, { shop: shop.domain, refundId: id }, destination),
      destination_hint: JSON.stringify(hintOf(destination)),
      details_by: "shopper",
      details_at: this.clock.now(),
      ...more,
    });
  }

  async newRefunds(shop: RefundShop, count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) {
      // A second apart: of two that came in one millisecond, either may be shown first.
      const received_at = new Date(this.clock.now().getTime() - (count - index) * 1_000);
      ids.push(await this.newRefund(shop, { amount_centimos: 1_000 + index, received_at }));
    }
    return ids;
  }

  async refund(id: string): Promise<StoredRefundRow> {
    const [row] = await this.select<StoredRefundRow>("select * from refunds where id = $1", [id]);
    invariant(row, "the refund is stored");
    return row;
  }

  async select<R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return (await this.pool.query<R>(text, [...values])).rows;
  }
}
