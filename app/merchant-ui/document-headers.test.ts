import { describe, expect, it } from "vitest";
import { merchantDocumentHeaders } from "./document-headers.ts";

const standalone = merchantDocumentHeaders({
  nonce: "abc",
  appBridge: null,
  frameAncestors: "frame-ancestors 'none'",
});
const embedded = merchantDocumentHeaders({
  nonce: "abc",
  appBridge: "https://cdn.shopify.com/shopifycloud/app-bridge.js",
  frameAncestors: "frame-ancestors https://a.myshopify.com https://admin.shopify.com",
});

/** Each directive with its sources. */
function policy(headers: Record<string, string>): Record<string, string> {
  const directives = (headers["Content-Security-Policy"] ?? "").split("; ");
  const entries = directives.map((directive): [string, string] => {
    const [name = "", ...sources] = directive.split(" ");
    return [name, sources.join(" ")];
  });
  return Object.fromEntries(entries);
}

describe("a document of the merchant's admin", () => {
  it("runs our own scripts only, and inline ones only with the nonce", () => {
    expect(policy(standalone)).toMatchObject({
      "default-src": "'self'",
      "script-src": "'self' 'nonce-abc'",
      "connect-src": "'self'",
      "frame-ancestors": "'none'",
    });
  });

  it("trusts Shopify's App Bridge and frame only inside Shopify's admin", () => {
    expect(policy(embedded)).toMatchObject({
      "script-src": "'self' 'nonce-abc' https://cdn.shopify.com",
      "frame-ancestors": "https://a.myshopify.com https://admin.shopify.com",
    });
  });

  it("is kept nowhere, and tells our own forms from others' by their Origin", () => {
    for (const headers of [standalone, embedded]) {
      expect(headers["Cache-Control"]).toBe("no-store");
      expect(headers["Referrer-Policy"]).toBe("same-origin");
      expect(policy(headers)["script-src"]).not.toMatch(/unsafe|\*/);
    }
  });
});
