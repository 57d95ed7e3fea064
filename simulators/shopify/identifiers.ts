import { createHash, randomBytes } from "node:crypto";

/** An opaque identifier of 24 letters and digits, as Shopify's payment ids look. */
export function opaqueId(): string {
  let id = "";
  while (id.length < 24)
    id += randomBytes(24)
      .toString("base64")
      .replace(/[^A-Za-z0-9]/g, "");
  return id.slice(0, 24);
}

/** A base64 text of 44 characters, the look of `group` and `session_id` (shopify.dev, request reference, read 2026-11-22). */
export function base64Id(): string {
  return randomBytes(32).toString("base64");
}

/** The global id of a payment session: what the mutations take as `id` (shopify.dev, request reference, read 2026-11-22). */
export function paymentSessionGid(id: string): string {
  return `gid://shopify/PaymentSession/${id}`;
}

/** The global id of a refund session (shopify.dev, request reference, read 2026-11-22). */
export function refundSessionGid(id: string): string {
  return `gid://shopify/RefundSession/${id}`;
}

/** A number that is always the same for the same text: Shopify's own numbers of shops and people are kept by the app. */
export function steadyNumber(text: string): number {
  const digest = createHash("sha256").update(text).digest();
  return 60_000_000_000 + digest.readUInt32BE(0);
}
