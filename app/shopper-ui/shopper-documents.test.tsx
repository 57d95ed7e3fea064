import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createShopperPages } from "./shopper-documents.tsx";
import { NOW, waiting } from "./voucher-samples.tsx";

const STYLE = `.a>.b{content:"<&'"}`;
const pages = createShopperPages(STYLE, { canFind: false, operator: null, payersDays: 730 });
const page = (more: object = {}) =>
  pages.voucher({ view: { ...waiting, ...more }, now: NOW, languageIsChosen: false });
const hashed = (style: string) => `'sha256-${createHash("sha256").update(style).digest("base64")}'`;

describe("a shopper's document", () => {
  it("holds the stylesheet as it is, under a policy that lets in this one and no other", () => {
    const { html, headers } = page();

    expect(html).toContain(`<style>${STYLE}</style>`);
    expect(headers["Content-Security-Policy"]).toContain(`style-src 'self' ${hashed(STYLE)};`);
    expect(html.match(/<style>/g)).toHaveLength(1);
  });

  it("corrects it with the store's colour, by a hash of its own", () => {
    const { html, headers } = page({ accentColor: "#8a1c4a" });

    expect(html).toContain("</style><style>:root{--action:#8a1c4a}</style></head>");
    expect(headers["Content-Security-Policy"]).toContain(
      `style-src 'self' ${hashed(STYLE)} ${hashed(":root{--action:#8a1c4a}")};`,
    );
    expect(page().headers["Content-Security-Policy"]).not.toContain(hashed(":root{--action:#8a1c4a}"));
  });

  it("is whole and escapes what a store is called", () => {
    const { html } = page({ storeName: '</title><script>alert("1")</script>' });

    expect(html).toMatch(/^<!DOCTYPE html><html lang="es-PE"><head><meta charSet="utf-8"\/>/);
    expect(html).toMatch(/<\/body><\/html>$/);
    expect(html).not.toContain('<script>alert("1")');
  });

  it("never comes of a stylesheet that ends its own element", () => {
    expect(() =>
      createShopperPages("a{}</STYLE><script>", { canFind: false, operator: null, payersDays: 730 }),
    ).toThrow();
  });
});

describe("what a flood is answered with", () => {
  it("speaks every language, the visitor's first", () => {
    const { html } = pages.tooMany({ language: "en", retryHref: "/v/abc" });

    expect(html).toMatch(
      /<html lang="en">.*Wait half a minute.*<section lang="es-PE"><h2>Espera medio minuto/s,
    );
    expect(html.match(/href="\/v\/abc"/g)).toHaveLength(2);
  });
});
