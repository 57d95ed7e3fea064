/**
 * Security headers of the merchant's documents. Everything comes from us, but for Shopify's App Bridge where the admin
 * lives inside Shopify's (it may not be copied: Shopify, App Bridge, read 2026-11-22).
 */
export function merchantDocumentHeaders(input: {
  nonce: string;
  /** Address of App Bridge; null outside of Shopify's frame. */
  appBridge: string | null;
  /** The whole directive `frame-ancestors …`. */
  frameAncestors: string;
}): Record<string, string> {
  const bridge = input.appBridge === null ? "" : ` ${new URL(input.appBridge).origin}`;
  return {
    "Content-Security-Policy": [
      "default-src 'self'",
      `script-src 'self' 'nonce-${input.nonce}'${bridge}`,
      // Polaris and React write measured sizes and Polaris its colours into `style` attributes, which no nonce can allow.
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      `connect-src 'self'${bridge}`,
      "object-src 'none'",
      "form-action 'self'",
      "base-uri 'none'",
      input.frameAncestors,
    ].join("; "),
    // Browsers heed it only over TLS (RFC 6797, section 8.1), so that a demo on plain HTTP works.
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    // With no-referrer a browser sends `Origin: null` along with a form, and we could not tell our own forms from others'.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    // A document inside a frame has nobody's windows to protect itself from, and Shopify's admin is its opener.
    ...(input.appBridge === null && { "Cross-Origin-Opener-Policy": "same-origin" }),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
  };
}
