import type { VoucherFrame } from "#app/payments/voucher-view.ts";
import { useWords, type Words } from "./words.tsx";

/** Ways to take the code along. The script adds this page's address to the text and the print button. */
export function KeepCode({
  frame,
  cip,
  expiresAt,
}: {
  frame: VoucherFrame;
  cip: string;
  expiresAt: string;
}) {
  const words = useWords();
  const { say } = words;
  return (
    <section className="keep screen-only">
      <h2>{say("voucher.keep")}</h2>
      <div className="keep-actions">
        <a
          className="button"
          href={`https://wa.me/?text=${encodeURIComponent(shareText(words, frame, cip, expiresAt))}`}
          target="_blank"
          rel="noopener noreferrer"
          data-share
        >
          {say("voucher.keep.whatsapp")}
          <span className="spoken"> ({say("voucher.newTab")})</span>
        </a>
        <PrintButton />
      </div>
      <p className="note">{say("voucher.keep.hint")}</p>
    </section>
  );
}

/** In a template: printing by button needs the script; the browser's own menu prints without it. */
export function PrintButton() {
  const { say } = useWords();
  return (
    <template data-print-template>
      <button type="button" className="button" data-print>
        {say("voucher.print")}
      </button>
    </template>
  );
}

function shareText(
  { money, moment, say }: Words,
  frame: VoucherFrame,
  cip: string,
  expiresAt: string,
): string {
  const values = {
    store: frame.storeName,
    amount: money(frame.amount),
    cip,
    date: moment(expiresAt),
  };
  return frame.test ? say("voucher.keep.testText", values) : say("voucher.keep.text", values);
}
