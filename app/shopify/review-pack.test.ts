import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const pack = readFileSync(path.join(root, "docs", "review-pack.md"), "utf8");

/** App Store requirements for payments apps, and the general ones that payments apps fail; read 2026-11-22. */
const RULES = [
  ...Array.from({ length: 15 }, (_, index) => `5.2.${index + 1}`),
  ...["1.1.7", "1.1.15", "1.2.1", "2.1.1, 2.1.2", "2.3.1", "2.3.2, 2.3.3", "2.3.4", "3.1.1"],
  ...["4.3.2", "4.3.8", "4.5.3", "4.5.4", "4.5.6"],
];

/** The cells of the row that begins with this word. */
function row(first: string): string[] {
  const line = pack.split("\n").find((each) => each.split("|")[1]?.trim() === first);
  return (line ?? "").split("|").map((cell) => cell.trim());
}

describe("the review pack", () => {
  it.each(RULES)("says of rule %s how it is met", (rule) => {
    const [, , asks, met, proof] = row(rule);

    expect([asks, met, proof].filter((cell) => !cell)).toEqual([]);
  });

  it("names only files that exist", () => {
    const named = [...pack.matchAll(/`((?:app|tests|extensions)\/[\w./-]+|shopify[\w.]+toml)`/g)];
    const missing = named.map(([, file = ""]) => file).filter((file) => !existsSync(path.join(root, file)));

    expect(named.length).toBeGreaterThan(40);
    expect(missing).toEqual([]);
  });

  it("keeps the listing's texts within their lengths, in every language of the admin", () => {
    const limits = {
      introduction: 100,
      details: 500,
      ...Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`feature ${n}`, 80])),
    };

    for (const [part, most] of Object.entries(limits)) {
      const texts = row(part).slice(2, 5);
      expect(
        texts.filter((text) => text !== ""),
        part,
      ).toHaveLength(3);
      expect(
        texts.filter((text) => text.length > most),
        part,
      ).toEqual([]);
    }
  });
});
