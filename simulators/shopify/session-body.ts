import type { JsonObject } from "./json.ts";
import type { RefundRecord } from "./refund-record.ts";
import type { SessionRecord } from "./session-record.ts";
import type { Switches } from "./switches.ts";

/**
 * The JSON that Shopify posts for one payment session (shopify.dev, request reference, read 2026-11-22). It is built
 * anew at each attempt and is the same each time: the app must recognise it by `id`.
 */
export function sessionBody(session: SessionRecord, switches: Switches): JsonObject {
  const body: JsonObject = {
    id: session.id,
    gid: session.gid,
    group: session.group,
    session_id: session.buyerSessionId,
    amount: session.amount,
    currency: session.currency,
    test: session.test,
    merchant_locale: "es-PE",
    payment_method: { type: "offsite", data: { cancel_url: session.cancelUrl } },
    proposed_at: session.proposedAt,
    customer: session.customer,
    kind: session.kind,
  };
  return switches.transactionMetadata === null
    ? body
    : { ...body, transaction_metadata: switches.transactionMetadata };
}

/** The JSON that Shopify posts for one refund session (shopify.dev, request reference, read 2026-11-22). */
export function refundBody(refund: RefundRecord): JsonObject {
  return {
    id: refund.id,
    gid: refund.gid,
    payment_id: refund.paymentId,
    amount: refund.amount,
    currency: refund.currency,
    test: refund.test,
    merchant_locale: refund.merchantLocale,
    proposed_at: refund.proposedAt,
  };
}

/** What a buyer typed at checkout; empty text means not given. */
export interface BuyerDetails {
  email: string;
  phone: string;
  givenName: string;
  familyName: string;
}

/**
 * The `customer` object, or null when the buyer gave neither e-mail nor phone: when it is sent, it has at least one of
 * the two (shopify.dev, request reference, read 2026-11-22).
 */
export function customerOf(buyer: BuyerDetails): JsonObject | null {
  if (buyer.email === "" && buyer.phone === "") return null;
  const address: JsonObject = {
    given_name: buyer.givenName,
    family_name: buyer.familyName,
    line1: "Av. Larco 345",
    city: "Lima",
    province: "Lima",
    country_code: "PE",
    postal_code: "15074",
  };
  return {
    ...(buyer.email === "" ? {} : { email: buyer.email }),
    ...(buyer.phone === "" ? {} : { phone_number: buyer.phone }),
    locale: "es-PE",
    billing_address: address,
    shipping_address: address,
  };
}
