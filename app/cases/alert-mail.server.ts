/** The e-mail that tells a merchant's people of cases and of refunds that wait: one for all that are due, in their language. */
import { moneyText } from "#app/messages/money-text.ts";
import { limaShortMoment } from "#app/messages/merchant-moment.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import type { AlertedCase, AlertedRefund, AlertOccasion } from "#app/cases/alert-payload.ts";
import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";

export interface MailedAlert {
  occasion: AlertOccasion;
  about: AlertedCase | null;
  refund: AlertedRefund | null;
  silentSince: Date | null;
  url: string;
}

export function alertMail(input: {
  language: MerchantLanguage;
  storeName: string;
  told: readonly MailedAlert[];
}): { subject: string; text: string } {
  const { language, told, storeName: store } = input;
  const cases = told.filter((one) => one.about !== null);
  const refunds = told.filter((one) => one.refund !== null);
  const silences = told.filter((one) => one.silentSince !== null);
  if (cases.length + refunds.length + silences.length === 0) {
    return {
      subject: merchantMessage("desk.mail.test.subject", { store }, language),
      text: merchantMessage("desk.mail.test.body", { store }, language),
    };
  }
  const { subject, intro } = headOf({ cases, refunds, silences }, { store, language });
  const paragraphs = [...cases, ...refunds, ...silences].map((one) => paragraphOf(one, language));
  return {
    subject,
    text: [intro, ...paragraphs, merchantMessage("desk.mail.foot", undefined, language)].join("\n\n"),
  };
}

/** Cases come first where there are several kinds: somebody has to decide about them. */
function headOf(
  { cases, refunds, silences }: Record<"cases" | "refunds" | "silences", readonly MailedAlert[]>,
  { store, language }: { store: string; language: MerchantLanguage },
) {
  if (cases.length + refunds.length === 0 && silences.length > 0) {
    return {
      subject: merchantMessage("log.mail.subject", { store }, language),
      intro: merchantMessage("log.mail.intro", { store }, language),
    };
  }
  const say = (id: `desk.mail.${"" | "late." | "refunds."}${"subject" | "intro"}`, count: number) =>
    merchantMessage(id, { count, store }, language);
  if (cases.length === 0) {
    const count = refunds.length;
    return {
      subject: say("desk.mail.refunds.subject", count),
      intro: say("desk.mail.refunds.intro", count),
    };
  }
  const count = cases.length;
  const onlyLate = cases.every(({ occasion }) => occasion === "late");
  return onlyLate
    ? { subject: say("desk.mail.late.subject", count), intro: say("desk.mail.late.intro", count) }
    : { subject: say("desk.mail.subject", count), intro: say("desk.mail.intro", count) };
}

function paragraphOf(alert: MailedAlert, language: MerchantLanguage): string {
  const { about, refund, silentSince, occasion, url } = alert;
  if (silentSince) {
    const moment = limaShortMoment(silentSince.toISOString(), language);
    return [merchantMessage("log.mail.since", { moment }, language), url].join("\n");
  }
  if (refund) return [...refundLines(refund, language), url].join("\n");
  return [...(about ? caseLines(about, occasion, language) : []), url].join("\n");
}

function caseLines(about: AlertedCase, occasion: AlertOccasion, language: MerchantLanguage): string[] {
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
  return lines;
}

function refundLines(refund: AlertedRefund, language: MerchantLanguage): string[] {
  const amount = moneyText({ centimos: refund.amountCentimos, currency: refund.currency });
  const values = { amount, count: refund.days };
  return [
    merchantMessage("desk.mail.refund", values, language),
    merchantMessage("refunds.row.payment", { id: refund.sessionId }, language),
  ];
}
