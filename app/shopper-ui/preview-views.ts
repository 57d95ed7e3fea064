/** Sample pages, for a merchant who wants to see what their shopper will see. Nothing in them can be paid. */
import type { PageChoices, ShopperLanguage, VoucherView } from "#app/payments/voucher-view.ts";

export const PREVIEW_STATES = [
  "open",
  "pending",
  "paid",
  "expired",
  "voided",
  "late",
  "review",
  "limits",
] as const;
export type PreviewState = (typeof PREVIEW_STATES)[number];

const HOUR_MS = 3_600_000;
/** Of a name that can lead nowhere (RFC 2606, section 2). */
const STORE_URL = "https://tienda.example/";

export interface PreviewInput {
  storeName: string;
  choices: PageChoices;
  language: ShopperLanguage;
  /** ISO, UTC. */
  now: string;
}

export function previewView(state: PreviewState, input: PreviewInput): VoucherView {
  const frame = {
    ...input.choices,
    slug: "preview",
    pageUrl: `${STORE_URL}v/preview`,
    isSample: true as const,
    language: input.language,
    storeName: input.storeName,
    amount: { centimos: 12_000, currency: "PEN" as const },
    test: false,
    paymentReference: "rEjEmPl0TqZk4VxY7aBcD2Fg",
    version: 0,
    ask: { answer: null, againInMs: 0 },
  };
  const hoursFromNow = (hours: number) => new Date(Date.parse(input.now) + hours * HOUR_MS).toISOString();
  const code = { cip: "123456789", cipUrl: null, hasProviderQr: false, expiresAt: hoursFromNow(48) };
  const waiting = {
    ...frame,
    ...code,
    state: "waiting" as const,
    isEarlierCode: false,
    replacesEarlierCode: false,
    channelsOff: [],
    quechua: null,
  };
  switch (state) {
    case "open":
      return { ...waiting, told: "open", storeUrl: null, continueIsSlow: false };
    case "pending":
      return { ...waiting, told: "pending", storeUrl: STORE_URL, continueIsSlow: false };
    case "paid": {
      const paid = { paidAt: input.now, cip: code.cip, confirmed: true, byEarlierAttempt: false };
      return { ...frame, ...paid, state, storeUrl: STORE_URL };
    }
    case "expired":
      return {
        ...frame,
        state,
        expiresAt: hoursFromNow(-1),
        cip: code.cip,
        canRenew: false,
        storeUrl: STORE_URL,
      };
    case "voided":
      return {
        ...frame,
        ...{ lastDigits: "789", reason: null, canRenew: false, backToCheckoutUrl: null },
        state,
        storeUrl: STORE_URL,
      };
    case "late":
      return { ...frame, state, paidAt: input.now, storeUrl: STORE_URL };
    case "review":
      return { ...frame, state, received: null, storeUrl: STORE_URL };
    case "limits": {
      const failure = { reason: "amount-outside-limits" as const, canRetry: false, errorId: "PE-7F3A2C" };
      return { ...frame, ...failure, state: "error", backToCheckoutUrl: STORE_URL };
    }
  }
}
