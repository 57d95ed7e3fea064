import { describe, expect, it } from "vitest";
import { parseShopDomain } from "./shop-domain.ts";

describe("a shop's domain", () => {
  it.each(["a.myshopify.com", "tienda-1.myshopify.com", "9x.myshopify.com"])("may be %s", (text) => {
    expect(parseShopDomain(text)).toBe(text);
  });

  it.each([
    "",
    "myshopify.com",
    ".myshopify.com",
    "-a.myshopify.com",
    "A.myshopify.com",
    "a.b.myshopify.com",
    "a.myshopify.com.",
    "a.myshopify.com\n",
    "a.myshopify.com:443",
    "a.myshopify.com/x",
    "a.myshopify.com.evil.example",
    "evil.example#.myshopify.com",
    "user@a.myshopify.com",
    `${"a".repeat(64)}.myshopify.com`,
    null,
    undefined,
  ])("is never %j", (text) => {
    expect(parseShopDomain(text)).toBeNull();
  });
});
