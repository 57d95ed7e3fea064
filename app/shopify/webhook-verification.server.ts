/**
 * Takes a webhook's bytes and proves that Shopify sent them, by Shopify's own library; no session is loaded or refreshed,
 * because after an uninstall there is none.
 */
import type { Shopify } from "@shopify/shopify-api";
import { parseWebhook, type ShopifyWebhook } from "./webhook-message.ts";

/** The longest body that we subscribe to lists a customer's order ids: a million bytes are tens of thousands of them. */
const MAX_BYTES = 1_000_000;

/** `refused` carries the HTTP status that Shopify gets, which decides whether it delivers again. */
export type ReadWebhook =
  | { kind: "webhook"; webhook: ShopifyWebhook }
  | { kind: "unknown-topic"; topic: string }
  | { kind: "refused"; status: 400 | 401 | 413; reason: string };

/** Reads the body once, as bytes. Throws only when the sender hangs up in the middle. */
export async function readWebhook(api: Shopify, request: Request): Promise<ReadWebhook> {
  const bytes = await readBytes(request);
  if (!bytes) return { kind: "refused", status: 413, reason: "body-too-large" };
  const body = decode(bytes);
  if (body === null) return { kind: "refused", status: 401, reason: "not-utf-8" };
  const checked = await api.webhooks.validate({ rawBody: body, rawRequest: request });
  if (!checked.valid) {
    const isSigned = checked.reason === "missing_headers";
    return { kind: "refused", status: isSigned ? 400 : 401, reason: checked.reason };
  }
  const topic = request.headers.get("X-Shopify-Topic") ?? "";
  const parsed = parseWebhook({
    topic,
    shop: checked.domain,
    webhookId: checked.webhookId,
    triggeredAt: checked.triggeredAt ?? null,
    body,
  });
  if (parsed.kind === "unknown-topic") return { ...parsed, topic };
  return parsed.kind === "refused" ? { ...parsed, status: 400 } : parsed;
}

/** Null when there are too many. Their number is counted as they come: a sender may announce none. */
async function readBytes(request: Request): Promise<Uint8Array | null> {
  if (Number(request.headers.get("Content-Length") ?? 0) > MAX_BYTES) return null;
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const next = await reader?.read();
    if (!next || next.done) return Buffer.concat(chunks);
    size += next.value.byteLength;
    if (size > MAX_BYTES) {
      await reader?.cancel();
      return null;
    }
    chunks.push(next.value);
  }
}

/** The library signs text; only bytes that come back from it unchanged may be taken for it. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
