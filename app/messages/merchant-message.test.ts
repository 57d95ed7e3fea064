import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { placeholdersOf } from "../../scripts/merchant-messages.ts";
import { MERCHANT_CATALOGUES, merchantMessage } from "./merchant-message.ts";

const APP = join(import.meta.dirname, "..");
const AREAS = [
  "shell",
  "home",
  "connect",
  "rules",
  "page",
  "list",
  "detail",
  "cases",
  "desk",
  "refunds",
  "batches",
  "figures",
  "story",
  "help",
  "log",
  "doctor",
  "statements",
  "books",
  "fees",
  "status",
];
const LANGUAGES = ["es", "en", "zh-CN"] as const;

/** The same in two languages, and rightly so: units, and what the soles are called in English too. */
const SAME_IN_TWO = new Set<string>([
  "home.duration.minutes",
  "home.duration.hours",
  "home.duration.days",
  "connect.currency.PEN",
  "statements.currency.PEN",
  "connect.test.ms",
  "log.row.ms",
  "log.row.open",
  "log.attempts.seconds",
  "books.statements.hash",
]);

/** What of a text is said in a language: neither the values nor the names that are the same in all. */
function spoken(text: string): string {
  return text.replaceAll(/\{\w+\}|PagoEfectivo|Shopify|CIP|CSV|WhatsApp/g, "");
}

const texts: Record<string, string> = MERCHANT_CATALOGUES.es;

/** Every text of the product's own sources, without the catalogues and the tests. */
function sourceText(): string {
  return readdirSync(APP, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test.") && !path.startsWith("generated"))
    .filter((path) => !path.endsWith("-placeholders.ts"))
    .map((path) => readFileSync(join(APP, path), "utf8"))
    .join("\n");
}

/** What is written in quotes and may be an id; of an id made from values, `${…}`, everything fits in their places. */
function writtenIds(source: string): { whole: Set<string>; patterns: RegExp[] } {
  const areas = `(?:${AREAS.join("|")})`;
  const whole = source.matchAll(new RegExp(`["'\`](${areas}(?:\\.[\\w-]+)+)["'\`]`, "g"));
  const made = source.matchAll(new RegExp(`\`(${areas}\\.[^\`\\s]*\\$\\{[^\`]*)\``, "g"));
  return {
    whole: new Set([...whole].map(([, id = ""]) => id)),
    patterns: [...new Set([...made].map(([, id = ""]) => id))].map((id) => {
      const fixed = id.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(".", "\\."));
      return new RegExp(`^${fixed.join("[\\w-]+")}$`);
    }),
  };
}

describe.each(LANGUAGES)("the merchant's catalogue in %s", (language) => {
  const entries = Object.entries(MERCHANT_CATALOGUES[language]);

  it("says the same things as in Spanish, in the same order", () => {
    expect(entries.map(([id]) => id)).toEqual(Object.keys(texts));
  });

  it("is valid ICU and asks for the same values as in Spanish", () => {
    const asked = (text: string) => Object.fromEntries([...placeholdersOf(text)].toSorted());

    const different = entries.filter(
      ([id, text]) => JSON.stringify(asked(text)) !== JSON.stringify(asked(texts[id] ?? "")),
    );
    expect(different).toEqual([]);
  });

  it("has no empty text, and none with a stray space at its ends", () => {
    expect(entries.filter(([, text]) => text === "" || text !== text.trim())).toEqual([]);
  });
});

describe("the merchant's catalogues", () => {
  it.each(AREAS)("keep to their area: %s", (area) => {
    for (const language of LANGUAGES) {
      const file = join(import.meta.dirname, "merchant", `${area}.${language}.json`);
      const ids = Object.keys(JSON.parse(readFileSync(file, "utf8")) as Record<string, string>);
      expect(ids.filter((id) => !id.startsWith(`${area}.`))).toEqual([]);
    }
  });

  it("never use words that a merchant in Peru would misread", () => {
    // "cancelado" commonly means *paid* in Peru.
    const banned = /cancelad|voucher|transacci[oó]n|\bups\b/i;

    expect(Object.entries(texts).filter(([, text]) => banned.test(text))).toEqual([]);
  });

  it("leave nothing untranslated", () => {
    const { es, en, "zh-CN": zh } = MERCHANT_CATALOGUES;
    const english = new Map<string, string>(Object.entries(en));
    const chinese = new Map<string, string>(Object.entries(zh));

    const same = Object.entries(es)
      .filter(([, text]) => /\p{L}/u.test(spoken(text)))
      .filter(([id, text]) => [english.get(id), chinese.get(id)].includes(text))
      .map(([id]) => id);
    expect(same.filter((id) => !SAME_IN_TWO.has(id))).toEqual([]);
  });

  it("write Chinese in Chinese", () => {
    const latin = Object.entries(MERCHANT_CATALOGUES["zh-CN"]).filter(
      ([id, text]) => /[a-z]/i.test(spoken(text)) && !/[\u4e00-\u9fff]/.test(text) && !SAME_IN_TWO.has(id),
    );
    expect(latin.map(([id]) => id)).toEqual([]);
  });

  it("hold no message that nothing shows", () => {
    const { whole, patterns } = writtenIds(sourceText());

    const unused = Object.keys(texts).filter(
      (id) => !whole.has(id) && !patterns.some((pattern) => pattern.test(id)),
    );
    expect(unused).toEqual([]);
  });
});

describe("merchantMessage", () => {
  it("does not read a value as markup or as ICU", () => {
    const cip = "<b>{amount}</b> 'n' #1";

    expect(merchantMessage("home.latest.cip", { cip }, "en")).toBe(`CIP ${cip}`);
  });
});
