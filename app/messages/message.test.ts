import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };
import { MESSAGE_PLACEHOLDERS } from "./message-placeholders.ts";
import { LOCALES, message } from "./message.ts";

const APP = join(import.meta.dirname, "..");
const CATALOGUES = { es, en };
const placeholders: Record<string, readonly string[]> = MESSAGE_PLACEHOLDERS;

/** Throws if the text is not valid ICU or asks for a value that is not given. */
function format(text: string, values: Record<string, string>, locale: string): string {
  return String(new IntlMessageFormat(text, locale).format(values));
}

/** Every text of the product's own sources, without the catalogues and the tests. */
function sourceText(): string {
  return readdirSync(APP, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test.") && !path.startsWith("generated"))
    .filter((path) => !path.endsWith("message-placeholders.ts"))
    .map((path) => readFileSync(join(APP, path), "utf8"))
    .join("\n");
}

describe.each(["es", "en"] as const)("the catalogue in %s", (language) => {
  const entries = Object.entries(CATALOGUES[language]);

  it.each(entries)("%s is valid ICU and needs exactly the placeholders it states", (id, text) => {
    const values = Object.fromEntries((placeholders[id] ?? []).map((name) => [name, `«${name}»`]));

    const shown = format(text, values, LOCALES[language]);

    expect(Object.values(values).filter((value) => !shown.includes(value))).toEqual([]);
  });

  it("has no empty text, and none with a stray space at its ends", () => {
    expect(entries.filter(([, text]) => text === "" || text !== text.trim())).toEqual([]);
  });
});

describe("the catalogues", () => {
  it("say the same things, in the same order", () => {
    expect(Object.keys(en)).toEqual(Object.keys(es));
  });

  it("state placeholders only for messages that exist", () => {
    expect(Object.keys(MESSAGE_PLACEHOLDERS).filter((id) => !(id in es))).toEqual([]);
  });

  it("never use words that a shopper in Peru would misread", () => {
    // "cancelado" commonly means *paid* in Peru, and stands on the bank's screen beside an English page too; the
    // others are not this product's words for the shopper.
    const banned = {
      es: /cancelad|voucher|transacci|reembols|\bups\b|autom[aá]tico/i,
      en: /cancel|\bvoucher|transaction|\boops\b|automatic/i,
    };

    expect(Object.entries(es).filter(([, text]) => banned.es.test(text))).toEqual([]);
    expect(Object.entries(en).filter(([, text]) => banned.en.test(text))).toEqual([]);
  });

  it("leave nothing untranslated", () => {
    const sameInBoth = Object.entries(es).filter(
      ([id, text]) => new Map(Object.entries(en)).get(id) === text,
    );

    // The first holds no words of its own; the soles are called so in English too.
    expect(sameInBoth.map(([id]) => id)).toEqual(["voucher.documentTitle", "voucher.currency.PEN"]);
  });

  it("hold no message that nothing shows", () => {
    const source = sourceText();

    // Ids made from a value (`voucher.error.${reason}.title`) are found by their fixed beginning.
    const shown = (id: string) =>
      source.includes(`"${id}"`) ||
      (/^voucher\.error\..+\.(title|body)$/.test(id) && source.includes("`voucher.error.${")) ||
      (/^voucher\.currency\./.test(id) && source.includes("`voucher.currency.${")) ||
      ["refund.kind.", "refund.document.", "refund.problem.", "answer.body.", "answer.refund."].some(
        (start) => id.startsWith(start) && source.includes(`\`${start}\${`),
      );
    expect(Object.keys(es).filter((id) => !shown(id))).toEqual([]);
  });
});

describe("message", () => {
  it("puts values into their places, in the language asked for", () => {
    const store = "Tienda X";

    expect(message("voucher.waiting.title", { store }, "es")).toBe("Paga tu compra en Tienda X");
    expect(message("voucher.waiting.title", { store }, "en")).toBe("Pay for your order at Tienda X");
  });

  it("does not read a store's name as markup or as ICU", () => {
    const store = "<b>{amount}</b> 'n' #1";

    expect(message("voucher.purchase", { store }, "es")).toBe(`Compra en ${store}`);
  });
});
