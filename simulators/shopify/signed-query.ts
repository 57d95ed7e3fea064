import { createHmac } from "node:crypto";

/**
 * The query with its `hmac`: hexadecimal HMAC-SHA256, keyed with the app's secret, over the other parameters sorted by
 * name and escaped as in an address, spaces as %20 (shopify.dev, verifying requests from Shopify, read 2026-11-27).
 */
export function signedQuery(parameters: Record<string, string>, secret: string): string {
  const sorted = Object.entries(parameters).sort(([one], [other]) => one.localeCompare(other));
  const text = new URLSearchParams(sorted).toString().replaceAll("+", "%20");
  const hmac = createHmac("sha256", secret).update(text).digest("hex");
  return `${text}&hmac=${hmac}`;
}
