import type { VoucherFrame } from "#app/payments/voucher-view.ts";
import { message } from "#app/messages/message.ts";
import { momentText } from "#app/messages/moment-text.ts";
import { moneyInWords } from "#app/messages/money-text.ts";

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
  return (
    <section className="keep screen-only">
      <h2>{message("voucher.keep")}</h2>
      <div className="keep-actions">
        <a
          className="button"
          href={`https://wa.me/?text=${encodeURIComponent(shareText(frame, cip, expiresAt))}`}
          target="_blank"
          rel="noopener noreferrer"
          data-share
        >
          {message("voucher.keep.whatsapp")}
          <span className="spoken"> ({message("voucher.newTab")})</span>
        </a>
        <PrintButton />
      </div>
      <p className="note">{message("voucher.keep.hint")}</p>
    </section>
  );
}

/** In a template: printing by button needs the script; the browser's own menu prints without it. */
export function PrintButton() {
  return (
    <template data-print-template>
      <button type="button" className="button" data-print>
        {message("voucher.print")}
      </button>
    </template>
  );
}

function shareText(frame: VoucherFrame, cip: string, expiresAt: string): string {
  const values = {
    store: frame.storeName,
    amount: moneyInWords(frame.amount),
    cip,
    date: momentText(expiresAt),
  };
  return frame.test ? message("voucher.keep.testText", values) : message("voucher.keep.text", values);
}
