import type { ExpiryRules } from "#app/payments/expiry-rules.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import type { Currency, Money } from "#app/lib/money.ts";
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";
import type { PageChoices } from "#app/payments/voucher-view.ts";
import type { Environment } from "#app/pagoefectivo/pagoefectivo-client.ts";

/** One code of a payment, as stored. Instants are UTC; `id` is the transactionCode. */
export interface Code {
  id: string;
  paymentId: string;
  credentialVersionId: string;
  mode: Environment;
  state: CodeState;
  cip: string | null;
  cipUrl: string | null;
  /** PagoEfectivo's own picture of the code is stored. */
  hasQr: boolean;
  amountCentimos: number;
  currency: Currency;
  expiresAt: Date;
  graceMinutes: number;
  /** Our own reject waits for a business day; the rule as it was when the code was made. */
  businessDayGrace: boolean;
  createdAt: Date;
  paidAt: Date | null;
  endedAt: Date | null;
  failReason: string | null;
}

/** One payment with all its codes, oldest first, and what its shop's settings say. */
export interface Payment {
  id: string;
  version: number;
  shopId: string;
  shop: ShopDomain;
  storeName: string;
  sessionId: string;
  sessionGid: string;
  sessionGroup: string;
  amountCentimos: number;
  currency: Currency;
  test: boolean;
  slug: string;
  cancelUrl: string;
  merchantLocale: string | null;
  shopperEmail: string | null;
  shopperPhone: string | null;
  shopperGivenName: string | null;
  shopperLastName: string | null;
  shopperLocale: string | null;
  startedAt: Date;
  receivedAt: Date;
  told: Told;
  endReason: EndReason | null;
  pendingExpiresAt: Date | null;
  firstSeenAt: Date | null;
  lastPresentAt: Date | null;
  keptAt: Date | null;
  timerDueAt: Date | null;
  redirectUrl: string | null;
  /** How often the shopper has asked for a new code after the old one was dead. */
  renewals: number;
  renewedAt: Date | null;
  /** The dead code in whose place the newest one was asked for. */
  renewedCodeId: string | null;
  /** What the merchant has decided about the shopper's page. */
  page: PageChoices;
  /** The merchant's rules as they are now: for the next code, never for one that exists. */
  expiryRules: ExpiryRules;
  /** The shop has removed the app: no new code is made for it. */
  shopLeft: boolean;
  /** The merchant's own bounds in the payment's currency, in céntimos; null where they set none. */
  minCentimos: number | null;
  maxCentimos: number | null;
  confirmTimerSeconds: number;
  atExpiry: "reject" | "lapse";
  /** Its group has more payments than this one. */
  hasOtherAttempts: boolean;
  /** Another payment of the same group is resolved. */
  groupResolved: boolean;
  /** The attempt that money of the group belongs to waits for other money than this one's: a person must decide. */
  otherExpected: boolean;
  /** Another attempt of the group had an order, which has ended unpaid as far as we know. */
  otherOrderEnded: boolean;
  /** Another attempt of the group has an order that waits, or money in an open case. */
  otherClaims: boolean;
  /** The money that the group's order was paid with; null while it is not. */
  groupReceipt: { codeId: string; paidAt: string | null; sessionId: string } | null;
  /** The one code of the group that may still be paid; null when none may. */
  payableCodeId: string | null;
  /** Another attempt of the group had a code that is dead now. */
  hadEarlierCode: boolean;
  /** Money of this payment waits in an open case: no machine may end it as unpaid. */
  moneyInCase: boolean;
  /** What PagoEfectivo says that it received, where that is not the code's sum and a person looks into it. */
  otherSumReceived: Money | null;
  /** Shopify has acknowledged our *resolve*. */
  resolveAcknowledged: boolean;
  codes: readonly Code[];
}

/** What of a payment its shopper's page is made of: what is asked most is read with the fewest look-ups. */
export type ShownPayment = Pick<
  Payment,
  | "id"
  | "version"
  | "shopId"
  | "storeName"
  | "sessionId"
  | "sessionGroup"
  | "amountCentimos"
  | "currency"
  | "test"
  | "slug"
  | "cancelUrl"
  | "shopperEmail"
  | "shopperLocale"
  | "receivedAt"
  | "told"
  | "endReason"
  | "firstSeenAt"
  | "lastPresentAt"
  | "timerDueAt"
  | "redirectUrl"
  | "renewals"
  | "renewedAt"
  | "renewedCodeId"
  | "page"
  | "confirmTimerSeconds"
  | "groupResolved"
  | "hadEarlierCode"
  | "moneyInCase"
  | "otherSumReceived"
  | "resolveAcknowledged"
  | "codes"
>;

/** Why a payment ended without a code; the page words it. */
export type EndReason =
  | "amount-outside-limits"
  | "merchant-account"
  | "another-code-active"
  | "too-late"
  | "not-created"
  | "cancelled-by-shopper"
  | "never-seen"
  /** Another attempt of the checkout is paid. */
  | "group-paid"
  /** Another attempt has the code, and the order too where it is an earlier one. */
  | "served-by-earlier"
  /** A later attempt took the code over. */
  | "moved"
  /** A person of the shop took the code back. */
  | "voided-by-merchant"
  | "unpaid";

/** After a create that surely was not done, a new one is tried this often without the shopper. */
export const AUTOMATIC_RETRIES = 3;

/** The code that the payment is about now: its newest. */
export function currentCode(payment: Pick<Payment, "codes">): Code | null {
  return payment.codes.at(-1) ?? null;
}

export function modeOf(test: boolean): Environment {
  return test ? "sandbox" : "live";
}
