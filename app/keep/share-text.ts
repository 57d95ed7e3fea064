import { message } from "#app/messages/message.ts";
import { momentText } from "#app/messages/moment-text.ts";
import { moneyInWords } from "#app/messages/money-text.ts";
import type { VoucherFrame } from "#app/payments/voucher-view.ts";

/** What is sent to whoever pays for the shopper: everything a counter needs, and last the page that knows the rest. */
export function shareText(frame: VoucherFrame, code: { cip: string; expiresAt: string }): string {
  const { language } = frame;
  const values = {
    store: frame.storeName,
    amount: moneyInWords(frame.amount, language),
    cip: code.cip,
    date: momentText(code.expiresAt, language),
    url: frame.pageUrl,
  };
  return message(frame.test ? "voucher.keep.testText" : "voucher.keep.text", values, language);
}
