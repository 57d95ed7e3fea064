import { moneyInWords } from "#app/messages/money-text.ts";
import type { WaitingView } from "#app/payments/voucher-view.ts";
import { CodeDigits } from "./code-digits.tsx";
import { InLanguage, useWords } from "./words.tsx";

/**
 * What is said at the counter, in letters that a cashier reads at arm's length: in Spanish whatever the page's language, for
 * it is the cashier's. Unfolds without the script.
 */
export function CashierCard({ view }: { view: WaitingView }) {
  const { say } = useWords();
  return (
    <details className="cashier screen-only">
      <summary className="button">{say("voucher.cashier.open")}</summary>
      <InLanguage language="es">
        <ReadAloud view={view} />
      </InLanguage>
    </details>
  );
}

function ReadAloud({ view }: { view: WaitingView }) {
  const { say } = useWords();
  return (
    <dl className="aloud" lang="es">
      {view.test && (
        <>
          <dt>{say("voucher.code.testMark")}</dt>
          <dd>{say("voucher.test")}</dd>
        </>
      )}
      <dt>{say("voucher.cashier.say")}</dt>
      <dd>{say("voucher.cashier.payment")}</dd>
      <dt>{say("voucher.cashier.company")}</dt>
      <dd translate="no">PagoEfectivo {say(`voucher.currency.${view.amount.currency}`)}</dd>
      <dt>{say("voucher.code.short")}</dt>
      <dd className="aloud-code">
        <CodeDigits frame={view} cip={view.cip} isCopied={false} />
      </dd>
      <dt>{say("voucher.amount")}</dt>
      <dd className="aloud-amount">{moneyInWords(view.amount, "es")}</dd>
    </dl>
  );
}
