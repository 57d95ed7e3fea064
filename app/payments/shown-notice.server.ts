/** What of PagoEfectivo's notices a person of the shop may see: fields that are known to hold nothing of a shopper. */
import { parseNotice } from "#app/pagoefectivo/notice-message.ts";
import type { StoredReceived } from "#app/payments/payment-detail-queries.server.ts";
import type { ReceivedNotice } from "#app/payments/payment-detail.ts";

/** What PagoEfectivo printed on the slip, by the newest real notice of money. */
export function operationNumberOf(received: readonly StoredReceived[]): string | null {
  const paid = received.find(({ eventType, simulated }) => eventType === "cip.paid" && !simulated);
  const message = paid && parseNotice(paid.raw);
  return message?.kind === "notice" ? message.operationNumber : null;
}

/** A body is shown field by field, those that are known to hold nothing of a person: it may hold anything else. */
export function shownNotice({ raw, at, ...notice }: StoredReceived): ReceivedNotice {
  const message = parseNotice(raw);
  if (message.kind !== "notice") return { ...notice, at: at.toISOString(), body: {} };
  const fields = {
    eventType: message.eventType,
    operationNumber: message.operationNumber,
    cip: message.cip,
    amountCentimos: message.amount && String(message.amount.centimos),
    currency: message.amount?.currency ?? null,
    transactionCode: message.transactionCode,
    paidAt: message.paidAt?.toISOString() ?? null,
  };
  const known = Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  return { ...notice, at: at.toISOString(), body: Object.fromEntries(known) };
}
