import type { VoucherFrame } from "#app/payments/voucher-view.ts";
import { moneyText } from "#app/messages/money-text.ts";
import { CodeDigits } from "./code-digits.tsx";
import { Deadline } from "./deadline.tsx";
import { useWords } from "./words.tsx";

export interface CodeCardProps {
  frame: VoucherFrame;
  cip: string;
  expiresAt: string;
  now: string;
  /** A page has one filled button: copying is it, unless the order still has to be confirmed. */
  copyIsPrimary: boolean;
}

/** Everything a cashier needs, small enough for one screenshot of a 360 × 640 screen. */
export function CodeCard({ frame, cip, expiresAt, now, copyIsPrimary }: CodeCardProps) {
  const { say } = useWords();
  return (
    <section className="card" aria-label={say("voucher.code.label")}>
      <p className="label">{say("voucher.amount")}</p>
      <p className="amount">
        {moneyText(frame.amount)}
        {frame.amount.currency === "USD" && (
          <span className="amount-word"> {say("voucher.amount.dollars")}</span>
        )}
      </p>
      <p className="label">{say("voucher.code.label")}</p>
      <p className="code">
        <CodeDigits frame={frame} cip={cip} />
      </p>
      <CopyButton primary={copyIsPrimary} />
      <Deadline expiresAt={expiresAt} now={now} />
      <p className="print-only" data-printed={say("voucher.printed", { date: "{date}" })} />
    </section>
  );
}

/** In a template: only the script can copy, so without it there is no button that does nothing. */
function CopyButton({ primary }: { primary: boolean }) {
  const { say } = useWords();
  return (
    <template data-copy-template>
      <button
        type="button"
        className={primary ? "button primary" : "button"}
        data-copy
        data-copied={say("voucher.copied")}
        data-manual={say("voucher.copy.manual")}
      >
        {say("voucher.copy")}
      </button>
    </template>
  );
}
