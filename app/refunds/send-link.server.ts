/** Makes the link on which a shopper says where the money goes, with the words to send it with, and mails it where asked. */
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import { isId, newId } from "#app/lib/ids.server.ts";
import { isCurrency } from "#app/lib/money.ts";
import { invariant } from "#app/lib/invariant.ts";
import { limaShortMoment } from "#app/messages/merchant-moment.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import { moneyText } from "#app/messages/money-text.ts";
import { chooseLanguage } from "#app/payments/shopper-language.ts";
import { issueClaim } from "#app/refunds/claim.server.ts";
import type { RefundDeskDeps } from "#app/refunds/refund-desk-deps.server.ts";
import { whatsappAddress } from "#app/refunds/link-message.ts";
import { loadRefundForPage, type StoredRefund } from "#app/refunds/refund-page-queries.server.ts";
import type { RefundAnswer, ShownLink } from "#app/refunds/refund-page.ts";

/** Each press makes a link of its own and kills the one before: links are kept as hashes, and none can be shown twice. */
export async function sendLink(
  deps: RefundDeskDeps,
  input: { shopId: string; userId: string; refundId: string; version: number; byMail: boolean },
): Promise<RefundAnswer | null> {
  const stored = isId(input.refundId) ? await loadRefundForPage(deps.db, input) : null;
  if (!stored) return null;
  const issued = await issueClaim(deps, input);
  if (issued.kind === "unknown") return null;
  if (issued.kind !== "issued") return issued;
  const { subject, text } = wordsOf(stored, issued);
  const mail = input.byMail ? await mailLink(deps, stored, { subject, text }) : null;
  const link: ShownLink = {
    ...{ url: issued.url, expiresAt: issued.expiresAt.toISOString(), text, mail },
    whatsapp: whatsappAddress(stored.shopperPhone, text),
  };
  return { kind: "link", link };
}

/** In the language that the shopper bought in. */
function wordsOf(stored: StoredRefund, issued: { url: string; expiresAt: Date }) {
  const language = chooseLanguage({ query: null, shopper: stored.shopperLocale, header: null });
  const { amountCentimos: centimos, currency, storeName: store } = stored;
  invariant(isCurrency(currency), "a refund in another currency was refused when it came");
  const amount = moneyText({ centimos, currency });
  const moment = limaShortMoment(issued.expiresAt.toISOString(), language);
  return {
    subject: merchantMessage("refunds.text.subject", { store }, language),
    text: merchantMessage("refunds.text.body", { store, amount, moment, url: issued.url }, language),
  };
}

async function mailLink(
  deps: RefundDeskDeps,
  { shop, shopperEmail }: StoredRefund,
  mail: { subject: string; text: string },
): Promise<"sent" | "not-sent"> {
  if (!deps.mailer || shopperEmail === null) return "not-sent";
  try {
    const outcome = await deps.mailer.send({ ...mail, id: newId(deps.clock), to: [shopperEmail] });
    return outcome === "sent" ? "sent" : "not-sent";
  } catch (error) {
    if (!isExternalCallError(error)) throw error;
    const { service, operation, reason } = error;
    deps.log.warn({ shop, service, operation, reason }, "a refund's link could not be mailed");
    return "not-sent";
  }
}
