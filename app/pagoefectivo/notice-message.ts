/**
 * Reads the body of PagoEfectivo's webhook. A notice is never acted upon without a look-up, so
 * reading is tolerant: every value it cannot understand is null. Shapes: PagoEfectivo, Integración
 * API CIP v1.1 §5.2 (three fields), and the longer one integrators have received since 2020 (with
 * `paymentDate` and `transactionCode`); read 2026-11-22.
 */
import { z } from "zod";
import type { Money } from "#app/lib/money.ts";
import { parseCip, parsePagoEfectivoDate, readMoney } from "./cip.ts";

export type NoticeMessage =
  | {
      kind: "notice";
      /** `cip.paid`, `cip.expired`, `cip.refunded`, or a word we do not know. */
      eventType: string;
      operationNumber: string | null;
      cip: string | null;
      amount: Money | null;
      transactionCode: string | null;
      paidAt: Date | null;
    }
  | { kind: "unreadable" };

/** Keeps nothing between two notices: each is given to it whole. */
const utf8 = new TextDecoder();

const body = z.looseObject({
  eventType: z.string().trim().min(1).max(64).transform(storable),
  operationNumber: z.unknown().optional(),
  data: z.record(z.string(), z.unknown()).catch({}),
});

/** Call it only after the signature was verified over the raw bytes. Unknown events are kept. */
export function parseNotice(raw: Uint8Array | string): NoticeMessage {
  const parsed = body.safeParse(parseJson(typeof raw === "string" ? raw : utf8.decode(raw)));
  if (!parsed.success) return { kind: "unreadable" };
  const { eventType, operationNumber, data } = parsed.data;
  return {
    kind: "notice",
    eventType,
    operationNumber: shortText(operationNumber),
    cip: parseCip(data.cip),
    amount: readMoney(data.amount, data.currency),
    transactionCode: shortText(data.transactionCode),
    paidAt: parsePagoEfectivoDate(data.paymentDate),
  };
}

/** PostgreSQL's text holds no half of a pair and no character zero: a replacement character stands for them. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll("\u0000", "\ufffd");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Printable text of at most 64 characters; PagoEfectivo promises 14 and 36, as string or number. */
function shortText(value: unknown): string | null {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^[\x21-\x7e]{1,64}$/.test(text) ? text : null;
}
