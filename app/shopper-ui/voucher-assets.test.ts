import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { bundledPageScript } from "../../scripts/page-script.ts";
import { SCRIPT_HREF, STYLE_HREF } from "./voucher-assets.ts";

const style = readFileSync(join(import.meta.dirname, "../../public/voucher.css"), "utf8");
const script = await bundledPageScript();

function addressOf(name: string, content: string): string {
  return `/${name}?v=${createHash("sha256").update(content).digest("hex").slice(0, 8)}`;
}

describe("the page's static files", () => {
  // Fault: a file changes, its address does not, and phones keep a cached copy that no longer fits the page.
  it("change their address with their content", () => {
    expect({ STYLE_HREF, SCRIPT_HREF }).toEqual({
      STYLE_HREF: addressOf("voucher.css", style),
      SCRIPT_HREF: addressOf("voucher.js", script),
    });
  });

  it("stay small enough for a slow phone: script ≤ 8 KB, style ≤ 6 KB, compressed", () => {
    expect(gzipSync(script).length).toBeLessThanOrEqual(8 * 1024);
    expect(gzipSync(style).length).toBeLessThanOrEqual(6 * 1024);
  });

  it("load nothing from anywhere else", () => {
    expect(style).not.toMatch(/url\(|@import/);
    expect(script).not.toMatch(/https?:\/\/|\bimport\b|\beval\b/);
  });

  it("bring a script without our comments and spaces", () => {
    expect(script.split("\n")).toHaveLength(1);
  });
});
