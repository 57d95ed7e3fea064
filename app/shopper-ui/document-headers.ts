/**
 * Security headers of the documents a shopper opens. Everything is refused unless stated: the page has
 * no third-party origin, and its address is a secret of the shopper. `styleHashes`: of each style that stands in the
 * document itself (base64 of its SHA-256), null for one that it does without.
 */
export function shopperDocumentHeaders(...styleHashes: readonly (string | null)[]): Record<string, string> {
  const hashes = styleHashes.filter((hash) => hash !== null);
  return {
    "Content-Security-Policy": [
      "default-src 'none'",
      "script-src 'self'",
      ["style-src 'self'", ...hashes.map((hash) => `'sha256-${hash}'`)].join(" "),
      "img-src 'self' data:",
      "connect-src 'self'",
      // Browsers hold a form's answer to this through every redirect: forms answer with a page of ours.
      "form-action 'self'",
      "frame-ancestors 'none'",
      "object-src 'none'",
      "base-uri 'none'",
    ].join("; "),
    // Browsers heed it only over TLS (RFC 6797, section 8.1), so that a demo on plain HTTP works.
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy":
      "camera=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-write=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
  };
}
