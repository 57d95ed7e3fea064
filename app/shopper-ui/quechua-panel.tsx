import { createContext, useContext } from "react";
import { moneyText } from "#app/messages/money-text.ts";
import { QUECHUA, type QuechuaWords } from "#app/messages/quechua.ts";
import type { WaitingView } from "#app/payments/voucher-view.ts";
import { CodeDigits } from "./code-digits.tsx";
import { useWords } from "./words.tsx";

/** The reviewed words, where there are any. */
const WordsContext = createContext(QUECHUA);
export const WithQuechua = WordsContext.Provider;

export function useQuechua(): QuechuaWords | null {
  return useContext(WordsContext);
}

/**
 * What matters, in Quechua, above the Spanish page. Amount, digits and date stay as the counter and the slip have them;
 * dates in Quechua use Spanish month names anyway.
 */
export function QuechuaPanel({ view }: { view: WaitingView }) {
  const { moment, say } = useWords();
  const words = useQuechua();
  if (words === null || view.quechua !== "shown") return null;
  return (
    <section className="quechua screen-only" lang="qu">
      <h2>{words.heading}</h2>
      <p>{words.status}</p>
      <dl>
        <dt>{words.amount}</dt>
        <dd>{moneyText(view.amount)}</dd>
        <dt>{words.code}</dt>
        <dd lang="es">
          {view.test && <span className="test-mark">{say("voucher.code.testMark")}</span>}
          <CodeDigits frame={view} cip={view.cip} small />
        </dd>
        <dt>{words.deadline}</dt>
        <dd lang="es">{moment(view.expiresAt)}</dd>
      </dl>
      <ol>
        <li>{words.step1}</li>
        <li>{words.step2}</li>
        <li>{words.step3}</li>
      </ol>
    </section>
  );
}
