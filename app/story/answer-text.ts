/** The ready answer in the shopper's words: sentences that are true one by one, put one below the other. Pure. */
import type { Money } from "#app/lib/money.ts";
import { message } from "#app/messages/message.ts";
import { momentText } from "#app/messages/moment-text.ts";
import { moneyInWords } from "#app/messages/money-text.ts";
import type { ShopperLanguage } from "#app/payments/voucher-view.ts";
import type { ShopperAnswer } from "#app/story/shopper-answer.ts";
import type { Story } from "#app/story/tell-story.ts";

export interface AnswerFrame {
  language: ShopperLanguage;
  storeName: string;
  amount: Money;
  /** Shopify's id of the payment. */
  reference: string;
  /** The shopper's page. */
  pageUrl: string;
}

export interface AnswerText {
  subject: string;
  text: string;
}

export function answerText(story: Pick<Story, "answer" | "until">, frame: AnswerFrame): AnswerText {
  const { language, storeName: store, reference, pageUrl: url } = frame;
  const { answer, until } = story;
  const amount = moneyInWords(frame.amount, language);
  const values = { amount, until: until === null ? "" : momentText(until, language) };
  const paragraphs = [
    message("answer.hello", { store, amount }, language),
    message(`answer.body.${answer.kind}`, values, language),
    ...answer.refunds.map((refund) => refundText(refund, language)),
    ...(answer.withPage ? [message("answer.link", { url }, language)] : []),
    message("answer.reference", { reference }, language),
    message("answer.safe", undefined, language),
  ];
  return { subject: message("answer.subject", { amount, store }, language), text: paragraphs.join("\n\n") };
}

function refundText(refund: ShopperAnswer["refunds"][number], language: ShopperLanguage): string {
  const { state, centimos, currency } = refund;
  const sum = moneyInWords({ centimos, currency }, language);
  // Who approved it is the store's own affair.
  return message(`answer.refund.${state === "approved" ? "details-given" : state}`, { sum }, language);
}

/** Where a mail program opens with the answer in it; without an address it asks to whom. RFC 6068: lines end in CRLF. */
export function mailtoAddress(email: string | null, { subject, text }: AnswerText): string {
  const query = `subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text.replaceAll("\n", "\r\n"))}`;
  return `mailto:${email === null ? "" : encodeURIComponent(email).replaceAll("%40", "@")}?${query}`;
}
