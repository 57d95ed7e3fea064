import { createIntl, createIntlCache } from "@formatjs/intl";
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

const cache = createIntlCache();
const SPEAKERS = { es: speaker("es"), en: speaker("en") };
/** Texts that take no value, once said: a page says dozens, and saying them anew took a quarter of its time. */
const SAID = { es: new Map<MessageId, string>(), en: new Map<MessageId, string>() };

/**
 * The text of one message in the shopper's language. Money, dates and numbers arrive already formatted
 * (`money-text.ts`, `moment-text.ts`); `undefined` where the message takes no value. Throws if the catalogue's text is not valid ICU.
 */
export function message<Id extends MessageId>(
  id: Id,
  values: MessageValues<Id>[0],
  language: ShopperLanguage,
): string {
  if (values !== undefined) return SPEAKERS[language].formatMessage({ id }, values);
  const said = SAID[language];
  let text = said.get(id);
  if (text === undefined) {
    text = SPEAKERS[language].formatMessage({ id });
    said.set(id, text);
  }
  return text;
}

function speaker(language: ShopperLanguage) {
  return createIntl(
    {
      locale: LOCALES[language],
      defaultLocale: LOCALES[language],
      timeZone: "America/Lima",
      messages: CATALOGUES[language],
      // FormatJS reports a missing text or value and then prints the id; a shopper must never read an id.
      onError: (error) => {
        throw error;
      },
    },
    cache,
  );
}
