/**
 * Reads the payment session Shopify POSTs: strict where it is money or an address, lenient where it
 * is a courtesy (customer, locale) and on unknown keys. Source: shopify.dev, payments apps request
 * reference (read 2026-11-22). Pure.
 */
import { z } from "zod";
import { isCurrency, parseDecimalAmount } from "#app/lib/money.ts";
import type { Money } from "#app/lib/money.ts";
import { parseShopDomain } from "./shop-domain.ts";
import type { ShopDomain } from "./shop-domain.ts";
import { parseStrictJson } from "./strict-json.ts";

export interface PaymentSessionCustomer {
  email: string | null;
  phone: string | null;
  givenName: string | null;
  familyName: string | null;
  locale: string | null;
}

export interface PaymentSessionRequest {
  id: string;
  gid: string;
  group: string;
  amount: Money;
  test: boolean;
  kind: "sale";
  cancelUrl: string;
  proposedAt: Date;
  merchantLocale: string | null;
  customer: PaymentSessionCustomer;
}

export interface RequestRefusal {
  kind: "refused";
  /** 400: not the documented form. 422: understood, but nothing we can take money for. */
  status: 400 | 422;
  code: string;
  /** Names the field, never its value. */
  message: string;
}

/** Visible ASCII only: these reach addresses, logs and a database that cannot hold a NUL. */
export const identifier = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, "must be 1 to 255 visible ASCII characters");

const cancelUrl = z
  .string()
  .max(4096, "must be at most 4096 characters")
  .refine(isPlainHttpsUrl, "must be an https address");

/** Display text: the first 255 characters without control characters, or null. */
const courtesyText = z
  .string()
  .transform((text) =>
    text
      .slice(0, 1024)
      .replace(/[\p{Cc}\p{Cs}]/gu, " ")
      .trim()
      .slice(0, 255)
      // The cut may have split a character in two, and half a character is no text for a database.
      .replace(/\p{Cs}/gu, ""),
  )
  .transform((text) => (text === "" ? null : text))
  .nullable()
  .catch(null);

export const locale = z
  .string()
  .regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}$/)
  .nullable()
  .catch(null);

/** PagoEfectivo takes at most 100 characters. An address it cannot use is as good as none: the page asks. */
const email = z.string().trim().max(100).pipe(z.email()).nullable().catch(null);

const NO_ADDRESS = { given_name: null, family_name: null, phone_number: null };
const address = z
  .object({ given_name: courtesyText, family_name: courtesyText, phone_number: courtesyText })
  .catch(NO_ADDRESS);

const NO_CUSTOMER = { email: null, phone_number: null, locale: null, billing_address: NO_ADDRESS };
const customer = z
  .object({ email, phone_number: courtesyText, locale, billing_address: address })
  .catch(NO_CUSTOMER);

const body = z.object({
  id: identifier,
  gid: identifier.startsWith("gid://shopify/PaymentSession/", "must be a PaymentSession gid"),
  group: identifier,
  amount: z.string().max(64, "must be at most 64 characters"),
  currency: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code"),
  test: z.boolean(),
  kind: z.string().max(64, "must be at most 64 characters"),
  payment_method: z.object({ data: z.object({ cancel_url: cancelUrl }) }),
  proposed_at: z.iso.datetime({ offset: true }).max(64),
  merchant_locale: locale,
  customer,
});

/** An e-mail address that a person typed, or null when it is none that PagoEfectivo would take. */
export function parseEmail(text: string): string | null {
  return email.parse(text);
}

/** The request, or the first refusal: 400 for the form, then 422 for kind, currency and amount. */
export function parsePaymentSessionRequest(
  rawText: string,
): { kind: "request"; request: PaymentSessionRequest } | RequestRefusal {
  const json = parseStrictJson(rawText);
  if (json === null) return refusal(400, "not-json", "body: must be JSON without repeated keys");
  const parsed = body.safeParse(json.value);
  if (!parsed.success) {
    return formRefusal(parsed.error);
  }
  const session = parsed.data;
  const currency = session.currency;
  if (session.kind !== "sale") return refusal(422, "unsupported-kind", "kind: only sale is supported");
  if (!isCurrency(currency))
    return refusal(422, "unsupported-currency", "currency: only PEN and USD are supported");
  const amount = readAmount(session.amount);
  if (amount.kind === "refused") return amount;
  return {
    kind: "request",
    request: {
      id: session.id,
      gid: session.gid,
      group: session.group,
      amount: { centimos: amount.centimos, currency },
      test: session.test,
      kind: "sale",
      cancelUrl: session.payment_method.data.cancel_url,
      proposedAt: new Date(session.proposed_at),
      merchantLocale: session.merchant_locale,
      customer: customerOf(session.customer),
    },
  };
}

/** Shopify's decimal text in céntimos, or why it is no amount. */
export function readAmount(text: string): { kind: "amount"; centimos: number } | RequestRefusal {
  const amount = parseDecimalAmount(text);
  if (amount.kind === "amount") return amount;
  switch (amount.reason) {
    case "not-a-decimal":
      return refusal(400, "invalid-field", "amount: must be a decimal text");
    case "too-many-decimals":
      return refusal(422, "amount-too-many-decimals", "amount: must have at most two decimals");
    case "not-positive":
      return refusal(422, "amount-not-positive", "amount: must be above zero");
    case "too-large":
      return refusal(422, "amount-too-large", "amount: is too large");
  }
}

function customerOf(sent: z.infer<typeof customer>): PaymentSessionCustomer {
  return {
    email: sent.email,
    phone: sent.phone_number ?? sent.billing_address.phone_number,
    givenName: sent.billing_address.given_name,
    familyName: sent.billing_address.family_name,
    locale: sent.locale,
  };
}

/** Which field is not in the documented form. */
export function formRefusal(error: z.ZodError): RequestRefusal {
  const [issue] = error.issues;
  return refusal(
    400,
    "invalid-field",
    `${issue?.path.join(".") || "body"}: ${issue?.message ?? "invalid"}`,
  );
}

export function refusal(status: 400 | 422, code: string, message: string): RequestRefusal {
  return { kind: "refused", status, code, message };
}

function isPlainHttpsUrl(text: string): boolean {
  if (!/^https:\/\/[\x21-\x7e]+$/.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === "https:" && url.username === "" && url.password === "";
}

/** The headers Shopify promises on every session request. Only the shop decides anything. */
export function parsePaymentHeaders(headers: {
  get(name: string): string | null;
}):
  | { kind: "headers"; shop: ShopDomain; requestId: string | null; apiVersion: string | null }
  | RequestRefusal {
  const shop = parseShopDomain(headers.get("shopify-shop-domain"));
  if (shop === null) {
    return refusal(400, "invalid-header", "Shopify-Shop-Domain: must be a myshopify.com domain");
  }
  const requestId = identifier.safeParse(headers.get("shopify-request-id"));
  const apiVersion = identifier.safeParse(headers.get("shopify-api-version"));
  return { kind: "headers", shop, requestId: requestId.data ?? null, apiVersion: apiVersion.data ?? null };
}
