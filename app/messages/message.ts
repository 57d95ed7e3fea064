import { IntlMessageFormat } from "intl-messageformat";
import { invariant } from "#app/lib/invariant.ts";
import type { ShopperLanguage } from "#app/payments/voucher-view.ts";
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };
import { MESSAGE_PLACEHOLDERS } from "./message-placeholders.ts";

export type MessageId = keyof typeof es;
type Placeholders = typeof MESSAGE_PLACEHOLDERS;

/** The values a message needs: none, or every placeholder by name, as finished text. */
export type MessageValues<Id extends MessageId> = Id extends keyof Placeholders
  ? [values: Record<Placeholders[Id][number], string>]
  : [];

/** The tags of the page's `lang` attribute, with which dates are written too, here and in the browser. */
export const LOCALES: Record<ShopperLanguage, string> = { es: "es-PE", en: "en" };

const CATALOGUES: Record<ShopperLanguage, Record<MessageId, string>> = { es, en };

/**
 * Each text taken apart once, and said once where it takes no value: a page says a hundred of them, and FormatJS's own cache of them,
 * asked anew for each, took half of the time in which a page is drawn.
 */
const TEXTS = { es: new Map<MessageId, IntlMessageFormat>(), en: new Map<MessageId, IntlMessageFormat>() };
const SAID = { es: new Map<MessageId, string>(), en: new Map<MessageId, string>() };

/**
 * The text of one message in the shopper's language. Money, dates and numbers arrive already formatted
 * (`money-text.ts`, `moment-text.ts`); `undefined` where the message takes no value. Throws if the catalogue's text is not valid ICU,
 * or needs a value that is not given: a shopper must never read a placeholder.
 */
export function message<Id extends MessageId>(
  id: Id,
  values: MessageValues<Id>[0],
  language: ShopperLanguage,
): string {
  if (values !== undefined) return spoken(textOf(id, language), values);
  let text = SAID[language].get(id);
  if (text === undefined) {
    text = spoken(textOf(id, language), {});
    SAID[language].set(id, text);
  }
  return text;
}

function textOf(id: MessageId, language: ShopperLanguage): IntlMessageFormat {
  let text = TEXTS[language].get(id);
  if (!text) {
    text = new IntlMessageFormat(CATALOGUES[language][id], LOCALES[language]);
    TEXTS[language].set(id, text);
  }
  return text;
}

function spoken(text: IntlMessageFormat, values: Record<string, string>): string {
  const said = text.format<string>(values);
  invariant(typeof said === "string", "a shopper's text has no marks of its own");
  return said;
}
