import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createIntl } from "@formatjs/intl";
import { describe, expect, it } from "vitest";
import es from "./es.json" with { type: "json" };
import { MESSAGE_PLACEHOLDERS } from "./message-placeholders.ts";
import { message } from "./message.ts";

const APP = join(import.meta.dirname, "..");
const entries = Object.entries(es);
const placeholders: Record<string, readonly string[]> = MESSAGE_PLACEHOLDERS;

/** Throws if the text is not valid ICU or asks for a value that is not given. */
function format(text: string, values: Record<string, string>): string {
  const onError = (error: Error) => {
    throw error;
  };
  return createIntl({ locale: "es-PE", messages: { text }, onError }).formatMessage({ id: "text" }, values);
}

/** Every text of the product's own sources, without the catalogue and the tests. */
function sourceText(): string {
  return readdirSync(APP, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test.") && !path.startsWith("generated"))
    .filter((path) => !path.endsWith("message-placeholders.ts"))
    .map((path) => readFileSync(join(APP, path), "utf8"))
    .join("\n");
}

describe("the Spanish catalogue", () => {
  it.each(entries)("%s is valid ICU and needs exactly the placeholders it states", (id, text) => {
    const values = Object.fromEntries((placeholders[id] ?? []).map((name) => [name, `«${name}»`]));

    const shown = format(text, values);

    expect(Object.values(values).filter((value) => !shown.includes(value))).toEqual([]);
  });

  it("states placeholders only for messages that exist", () => {
    expect(Object.keys(MESSAGE_PLACEHOLDERS).filter((id) => !(id in es))).toEqual([]);
  });

  it("never uses words a Peruvian shopper would misread", () => {
    // "cancelado" commonly means *paid* in Peru; the others are not this product's words for the shopper.
    const banned = /cancelad|voucher|transacci|reembols|\bups\b|autom[aá]tico/i;

    expect(entries.filter(([, text]) => banned.test(text))).toEqual([]);
  });

  it("holds no message that nothing shows", () => {
    const source = sourceText();

    // Ids made from a value (`voucher.error.${reason}.title`) are found by their fixed beginning.
    const shown = (id: string) =>
      source.includes(`"${id}"`) ||
      (/^voucher\.error\..+\.(title|body)$/.test(id) && source.includes("`voucher.error.${")) ||
      (/^voucher\.currency\./.test(id) && source.includes("`voucher.currency.${"));
    expect(Object.keys(es).filter((id) => !shown(id))).toEqual([]);
  });

  it("puts values into their places", () => {
    expect(message("voucher.waiting.title", { store: "Tienda X" })).toBe("Paga tu compra en Tienda X");
  });

  it("does not read a store's name as markup or as ICU", () => {
    const store = "<b>{amount}</b> 'n' #1";

    expect(message("voucher.purchase", { store })).toBe(`Compra en ${store}`);
  });
});
