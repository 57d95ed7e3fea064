import { createIntl, createIntlCache } from "@formatjs/intl";
import es from "./es.json" with { type: "json" };
import { MESSAGE_PLACEHOLDERS } from "./message-placeholders.ts";

export type MessageId = keyof typeof es;
type Placeholders = typeof MESSAGE_PLACEHOLDERS;

/** The values a message needs: none, or every placeholder by name, as finished text. */
export type MessageValues<Id extends MessageId> = Id extends keyof Placeholders
  ? [values: Record<Placeholders[Id][number], string>]
  : [];

// The tag of the page's `lang` attribute too. Plain "es" would print money as "1234,50 PEN".
export const LOCALE = "es-PE";

const intl = createIntl(
  {
    locale: LOCALE,
    defaultLocale: LOCALE,
    timeZone: "America/Lima",
    messages: es,
    // FormatJS reports a missing text or value and then prints the id; a shopper must never read an id.
    onError: (error) => {
      throw error;
    },
  },
  createIntlCache(),
);

/**
 * The text of one message in the shopper's language. Money, dates and numbers arrive already formatted
 * (`money-text.ts`, `moment-text.ts`). Throws if the catalogue's text is not valid ICU.
 */
export function message<Id extends MessageId>(id: Id, ...[values]: MessageValues<Id>): string {
  return intl.formatMessage({ id }, values);
}
