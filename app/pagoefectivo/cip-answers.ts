/**
 * Reads PagoEfectivo's answers: one envelope `{ code, message, data }` whose `code` is a number or
 * a string and whose `data` is an object, a list or absent. Pure and tolerant: unknown fields are
 * ignored, and what is not an envelope (HTML of a gateway, an empty body) is null. Source:
 * PagoEfectivo, Integración API CIP v1.1 and the documentation site's real answers (read 2026-11-22).
 */
import { z } from "zod";
import type { Money } from "#app/lib/money.ts";
import { Secret } from "#app/lib/secret.ts";
import { normaliseStatusName, parseCip, parsePagoEfectivoDate, readCipStatus, readMoney } from "./cip.ts";
import type { CipLookUp, CreateCipAnswer } from "./pagoefectivo-client.ts";

const object = z.record(z.string(), z.unknown());

export interface Envelope {
  /** 100 means success, and only together with a 2xx status. Null when unreadable. */
  code: number | null;
  data: unknown;
}

export function parseEnvelope(text: string): Envelope | null {
  const parsed = object.safeParse(parseJson(text));
  if (!parsed.success || !("code" in parsed.data)) return null;
  return { code: wholeNumber(parsed.data.code), data: parsed.data.data };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wholeNumber(value: unknown): number | null {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}

function text(value: unknown): string | null {
  const found = typeof value === "number" ? String(value) : value;
  return typeof found === "string" && found !== "" ? found : null;
}

export interface Authorization {
  token: Secret;
  /** PagoEfectivo's clock, null when unreadable. */
  startsAt: Date | null;
  expiresAt: Date | null;
}

/** Null when there is no usable token. */
export function readAuthorization(data: unknown): Authorization | null {
  const parsed = object.safeParse(data);
  const token = parsed.success ? parsed.data.token : undefined;
  // A token becomes a header: anything but visible ASCII could forge a second one.
  if (!parsed.success || typeof token !== "string" || !/^[\x21-\x7e]{1,4096}$/.test(token)) return null;
  return {
    token: new Secret(token),
    startsAt: parsePagoEfectivoDate(parsed.data.tokenStart),
    expiresAt: parsePagoEfectivoDate(parsed.data.tokenExpires),
  };
}

export type CreatedReading =
  /** `values`: everything that the answer holds, under whichever names. */
  | { kind: "created"; cip: string; expiresAt: Date | null; cipUrl: unknown; values: readonly unknown[] }
  | { kind: "no-cip" }
  /** The answer is about another payment than the one asked for: a CIP exists, ours or not. */
  | { kind: "answer-differs" };

export function readCreated(
  data: unknown,
  asked: { transactionCode: string; amount: Money },
): CreatedReading {
  const parsed = object.safeParse(data);
  const cip = parsed.success ? parseCip(parsed.data.cip) : null;
  if (!parsed.success || cip === null) return { kind: "no-cip" };
  const { transactionCode, amount, currency, dateExpiry, cipUrl } = parsed.data;
  const money = readMoney(amount, currency);
  const isEqual =
    text(transactionCode) === asked.transactionCode &&
    money?.centimos === asked.amount.centimos &&
    money.currency === asked.amount.currency;
  if (!isEqual) return { kind: "answer-differs" };
  const values = Object.values(parsed.data);
  return { kind: "created", cip, expiresAt: parsePagoEfectivoDate(dateExpiry), cipUrl, values };
}

/**
 * Why a create was refused with 400. Call it only for HTTP 400: the same numbers mean other things
 * inside PagoEfectivo's own SDKs.
 */
export function readCreateRefusal(envelope: Envelope): CreateCipAnswer & { kind: "refused" } {
  if (envelope.code === 508) return { kind: "refused", reason: "service-invalid" };
  if (envelope.code === 511) return { kind: "refused", reason: "amount-above-limit" };
  const fields = envelope.code === 111 ? refusedFields(envelope.data) : [];
  if (fields.length > 0) return { kind: "refused", reason: "fields", fields };
  return { kind: "refused", reason: "other", code: envelope.code };
}

/** Field names only, and only what looks like one: they reach logs and pages. */
function refusedFields(data: unknown): string[] {
  const items = z.array(z.unknown()).max(100).safeParse(data);
  const names = (items.data ?? []).map((item) => object.safeParse(item).data?.field);
  const fields = names.filter((name) => typeof name === "string").filter((name) => /^\w{1,40}$/.test(name));
  return [...new Set(fields)];
}

/**
 * The look-ups of the asked CIPs that the answer really holds, each under the text it was asked by.
 * Empty items (how an unknown CIP comes back), CIPs nobody asked for and CIPs answered twice are
 * left out: absent means *not known*. Null when `data` is not a list.
 */
export function readLookUps(data: unknown, asked: readonly string[]): CipLookUp[] | null {
  const items = z.array(z.unknown()).safeParse(data);
  if (!items.success) return null;
  const askedByNumber = new Map(asked.map((cip) => [Number(cip), cip]));
  const found = new Map<string, CipLookUp[]>();
  for (const item of items.data) {
    const fields = object.safeParse(item).data;
    const number = parseCip(fields?.cip);
    const cip = number === null ? undefined : askedByNumber.get(Number(number));
    if (fields === undefined || cip === undefined) continue;
    found.set(cip, [...(found.get(cip) ?? []), readLookUp(cip, fields)]);
  }
  return [...found.values()].flatMap((lookUps) => (lookUps.length === 1 ? lookUps : []));
}

function readLookUp(cip: string, fields: Record<string, unknown>): CipLookUp {
  const rawStatus = wholeNumber(fields.status);
  const statusName = normaliseStatusName(fields.statusName);
  const paidAt = parsePagoEfectivoDate(fields.datePayment);
  const removedAt = parsePagoEfectivoDate(fields.dateRemoval);
  return {
    cip,
    status: readCipStatus({ rawStatus, statusName, removedAt, paidAt }),
    transactionCode: text(fields.transactionCode),
    amount: readMoney(fields.amount, fields.currency),
    paidAt,
    expiresAt: parsePagoEfectivoDate(fields.dateExpiry),
    rawStatus,
    statusName,
  };
}
