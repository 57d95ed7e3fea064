import { describe, expect, it } from "vitest";
import { SHOPPER_DOCUMENT_HEADERS } from "./document-headers.ts";

describe("the shopper's documents", () => {
  const policy = SHOPPER_DOCUMENT_HEADERS["Content-Security-Policy"] ?? "";

  it("load nothing from a third party", () => {
    const sources = policy.split("; ").flatMap((directive) => directive.split(" ").slice(1));

    expect(new Set(sources)).toEqual(new Set(["'none'", "'self'", "data:"]));
    expect(policy).toContain("default-src 'none'");
  });

  it("cannot be framed", () => {
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it("tell nobody their address, and are kept by no cache and no search engine", () => {
    expect(SHOPPER_DOCUMENT_HEADERS).toMatchObject({
      "Referrer-Policy": "no-referrer",
      "Cache-Control": "no-store",
      "X-Robots-Tag": "noindex, nofollow",
    });
  });
});
