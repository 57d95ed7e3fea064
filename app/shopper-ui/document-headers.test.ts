import { describe, expect, it } from "vitest";
import { shopperDocumentHeaders } from "./document-headers.ts";

describe("the shopper's documents", () => {
  const headers = shopperDocumentHeaders(null);
  const policy = headers["Content-Security-Policy"] ?? "";

  it("load nothing from a third party", () => {
    const sources = policy.split("; ").flatMap((directive) => directive.split(" ").slice(1));

    expect(new Set(sources)).toEqual(new Set(["'none'", "'self'", "data:"]));
    expect(policy).toContain("default-src 'none'");
  });

  it("let in the styles of ours that they hold by their hashes, and no script beside our own file", () => {
    const coloured = shopperDocumentHeaders("abc=", "def=")["Content-Security-Policy"] ?? "";

    expect(coloured).toBe(
      policy.replace("style-src 'self'", "style-src 'self' 'sha256-abc=' 'sha256-def='"),
    );
    expect(coloured).toContain("script-src 'self';");
  });

  it("cannot be framed", () => {
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it("tell nobody their address, and are kept by no cache and no search engine", () => {
    expect(headers).toMatchObject({
      "Referrer-Policy": "no-referrer",
      "Cache-Control": "no-store",
      "X-Robots-Tag": "noindex, nofollow",
    });
  });
});
