import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { SCRIPT_HREF, STYLE_HREF } from "./voucher-assets.ts";

const PUBLIC = join(import.meta.dirname, "../../public");

function read(name: string): Buffer {
  return readFileSync(join(PUBLIC, name));
}

function addressOf(name: string): string {
  return `/${name}?v=${createHash("sha256").update(read(name)).digest("hex").slice(0, 8)}`;
}

describe("the page's static files", () => {
  // Fault: a file changes, its address does not, and phones keep a cached copy that no longer fits the page.
  it("change their address with their content", () => {
    expect({ STYLE_HREF, SCRIPT_HREF }).toEqual({
      STYLE_HREF: addressOf("voucher.css"),
      SCRIPT_HREF: addressOf("voucher.js"),
    });
  });

  it("stay small enough for a slow phone: script ≤ 8 KB, style ≤ 6 KB, compressed", () => {
    expect(gzipSync(read("voucher.js")).length).toBeLessThanOrEqual(8 * 1024);
    expect(gzipSync(read("voucher.css")).length).toBeLessThanOrEqual(6 * 1024);
  });

  it("load nothing from anywhere else", () => {
    expect(read("voucher.css").toString()).not.toMatch(/url\(|@import/);
    expect(read("voucher.js").toString()).not.toMatch(/https?:\/\/|import\s*\(|\beval\b/);
  });
});
