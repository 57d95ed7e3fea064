import type { MessageId } from "#app/messages/message.ts";
import { waitText } from "#app/messages/moment-text.ts";
import type { AskView, VoucherFrame } from "#app/payments/voucher-view.ts";
import { VoucherForm } from "./actions.tsx";
import { useWords, type Words } from "./words.tsx";

/**
 * For who has paid and sees nothing of it: asks PagoEfectivo now, and says what was found. A form without a field: nothing is typed
 * beside a code. What stands on the shopper's paper is asked for on a page of its own.
 */
export function AlreadyPaid({ frame }: { frame: VoucherFrame }) {
  const words = useWords();
  const { ask, slug, storeName } = frame;
  if (!ask) return null;
  const { say, path } = words;
  return (
    // The form's answer leads here, and a screen reader begins to read where the focus is.
    <section className="next screen-only" id="already-paid" tabIndex={-1}>
      <h2>{say("voucher.ask.title")}</h2>
      <p className={ask.answer ? "earlier" : undefined}>{answerText(words, ask, storeName)}</p>
      <VoucherForm slug={slug} action="check" label={say("voucher.ask.check")} primary={false} />
      {ask.answer !== null && ask.answer !== "slips-full" && (
        <p>
          <a href={path(slug, "operation")}>{say("voucher.ask.slip", { store: storeName })}</a>
        </p>
      )}
    </section>
  );
}

const PLAIN = {
  "not-seen": "voucher.ask.notSeen",
  "no-answer": "voucher.ask.noAnswer",
} as const satisfies Record<string, MessageId>;

function answerText({ say, language }: Words, ask: AskView, store: string): string {
  switch (ask.answer) {
    case null:
      return say("voucher.ask.body");
    case "not-seen":
    case "no-answer":
      return say(PLAIN[ask.answer]);
    case "too-often":
      return ask.againInMs === 0
        ? say("voucher.ask.again")
        : say("voucher.ask.tooOften", { wait: waitText(ask.againInMs, language) });
    case "slip-left":
      return say("voucher.ask.slipLeft", { store });
    case "slips-full":
      return say("voucher.ask.slipsFull", { store });
  }
}
