import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { newId } from "#app/lib/ids.server.ts";
import { listPayments } from "#app/payments/payment-list.server.ts";
import type { ListedPayment, PaymentList } from "#app/payments/payment-list.ts";
import { RowWriter, type Place, type Row } from "./rows.ts";
import { cloneDatabase } from "../setup/database.ts";

export const NOON = new Date("2026-11-24T17:00:00.000Z");
export const HOUR_MS = 3_600_000;

export interface ListedShopRows {
  shopId: string;
  versionId: string;
}

/** A database of the file's own with shops whose payments are written straight into the tables: many, and fast. */
export function useListedPayments(name: string): () => ListedPayments {
  let built: ListedPayments | null = null;
  let end = async () => {};
  beforeAll(async () => {
    const database = await cloneDatabase(name);
    const pool = new pg.Pool({ connectionString: database.url, max: 3 });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    built = new ListedPayments(pool, new RowWriter(client));
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

export class ListedPayments {
  readonly pool: pg.Pool;
  readonly rows: RowWriter;
  #made = 0;

  constructor(pool: pg.Pool, rows: RowWriter) {
    this.pool = pool;
    this.rows = rows;
  }

  async newShop(): Promise<ListedShopRows> {
    const shopId = await this.rows.newShop();
    return { shopId, versionId: await this.rows.newVersion(shopId) };
  }

  /** A payment made so many hours before noon, with an id of that time; each in a group of its own. */
  async payment(shop: ListedShopRows, hoursAgo: number, more: Row = {}): Promise<Place> {
    const at = new Date(NOON.getTime() - hoursAgo * HOUR_MS);
    const group = `group-${(this.#made += 1)}`;
    const hasDeadline = more["told"] === "pending" || more["told"] === "lapsed";
    const paymentId = await this.rows.newPayment(shop.shopId, {
      id: newId({ now: () => at }),
      session_group: group,
      ...{ proposed_at: at, received_at: at, started_at: at },
      ...(hasDeadline && { pending_expires_at: new Date(at.getTime() + 49 * HOUR_MS) }),
      ...more,
    });
    return { ...shop, group, paymentId };
  }

  /** One that waits to be paid; its code expires 48 hours after it was made. */
  async pending(shop: ListedShopRows, hoursAgo: number, more: Row = {}): Promise<Place> {
    const place = await this.payment(shop, hoursAgo, { told: "pending", ...more });
    const expiry = new Date(NOON.getTime() + (48 - hoursAgo) * HOUR_MS);
    await this.rows.newCode(place, { expires_at: expiry });
    return place;
  }

  list(shop: ListedShopRows, query: string): Promise<PaymentList> {
    return listPayments({ db: this.pool }, { shopId: shop.shopId, query: new URLSearchParams(query) });
  }

  /** The ids on the first page. */
  async found(shop: ListedShopRows, query: string): Promise<string[]> {
    return idsOf(await this.list(shop, query));
  }

  /** Every page, first to last, by the links that each one gives. */
  async walk(shop: ListedShopRows, query: string, between: () => Promise<unknown> = async () => {}) {
    const pages: PaymentList[] = [];
    let next: string | null = null;
    do {
      const page: PaymentList = await this.list(shop, next === null ? query : `${query}&after=${next}`);
      pages.push(page);
      next = page.next;
      await between();
    } while (next !== null && pages.length < 20);
    return pages;
  }
}

export function idsOf(page: { rows: ListedPayment[] }): string[] {
  return page.rows.map(({ id }) => id);
}
