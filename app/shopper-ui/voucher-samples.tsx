import { renderToStaticMarkup } from "react-dom/server";
import type { VoucherView } from "#app/payments/voucher-view.ts";
import { VoucherPage } from "./voucher-page.tsx";

// One sample of each state, for tests.
/** The instant at which samples are looked at. */
export const NOW = "2026-11-22T15:00:00.000Z";
export const BACK = "https://tienda-x.myshopify.com/checkouts/c/1";
export const STORE = "https://tienda-x.myshopify.com/checkouts/c/1/thank-you";

export const frame = {
  slug: "slug-of-this-payment",
  pageUrl: "https://pagos.example/v/slug-of-this-payment",
  language: "es",
  storeName: "Tienda X",
  amount: { centimos: 123450, currency: "PEN" },
  test: false,
  languages: ["es", "en"],
  accentColor: null,
  support: { helpUrl: null, email: null, whatsapp: null, phone: null },
  paymentReference: "u0nwmSrNntjIWozmNslK5Tlq",
  version: 4,
} as const;
export const waiting = {
  ...frame,
  state: "waiting",
  cip: "123456789",
  cipUrl: "https://payment.pagoefectivo.pe/0f1d.html",
  hasProviderQr: false,
  expiresAt: "2026-11-25T04:59:00.000Z",
  told: "open",
  storeUrl: null,
  continueIsSlow: false,
  isEarlierCode: false,
  replacesEarlierCode: false,
  channelsOff: [],
  quechua: null,
} as const satisfies VoucherView;
export const pending = { ...waiting, told: "pending", storeUrl: STORE } as const;
export const paid = {
  ...frame,
  state: "paid",
  paidAt: NOW,
  cip: "123456789",
  confirmed: true,
  byEarlierAttempt: false,
  storeUrl: STORE,
} as const;
export const paidEarlier = { ...paid, byEarlierAttempt: true } as const;
export const expiring = {
  ...frame,
  state: "expiring",
  expiresAt: "2026-11-22T14:59:00.000Z",
  cip: "123456789",
  storeUrl: STORE,
} as const;
export const expired = { ...expiring, state: "expired", canRenew: false } as const;
export const voiding = { ...frame, state: "voiding", backToCheckoutUrl: BACK } as const;
export const voided = {
  ...frame,
  state: "voided",
  lastDigits: "789",
  reason: "left",
  canRenew: false,
  backToCheckoutUrl: BACK,
  storeUrl: null,
} as const;
export const late = { ...frame, state: "late", paidAt: NOW, storeUrl: STORE } as const;
export const review = { ...frame, state: "review", received: null, storeUrl: STORE } as const;
export const otherSum = { ...review, received: { centimos: 100000, currency: "PEN" } } as const;
export const preparing = {
  ...frame,
  state: "preparing",
  isDelayed: false,
  nextTryAt: null,
  backToCheckoutUrl: BACK,
} as const;
export const delayed = { ...preparing, isDelayed: true } as const;
/** PagoEfectivo is asked again at 10:02 in Lima. */
export const heldUp = { ...delayed, nextTryAt: "2026-11-22T15:02:00.000Z" } as const;
export const emailless = {
  ...frame,
  state: "needs-email",
  refused: false,
  backToCheckoutUrl: BACK,
} as const;
export const failed = {
  ...frame,
  state: "error",
  reason: "not-created",
  canRetry: true,
  backToCheckoutUrl: BACK,
  errorId: "PE-7F3A",
} as const;

/** Every state, for claims that hold in all of them. */
export const all: VoucherView[] = [
  preparing,
  emailless,
  waiting,
  pending,
  paid,
  paidEarlier,
  expiring,
  expired,
  voiding,
  voided,
  late,
  review,
  otherSum,
  heldUp,
  failed,
];

export function inEnglish<View extends VoucherView>(view: View): View & { language: "en" } {
  return { ...view, language: "en" };
}

/** The page as the server sends it. */
export function html(view: VoucherView, now = NOW): string {
  return renderToStaticMarkup(<VoucherPage view={view} now={now} />);
}

/** What can be read without the script: no templates, no tags. */
export function words(markup: string): string {
  return markup
    .replace(/<template.*?<\/template>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&quot;/g, '"')
    .replace(/[\s\u00a0]+/g, " ");
}
