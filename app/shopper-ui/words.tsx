import { createContext, useContext, type ReactNode } from "react";
import type { Money } from "#app/lib/money.ts";
import { message, type MessageId, type MessageValues } from "#app/messages/message.ts";
import { hourText, momentText, timeLeftText } from "#app/messages/moment-text.ts";
import { moneyInWords } from "#app/messages/money-text.ts";
import type { AddressLanguage, ShopperLanguage } from "#app/payments/voucher-view.ts";
import { voucherPath, type VoucherLeaf } from "./web-address.ts";

/** Everything that a page says, in its one language, and its own addresses, which keep that language. */
export interface Words {
  language: ShopperLanguage;
  say: <Id extends MessageId>(id: Id, ...values: MessageValues<Id>) => string;
  /** With the word for dollars where it is USD. */
  money: (money: Money) => string;
  /** A UTC instant in Lima's time. */
  moment: (instant: string) => string;
  /** Only its hour, for what happens within the hour. */
  hour: (instant: string) => string;
  /** Null once the deadline has passed. */
  timeLeft: (deadline: string, now: string) => string | null;
  path: (slug: string, leaf?: VoucherLeaf) => string;
}

const WordsContext = createContext(wordsIn("es", false));

/**
 * Gives a page its language. `isChosen`: the address names the language, so that the page's own links and forms must
 * name it too. They always do in English: what the shopper's browser prefers may be something else next time.
 */
export function InLanguage(props: {
  language: ShopperLanguage;
  isChosen?: boolean;
  /** What the address goes on saying instead, where that is more than the page's language. */
  address?: AddressLanguage | null;
  children: ReactNode;
}) {
  const words = wordsIn(props.language, props.isChosen ?? false, props.address);
  return <WordsContext.Provider value={words}>{props.children}</WordsContext.Provider>;
}

export function useWords(): Words {
  return useContext(WordsContext);
}

function wordsIn(language: ShopperLanguage, isChosen: boolean, address?: AddressLanguage | null): Words {
  const named = address ?? (isChosen || language !== "es" ? language : null);
  return {
    language,
    say: (id, ...[values]) => message(id, values, language),
    money: (money) => moneyInWords(money, language),
    moment: (instant) => momentText(instant, language),
    hour: (instant) => hourText(instant, language),
    timeLeft: (deadline, now) => timeLeftText(deadline, now, language),
    path: (slug, leaf) => voucherPath(slug, leaf, named),
  };
}
