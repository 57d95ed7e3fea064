/** What the log keeps of a message: words and numbers of an allow-list, whatever else the message holds. */
import { isId } from "#app/lib/ids.server.ts";
import type { UnstoredNotice } from "#app/inbox/receive-notice.server.ts";
import { logKind } from "#app/log/log-list.ts";
import type { NewEntry } from "#app/log/log-store.server.ts";
import type { MadeCall } from "#app/pagoefectivo/made-call.ts";
import { parseNotice, type NoticeMessage } from "#app/pagoefectivo/notice-message.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

/** A session that Shopify sent and that was not taken; Shopify's certificate was proved, so that the shop is who it says. */
export interface RefusedSession {
  kind: "payment-session" | "refund-session";
  shop: ShopDomain;
  at: Date;
  tookMs: number;
  status: number;
  /** The door's own word. */
  reason: string;
  /** The door's words, which name a field and never its value. */
  problem: string;
  /** Shopify's id of the session, where it could be read. */
  sessionId: string | null;
  /** Of a refund: Shopify's id of the payment. */
  paymentSessionId: string | null;
}

const LONGEST_PROBLEM = 200;

type Entry = Omit<NewEntry, "id" | "times" | "boundKey">;

const OF_NOTHING = {
  ...{ setId: null, credentialVersionId: null, shop: null, codeId: null, cip: null, sessionId: null },
  ...{ httpStatus: null, reason: null },
} as const;

export function entryOfNotice(notice: UnstoredNotice): Entry {
  const { verdict, setId, at, tookMs, body } = notice;
  const message = parseNotice(body);
  const told = message.kind === "notice" ? message : null;
  return {
    ...OF_NOTHING,
    ...{ direction: "from-pagoefectivo", at, tookMs, verdict, setId },
    kind: logKind(told?.eventType ?? null),
    httpStatus: verdict === "repeated" ? 200 : 401,
    reason: told ? null : "unreadable",
    cip: told?.cip ?? null,
    detail: { fields: { ...(told && toldFields(told)), bytes: String(body.length) } },
  };
}

/** Nobody has proved who wrote a badly signed one: what is not of the form that PagoEfectivo writes is not kept. */
function toldFields(told: Extract<NoticeMessage, { kind: "notice" }>): Record<string, string> {
  return present({
    eventType: logKind(told.eventType),
    operationNumber: onlyOf(/^\d{1,20}$/, told.operationNumber),
    cip: told.cip,
    amountCentimos: told.amount && String(told.amount.centimos),
    currency: told.amount && told.amount.currency,
    transactionCode: onlyOf(/^[0-9a-f-]{36}$/i, told.transactionCode),
    paidAt: told.paidAt && told.paidAt.toISOString(),
  });
}

export function entryOfCall(call: MadeCall): Entry {
  const { at, tookMs, operation: kind, verdict, httpStatus, reason, about, credentialVersionId } = call;
  const { codeId, cip, shown } = about;
  return {
    ...OF_NOTHING,
    ...{
      direction: "to-pagoefectivo",
      at,
      tookMs,
      kind,
      verdict,
      httpStatus,
      reason,
      credentialVersionId,
      cip,
    },
    codeId: codeId !== null && isId(codeId) ? codeId : null,
    detail: { fields: { ...shown, ...call.answered } },
  };
}

export function entryOfSession(session: RefusedSession): Entry {
  const { kind, shop, at, tookMs, status, reason, sessionId, paymentSessionId } = session;
  const problem = session.problem.slice(0, LONGEST_PROBLEM);
  const fields = { id: sessionId, payment_id: paymentSessionId, problem };
  return {
    ...OF_NOTHING,
    ...{
      direction: "from-shopify",
      at,
      tookMs,
      kind,
      verdict: "refused",
      httpStatus: status,
      reason,
      shop,
    },
    sessionId: paymentSessionId ?? sessionId,
    detail: { fields: present(fields) },
  };
}

function onlyOf(form: RegExp, text: string | null): string | null {
  return text !== null && form.test(text) ? text : null;
}

function present(fields: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  );
}
