import { randomUUID } from "node:crypto";
import type pg from "pg";

export type Row = Record<string, string | number | boolean | Date | null>;

export const NOW = "2026-11-22T15:00:00Z";

export interface Place {
  shopId: string;
  versionId: string;
  group: string;
  paymentId: string;
}

/**
 * Writes rows past the app, straight into the tables: what a bug, a script or a person at a console could do. Each row is
 * valid but for what the test sets.
 */
export class RowWriter {
  readonly #client: pg.Client;
  #lastCip = 311_100_000;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  async insert(table: string, row: Row): Promise<string> {
    const names = Object.keys(row);
    const places = names.map((_, index) => `$${index + 1}`);
    await this.#client.query(
      `insert into ${table} (${names.join(", ")}) values (${places.join(", ")})`,
      Object.values(row),
    );
    return String(row["id"]);
  }

  async newShop(more: Row = {}): Promise<string> {
    const id = randomUUID();
    const shop = { id, domain: `${id}.myshopify.com`, display_name: "Tienda", installed_at: NOW };
    return this.insert("shops", { ...shop, ...more });
  }

  async newVersion(shopId: string, more: Row = {}): Promise<string> {
    const setId = randomUUID();
    await this.insert("credential_sets", {
      id: setId,
      shop_id: shopId,
      mode: "live",
      notice_token: setId,
      created_at: NOW,
    });
    const version = { set_id: setId, number: 1, service_id: 1, created_at: NOW, ...more };
    const sealed = { sealed_access_key: "sealed", sealed_secret_key: "sealed" };
    return this.insert("credential_versions", { id: randomUUID(), ...version, ...sealed });
  }

  async newPayment(shopId: string, more: Row = {}): Promise<string> {
    const id = randomUUID();
    return this.insert("payments", {
      id,
      shop_id: shopId,
      session_id: id,
      session_gid: `gid://shopify/PaymentSession/${id}`,
      session_group: "group",
      amount_centimos: 12_500,
      currency: "PEN",
      test: false,
      kind: "sale",
      slug: id,
      cancel_url: "https://tienda.myshopify.com/checkouts/1",
      proposed_at: NOW,
      received_at: NOW,
      started_at: NOW,
      ...more,
    });
  }

  /** A shop with keys and one open payment. */
  async place(): Promise<Place> {
    const shopId = await this.newShop();
    const versionId = await this.newVersion(shopId);
    return { shopId, versionId, group: "group", paymentId: await this.newPayment(shopId) };
  }

  newCode(at: Place, more: Row = {}): Promise<string> {
    return this.insert("codes", {
      id: randomUUID(),
      payment_id: at.paymentId,
      shop_id: at.shopId,
      session_group: at.group,
      mode: "live",
      credential_version_id: at.versionId,
      amount_centimos: 12_500,
      currency: "PEN",
      state: "live",
      cip: String((this.#lastCip += 1)),
      expires_at: NOW,
      grace_minutes: 30,
      created_at: NOW,
      ...more,
    });
  }

  newReport(at: Place, kind: string, more: Row = {}): Promise<string> {
    const id = randomUUID();
    const times = { decided_at: NOW, next_attempt_at: NOW };
    return this.insert("reports", {
      id,
      payment_id: at.paymentId,
      kind,
      arguments: "{}",
      ...times,
      ...more,
    });
  }

  newCase(at: Place, more: Row = {}): Promise<string> {
    const id = randomUUID();
    const times = { opened_at: NOW, last_seen_at: NOW };
    return this.insert("cases", {
      id,
      shop_id: at.shopId,
      kind: "paid-twice",
      merge_key: id,
      ...times,
      ...more,
    });
  }

  /** A refund of Shopify's that nobody has worked on; of S/ 50.00 where the payment is of S/ 125.00. */
  newRefund(at: Place, more: Row = {}): Promise<string> {
    const id = randomUUID();
    return this.insert("refunds", {
      id,
      shop_id: at.shopId,
      payment_id: at.paymentId,
      session_id: id,
      session_gid: `gid://shopify/RefundSession/${id}`,
      amount_centimos: 5_000,
      currency: "PEN",
      test: false,
      received_at: NOW,
      state: "opened",
      ...more,
    });
  }
}
