/**
 * A code, or the proof that it was paid, as a PDF: for counters that print what is sent to them, and for a drawer. Made by us and
 * not by the phone, because browsers inside other apps can print nothing.
 */
import type { KeptCode } from "#app/keep/kept-code.ts";
import { taggedSheet, type TaggedSheet } from "#app/keep/tagged-sheet.server.ts";
import { LOCALES, message } from "#app/messages/message.ts";
import { momentText } from "#app/messages/moment-text.ts";
import { moneyInWords } from "#app/messages/money-text.ts";

/** Null for a code that is over: nobody should carry a dead code to a counter. */
export function codeDocument(kept: KeptCode, madeAt: Date): Promise<Uint8Array<ArrayBuffer>> | null {
  if (kept.standing === "over") return null;
  const words = wordsOf(kept);
  const sheet = taggedSheet({
    title: `${words.testMark}${kept.standing === "paid" ? words.receiptTitle : words.title}`,
    language: LOCALES[kept.frame.language],
    madeAt,
  });
  const { test, language } = kept.frame;
  if (test) {
    sheet.watermark(message("voucher.code.testMark", undefined, language));
    sheet.text("P", message("voucher.test", undefined, language), { size: 16, bold: true });
  }
  if (kept.standing === "paid") writeReceipt(sheet, kept, words);
  else writeCode(sheet, kept, words);
  sheet.text("P", message("voucher.keep.pdf.status", undefined, language), { bold: true, above: 18 });
  sheet.qr(kept.frame.pageUrl, message("voucher.keep.phone.alt", undefined, language));
  sheet.text("P", kept.frame.pageUrl, { size: 9 });
  const date = momentText(madeAt.toISOString(), language);
  sheet.text("P", message("voucher.keep.pdf.made", { date }, language), { size: 9, muted: true });
  return sheet.finish();
}

type DocumentWords = ReturnType<typeof wordsOf>;

function wordsOf({ frame }: KeptCode) {
  const { language, storeName: store } = frame;
  return {
    testMark: frame.test ? `${message("voucher.code.testMark", undefined, language)} – ` : "",
    title: message("voucher.keep.pdf.title", { store }, language),
    receiptTitle: message("voucher.keep.receipt.title", undefined, language),
    amount: moneyInWords(frame.amount, language),
    zone: message("voucher.deadline.zone", undefined, language),
  };
}

function writeCode(sheet: TaggedSheet, kept: KeptCode, words: DocumentWords): void {
  const { language, storeName: store, amount } = kept.frame;
  sheet.text("H1", message("voucher.waiting.title", { store }, language), { size: 20, bold: true });
  label(sheet, message("voucher.amount", undefined, language));
  sheet.text("P", words.amount, { size: 22, bold: true });
  label(sheet, message("voucher.code.label", undefined, language));
  sheet.digits(kept.cip);
  label(sheet, message("voucher.deadline.label", undefined, language));
  sheet.text("P", `${momentText(kept.expiresAt, language)} (${words.zone})`, { size: 13, bold: true });

  const currency = message(`voucher.currency.${amount.currency}`, undefined, language);
  sheet.text("H2", message("voucher.app.name", undefined, language), { size: 13, bold: true, above: 18 });
  sheet.steps([
    message("voucher.app.step1", undefined, language),
    message("voucher.app.step2", { currency }, language),
    message("voucher.app.step3", undefined, language),
    message("voucher.app.step4", undefined, language),
    message("voucher.app.step5", undefined, language),
  ]);
  sheet.text("H2", message("voucher.agent.name", undefined, language), { size: 13, bold: true, above: 14 });
  sheet.steps([
    message("voucher.agent.step1", undefined, language),
    message("voucher.agent.step2", undefined, language),
    message("voucher.agent.step3", { amount: words.amount }, language),
    message("voucher.agent.step4", undefined, language),
  ]);
  const check = message("voucher.check", undefined, language);
  sheet.text("P", `${check}: PagoEfectivo · ${store} · ${words.amount}`, { bold: true, above: 14 });
  sheet.text("P", message("voucher.deadline.note", undefined, language));
  sheet.text("P", message("voucher.safe", undefined, language), { muted: true, above: 10 });
}

function writeReceipt(sheet: TaggedSheet, kept: KeptCode, words: DocumentWords): void {
  const { language, storeName, paymentReference } = kept.frame;
  sheet.text("H1", words.receiptTitle, { size: 20, bold: true });
  sheet.text("P", message("voucher.paid.title", undefined, language), { size: 13 });
  const facts: [string, string][] = [
    [message("voucher.keep.receipt.store", undefined, language), storeName],
    [message("voucher.paid.amount", undefined, language), words.amount],
    [message("voucher.code.short", undefined, language), kept.cip],
    [message("voucher.reference", undefined, language), paymentReference],
  ];
  if (kept.paidAt !== null) {
    const paidAt = `${momentText(kept.paidAt, language)} (${words.zone})`;
    facts.splice(2, 0, [message("voucher.paid.at", undefined, language), paidAt]);
  }
  for (const [name, value] of facts) {
    label(sheet, name);
    sheet.text("P", value, { size: 13, bold: true, above: 1 });
  }
  sheet.text("P", message("voucher.paid.receipt", undefined, language), { above: 14 });
}

function label(sheet: TaggedSheet, text: string): void {
  sheet.text("P", text, { muted: true, above: 12 });
}
