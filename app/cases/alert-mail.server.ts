/** The e-mail that tells a merchant's people of cases: one for all that are due, in their language. */
import { moneyText } from "#app/messages/money-text.ts";
import { limaShortMoment } from "#app/messages/merchant-moment.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import type { AlertedCase, AlertOccasion } from "#app/cases/alert-payload.ts";
import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";

export interface MailedCase {
  occasion: AlertOccasion;
  about: AlertedCase | null;
  url: string;
}

export function alertMail(input: {
  language: MerchantLanguage;
  storeName: string;
  cases: readonly MailedCase[];
}): { subject: string; text: string } {
  const { language, cases, storeName } = input;
  const about = cases.filter((one) => one.about !== null);
  if (about.length === 0) {
    return {
      subject: merchantMessage("desk.mail.test.subject", { store: storeName }, language),
      text: merchantMessage("desk.mail.test.body", { store: storeName }, language),
    };
  }
  const values = { count: about.length, store: storeName };
  const onlyLate = about.every(({ occasion }) => occasion === "late");
  const paragraphs = about.map((one) => caseText(one, language));
  return {
    subject: merchantMessage(onlyLate ? "desk.mail.late.subject" : "desk.mail.subject", values, language),
    text: [
      merchantMessage(onlyLate ? "desk.mail.late.intro" : "desk.mail.intro", values, language),
      ...paragraphs,
      merchantMessage("desk.mail.foot", undefined, language),
    ].join("\n\n"),
  };
}

function caseText({ about, occasion, url }: MailedCase, language: MerchantLanguage): string {
  if (about === null) return url;
  const moment = limaShortMoment(about.openedAt.toISOString(), language);
  const lines = [
    merchantMessage(`cases.what.${about.kind}`, undefined, language),
    merchantMessage(`cases.todo.${about.kind}`, undefined, language),
    merchantMessage(occasion === "late" ? "desk.mail.late.since" : "desk.mail.since", { moment }, language),
  ];
  if (about.heldCentimos > 0 && about.currency) {
    const amount = moneyText({ centimos: about.heldCentimos, currency: about.currency });
    lines.push(merchantMessage("cases.row.held", { amount }, language));
  }
  if (about.test) lines.push(merchantMessage("status.mode.test", undefined, language));
  return [...lines, url].join("\n");
}
