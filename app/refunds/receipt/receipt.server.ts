/**
 * The bank's receipt of a refund: judged by its content, sealed before it is stored, and handed out to the shop's own people
 * only. Nothing of it is stored when it is refused.
 */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { isId, newId } from "#app/lib/ids.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { Secret } from "#app/lib/secret.ts";
import type { SealedPlace, Vault } from "#app/lib/vault.server.ts";
import { recordAudit } from "#app/merchants/audit.server.ts";
import { checkReceipt, receiptName } from "#app/refunds/receipt/receipt-file.ts";
import type { ReceiptAnswer, ReceiptView } from "#app/refunds/receipt/receipt-page.ts";
import {
  loadReceipt,
  loadReceiptPlace,
  loadSealedReceipt,
} from "#app/refunds/receipt/receipt-queries.server.ts";
import { keepReceipt } from "#app/refunds/receipt/receipt-store.server.ts";

export interface ReceiptDeps {
  clock: Clock;
  db: Queryable;
  vault: Vault;
}

export interface ReceiptInput {
  shopId: string;
  refundId: string;
  /** Shopify's id of the person. */
  userId: string;
}

/** Keeps this file as the refund's receipt. Null when the shop has no such refund. */
export async function addReceipt(
  deps: ReceiptDeps,
  input: ReceiptInput & { file: { name: string; claimedType: string; bytes: Uint8Array } },
): Promise<ReceiptAnswer | null> {
  const { shopId, refundId, userId, file } = input;
  invariant(userId !== "", "a receipt is added by a person");
  const place = isId(refundId) ? await loadReceiptPlace(deps.db, input) : null;
  if (!place) return null;
  if (!place.isPaidOut) return { kind: "refused", reason: "not-paid-out" };
  if (place.isWiped) return { kind: "refused", reason: "too-late" };
  if (place.hasReceipt) return { kind: "refused", reason: "there-is-one" };
  const checked = checkReceipt(file);
  if (checked.kind === "refused") return checked;
  const id = newId(deps.clock);
  const text = new Secret(Buffer.from(file.bytes).toString("base64"));
  const isKept = await keepReceipt(deps.db, {
    ...{ id, shopId, refundId, userId, at: deps.clock.now() },
    fileName: receiptName(refundId, checked.type),
    mediaType: checked.type,
    size: file.bytes.length,
    sealed: deps.vault.seal(text, placeOf(place.shop, id)),
  });
  return isKept ? { kind: "kept" } : { kind: "refused", reason: "there-is-one" };
}

/** What the refund's page says of its receipt; null when there is none. */
export async function seeReceipt(
  deps: Pick<ReceiptDeps, "db">,
  key: { shopId: string; refundId: string },
): Promise<ReceiptView | null> {
  const stored = isId(key.refundId) ? await loadReceipt(deps.db, key) : null;
  if (!stored) return null;
  const { fileName, size, addedAt, addedBy } = stored;
  return { name: fileName, size, addedAt: addedAt.toISOString(), addedBy };
}

/** The file as it was added, written down with the person's name first. Null when there is none. */
export async function fetchReceipt(
  deps: ReceiptDeps,
  input: ReceiptInput,
): Promise<{ name: string; mediaType: string; bytes: Uint8Array<ArrayBuffer> } | null> {
  const stored = isId(input.refundId) ? await loadReceipt(deps.db, input) : null;
  const sealed = stored && (await loadSealedReceipt(deps.db, stored.id));
  if (!stored || sealed === null) return null;
  await recordAudit(deps.db, {
    ...{ shopId: input.shopId, userId: input.userId, at: deps.clock.now(), paymentId: stored.paymentId },
    action: "refund-receipt-fetched",
    after: { refundId: input.refundId },
  });
  const text = deps.vault.open(sealed, placeOf(stored.shop, stored.id)).reveal();
  return {
    name: stored.fileName,
    mediaType: stored.mediaType,
    bytes: new Uint8Array(Buffer.from(text, "base64")),
  };
}

function placeOf(shop: string, receiptId: string): SealedPlace {
  return { shop, field: `refund-receipt:${receiptId}` };
}
