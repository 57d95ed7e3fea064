import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { pageFields, type PageFields } from "#app/merchants/page-settings-form.ts";
import type { PageSettingsView } from "#app/merchants/page-settings-view.ts";
import { openPage, withCode } from "../builders/payment.ts";
import { openSettings, settingsAuditOf, type SettingsPage } from "../builders/settings-page.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("shopper_page");

const loaded = z.object({ view: z.custom<PageSettingsView>() });
const ALL: Partial<PageFields> = {
  storeName: "Zapatos Ñandú",
  helpUrl: "https://zapatos.pe/ayuda",
  supportEmail: "ayuda@zapatos.pe",
  supportWhatsapp: "987 654 321",
  supportPhone: "0800-12345",
  accentColor: "8A1C4A",
};

const open = () =>
  openSettings(world(), { address: "/app/shopper-page", route: "routes/merchant/shopper-page" });
const read = async (page: SettingsPage) => loaded.parse(await page.load()).view;

async function save(page: SettingsPage, typed: Partial<PageFields>, view?: PageSettingsView) {
  const { settings, version } = view ?? (await read(page));
  return page.post({ ...pageFields(settings), ...typed, version: String(version), intent: "save" });
}

/** The page's own stylesheet, then what its store adds. */
function stylesIn(html: string): string[] {
  return [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, style]) => style ?? "");
}

describe("what a merchant saves of the shopper's page", () => {
  it("is on the page of a code that exists already", async () => {
    const page = await open();
    const payment = await withCode(world(), { shop: page.shop.domain });

    expect(await save(page, ALL)).toMatchObject({ status: 200, kind: "saved" });
    const html = await openPage(payment);

    expect(html).toContain("Zapatos Ñandú");
    expect(html).toContain('href="https://zapatos.pe/ayuda"');
    expect(html).toContain('href="https://wa.me/51987654321"');
    expect(html).toContain('href="tel:080012345"');
    expect(html).toContain('href="mailto:ayuda@zapatos.pe"');
    expect(gzipSync(html).length).toBeLessThanOrEqual(14 * 1024);
  });

  it("colours the page by one rule that the document's own policy lets in", async () => {
    const page = await open();
    await save(page, ALL);
    const payment = await withCode(world(), { shop: page.shop.domain });

    const answer = await fetch(payment.url);

    const rule = stylesIn(await answer.text()).at(-1) ?? "";
    expect(rule).toBe(":root{--action:#8a1c4a}");
    const hash = createHash("sha256").update(rule).digest("base64");
    expect(answer.headers.get("content-security-policy")).toContain(` 'sha256-${hash}'; `);
  });

  it("costs a page without a colour nothing", async () => {
    const page = await open();
    const payment = await withCode(world(), { shop: page.shop.domain });

    const answer = await fetch(payment.url);

    expect(stylesIn(await answer.text())).toHaveLength(1);
    expect(answer.headers.get("content-security-policy")).toMatch(/style-src 'self' 'sha256-[^']+'; /);
  });

  it("takes English away from whoever asks for it, where only Spanish is offered", async () => {
    const page = await open();
    const payment = await withCode(world(), { shop: page.shop.domain });
    const english = { url: `${payment.url}?lang=en` };
    expect(await openPage(english)).toContain('<html lang="en');

    await save(page, { english: "no" });

    const html = await openPage(english);
    expect(html).toContain('<html lang="es-PE"');
    expect(html).not.toContain('hrefLang="en"');
  });

  it("is audited with the person, what was before and what is after", async () => {
    const page = await open();
    const { settings } = await read(page);

    await save(page, { storeName: "Zapatos Ñandú", english: "no" });

    expect(await settingsAuditOf(world(), page)).toMatchObject([
      {
        action: "page-saved",
        user_id: page.userId,
        before: { displayName: settings.storeName, shopperLanguages: ["es", "en"] },
        after: { displayName: "Zapatos Ñandú", shopperLanguages: ["es"], accentColor: null },
      },
    ]);
  });
});

describe("a save that is refused", () => {
  it("of a second tab changes nothing", async () => {
    const page = await open();
    const seen = await read(page);
    await save(page, { supportPhone: "0800-12345" }, seen);

    const second = await save(page, { storeName: "Otra", supportPhone: "" }, seen);

    expect(second).toMatchObject({ status: 409, kind: "conflict" });
    const { settings, version } = await read(page);
    expect(settings).toMatchObject({ storeName: seen.settings.storeName, supportPhone: "0800-12345" });
    expect(version).toBe(1);
    expect(await settingsAuditOf(world(), page)).toHaveLength(1);
  });

  it("names each wrong field and saves none of the others", async () => {
    const page = await open();

    const answer = await save(page, {
      ...ALL,
      helpUrl: "http://zapatos.pe",
      accentColor: "#ffee00",
    });

    expect(answer).toEqual({
      status: 422,
      kind: "refused",
      problems: { helpUrl: "page.problem.helpUrl", accentColor: "page.problem.contrast" },
    });
    expect((await read(page)).settings.supportPhone).toBeNull();
  });
});

it("remembers that somebody has seen the preview, without counting it as a save", async () => {
  const page = await open();
  expect((await read(page)).isPreviewed).toBe(false);

  const answer = await page.post({ intent: "previewed" });

  expect(answer).toMatchObject({ status: 200, kind: "saved" });
  expect(await read(page)).toMatchObject({ isPreviewed: true, version: 0 });
});
