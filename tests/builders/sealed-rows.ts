/** A shop that has something sealed in every place there is, put there by the product's own hands where it has such. */
import { randomBytes, randomUUID } from "node:crypto";
import { Session } from "@shopify/shopify-api";
import pg from "pg";
import { invariant } from "#app/lib/invariant.ts";
import { Secret } from "#app/lib/secret.ts";
import { openVault, type Vault } from "#app/lib/vault.server.ts";
import { ALERT_SECRET_FIELD } from "#app/cases/deliver-alerts.server.ts";
import { sealPart } from "#app/books/statement-staged-file.server.ts";
import { sealSubject } from "#app/privacy/privacy-request.server.ts";
import { makeBatch } from "#app/refunds/batch/make-batch.server.ts";
import { hintOf } from "#app/refunds/destination/destination.ts";
import { sealDestination } from "#app/refunds/destination/sealed-destination.server.ts";
import { addReceipt } from "#app/refunds/receipt/receipt.server.ts";
import { sealSession } from "#app/shopify/shopify-session-store.server.ts";
import { CANARY } from "./refund-rows.ts";
import { NOW, RowWriter } from "./rows.ts";

export const newRingKey = (id: string): string => `${id}:${randomBytes(32).toString("base64")}`;
export const ringOf = (...keys: string[]): Vault => openVault(new Secret(keys.join(",")));

export const RECEIPT = Buffer.from("%PDF-1.7\n%%EOF\n");
export const PART = Buffer.from("cip,monto\n1,2\n");

export interface SealedShop {
  shopId: string;
  domain: string;
  versionId: string;
  refundId: string;
  batchId: string;
  uploadId: string;
  requestId: string;
}

export function sessionOf(domain: string, accessToken: string): Session {
  const session = new Session({ id: `offline_${domain}`, shop: domain, state: "", isOnline: false });
  session.accessToken = accessToken;
  return session;
}

/** Everything of one shop, under the vault's first key. */
export async function sealEverything(client: pg.Client, vault: Vault): Promise<SealedShop> {
  const rows = new RowWriter(client);
  const shopId = await rows.newShop();
  const domain = `${shopId}.myshopify.com`;
  const of = { shopId, domain };
  const seal = (text: string, field: Parameters<Vault["seal"]>[1]["field"]) =>
    vault.seal(new Secret(text), { shop: domain, field });
  const versionId = await rows.newVersion(shopId);
  await client.query(
    "update credential_versions set sealed_access_key = $2, sealed_secret_key = $3 where id = $1",
    [versionId, seal("access-canary", "access-key"), seal("secret-canary", "secret-key")],
  );
  await rows.insert("desk_settings", {
    ...{ shop_id: shopId, sealed_secret: seal("whsec_new", ALERT_SECRET_FIELD), secret_made_at: NOW },
    ...{ sealed_old_secret: seal("whsec_old", ALERT_SECRET_FIELD), old_secret_until: NOW },
  });
  const session = sessionOf(domain, "shpat_first");
  await rows.insert("shopify_sessions", {
    ...{ id: session.id, shop: domain, is_online: false, sealed: sealSession(vault, session) },
  });
  const requestId = await rows.insert("privacy_requests", {
    ...{ id: randomUUID(), shop_id: shopId, shop: domain, topic: "customers/data_request" },
    ...{ webhook_id: randomUUID(), triggered_at: NOW, received_at: NOW, due_at: NOW },
    sealed_subject: sealSubject(vault, domain, { email: "canaria@example.com", phone: null }),
    sealed_export: seal("{}", "privacy-export"),
  });
  const uploadId = await rows.insert("statement_uploads", {
    ...{ id: randomUUID(), shop_id: shopId, file_name: "a.csv", size: PART.length, state: "arriving" },
    ...{ user_id: "7001", begun_at: NOW },
  });
  const part = sealPart(vault, { shop: domain, uploadId, number: 0 }, PART);
  await client.query("insert into statement_upload_parts (upload_id, number, sealed) values ($1, 0, $2)", [
    uploadId,
    part,
  ]);
  await client.query("select enqueue_job('send-found-codes', $1::json, '2099-01-01', 12, null)", [
    JSON.stringify({
      ...{ id: randomUUID(), mayWrite: "no", attempt: "0" },
      sealed: vault.seal(new Secret("{}"), { shop: "-", field: "find-code" }),
    }),
  ]);
  return { ...of, versionId, uploadId, requestId, ...(await sealedRefunds({ client, rows, vault }, of)) };
}

/** A refund in a batch, whose destination and file the database keeps as they were made; another with its receipt. */
async function sealedRefunds(
  { client, rows, vault }: { client: pg.Client; rows: RowWriter; vault: Vault },
  { shopId, domain }: { shopId: string; domain: string },
): Promise<{ refundId: string; batchId: string }> {
  const deps = { db: client, vault, clock: { now: () => new Date(NOW) } };
  const money = { told: "resolved", amount_centimos: 2_000_000 };
  const at = { shopId, versionId: "", group: "group", paymentId: await rows.newPayment(shopId, money) };
  const refundOf = (state: string, more: Record<string, string> = {}) => {
    const id = randomUUID();
    return rows.newRefund(at, {
      ...{
        id,
        state,
        details_by: "shopper",
        details_at: NOW,
        destination_hint: JSON.stringify(hintOf(CANARY)),
      },
      sealed_destination: sealDestination(vault, { shop: domain, refundId: id }, CANARY),
      ...more,
    });
  };
  const paid = { paid_out_by: "7001", paid_out_on: "2026-11-22", bank_reference: "OP-1", ended_at: NOW };
  const refundId = await refundOf("details-given");
  const made = await makeBatch(deps, { shopId, userId: "7001", currency: "PEN" });
  invariant(made.kind === "made", "there is something to pay");
  const answer = await addReceipt(deps, {
    ...{ shopId, userId: "7001", refundId: await refundOf("paid-out", paid) },
    file: { name: "recibo.pdf", claimedType: "application/pdf", bytes: RECEIPT },
  });
  invariant(answer?.kind === "kept", "the receipt is kept");
  return { refundId, batchId: made.batchId };
}
