import { createContext, useContext, type ReactNode } from "react";
import type { Money } from "#app/lib/money.ts";
import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { limaDate, limaMoment, limaShortMoment } from "#app/messages/merchant-moment.ts";
import {
  MERCHANT_LOCALES,
  merchantMessage,
  type MerchantMessageId,
  type MerchantMessageValues,
} from "#app/messages/merchant-message.ts";
import { moneyText } from "#app/messages/money-text.ts";

/** Everything that a page says to the merchant, in the one language that its reader chose. */
export interface MerchantWords {
  language: MerchantLanguage;
  say: <Id extends MerchantMessageId>(id: Id, ...values: MerchantMessageValues<Id>) => string;
  /** In Peru's form in every language: it is what the slip and PagoEfectivo's own pages show. */
  money: (money: Money) => string;
  /** A UTC instant in Lima's time, in full, with the zone named. */
  moment: (instant: string) => string;
  /** The same, for lists: day and hour, with the zone named. */
  shortMoment: (instant: string) => string;
  /** The day in Lima. */
  date: (instant: string) => string;
  number: (value: number) => string;
}

const WordsContext = createContext(merchantWords("es"));

export function InMerchantLanguage(props: { language: MerchantLanguage; children: ReactNode }) {
  return (
    <WordsContext.Provider value={merchantWords(props.language)}>{props.children}</WordsContext.Provider>
  );
}

export function useWords(): MerchantWords {
  return useContext(WordsContext);
}

export function merchantWords(language: MerchantLanguage): MerchantWords {
  const number = new Intl.NumberFormat(MERCHANT_LOCALES[language], { maximumFractionDigits: 1 });
  return {
    language,
    say: (id, ...[values]) => merchantMessage(id, values, language),
    money: moneyText,
    moment: (instant) => limaMoment(instant, language),
    shortMoment: (instant) => limaShortMoment(instant, language),
    date: (instant) => limaDate(instant, language),
    number: (value) => number.format(value),
  };
}
