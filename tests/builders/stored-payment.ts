import type { CodeState } from "#app/payments/lifecycle-moves.ts";
import type { Code, Payment } from "#app/payments/payment.ts";
import { isShopDomain, type ShopDomain } from "#app/shopify/shop-domain.ts";
import { PLAIN_RULES } from "./expiry-rules.ts";
import { PLAIN_PAGE } from "./page-choices.ts";

/** Payments and codes as they are loaded, for tests of what is decided from them. */
export const NOW = new Date("2026-11-22T15:00:00.000Z");
export const EXPIRES = new Date("2026-11-23T15:00:00.000Z");
export const CIP = "123456789";
export const agoMs = (ms: number): Date => new Date(NOW.getTime() - ms);

function shopDomain(): ShopDomain {
  const text = "tienda-x.myshopify.com";
  if (!isShopDomain(text)) throw new Error("not a shop's domain");
  return text;
}

export function codeIn(state: CodeState, more: Partial<Code> = {}): Code {
  const hasCip = !["issuing", "failed", "unknown", "lost"].includes(state);
  return {
    id: "019374a0-0000-7000-8000-000000000002",
    paymentId: "019374a0-0000-7000-8000-0000000a1b2c",
    credentialVersionId: "019374a0-0000-7000-8000-000000000003",
    mode: "live",
    state,
    cip: hasCip ? CIP : null,
    cipUrl: hasCip ? "https://payment.pagoefectivo.pe/0f1d.html" : null,
    hasQr: false,
    amountCentimos: 16_035,
    currency: "PEN",
    expiresAt: EXPIRES,
    graceMinutes: 60,
    businessDayGrace: false,
    createdAt: agoMs(60_000),
    paidAt: null,
    endedAt: null,
    failReason: null,
    ...more,
  };
}

export function paymentWith(more: Partial<Payment> = {}): Payment {
  return {
    id: "019374a0-0000-7000-8000-0000000a1b2c",
    version: 1,
    shopId: "019374a0-0000-7000-8000-000000000001",
    shop: shopDomain(),
    storeName: "Tienda X",
    sessionId: "u0nwmSrNntjIWozmNslK5Tlq",
    sessionGid: "gid://shopify/PaymentSession/u0nwmSrNntjIWozmNslK5Tlq",
    sessionGroup: "group-1",
    amountCentimos: 16_035,
    currency: "PEN",
    test: false,
    slug: "slug-of-this-payment",
    cancelUrl: "https://tienda-x.myshopify.com/checkouts/1",
    merchantLocale: "es",
    shopperEmail: "canary@example.com",
    shopperPhone: "+51987654321",
    shopperGivenName: "Canary",
    shopperLastName: "Shopper",
    shopperLocale: "es-PE",
    startedAt: agoMs(60_000),
    receivedAt: agoMs(60_000),
    told: "open",
    endReason: null,
    pendingExpiresAt: null,
    firstSeenAt: null,
    lastPresentAt: null,
    keptAt: null,
    timerDueAt: null,
    redirectUrl: null,
    renewals: 0,
    renewedAt: null,
    renewedCodeId: null,
    page: PLAIN_PAGE,
    expiryRules: PLAIN_RULES,
    shopLeft: false,
    minCentimos: null,
    maxCentimos: null,
    confirmTimerSeconds: 90,
    atExpiry: "reject",
    groupResolved: false,
    otherExpected: false,
    hasOtherAttempts: false,
    groupReceipt: null,
    payableCodeId: null,
    hadEarlierCode: false,
    otherOrderEnded: false,
    otherClaims: false,
    moneyInCase: false,
    otherSumReceived: null,
    resolveAcknowledged: false,
    codes: [],
    ...more,
  };
}
