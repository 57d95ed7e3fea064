import type { Money } from "#app/lib/money.ts";

/** The languages of the shopper's page; es is the source. */
export const SHOPPER_LANGUAGES = ["es", "en"] as const;
export type ShopperLanguage = (typeof SHOPPER_LANGUAGES)[number];

/** What `?lang=` of a page's own address may say: Quechua is a panel on the Spanish page, and no language of it. */
export const ADDRESS_LANGUAGES = [...SHOPPER_LANGUAGES, "qu"] as const;
export type AddressLanguage = (typeof ADDRESS_LANGUAGES)[number];

/** How the merchant can be reached, as their settings have checked it; null where they gave nothing. */
export interface StoreSupport {
  /** Of https. */
  helpUrl: string | null;
  email: string | null;
  /** `+` and digits. */
  whatsapp: string | null;
  /** As it is dialled: digits, spaces and signs. */
  phone: string | null;
}

/** What the merchant has decided about the page. */
export interface PageChoices {
  languages: readonly ShopperLanguage[];
  /** `#rrggbb`; null: the page's own. */
  accentColor: string | null;
  support: StoreSupport;
}

/** What the voucher page shows. Plain data: instants are ISO texts in UTC. */
export interface VoucherFrame extends PageChoices {
  slug: string;
  /** The page's own address as it is passed on: whole, and without a language. */
  pageUrl: string;
  /** A merchant's sample: nothing is at its address, so nothing is fetched from there. */
  isSample?: true;
  language: ShopperLanguage;
  storeName: string;
  amount: Money;
  test: boolean;
  /** Shopify payment id */
  paymentReference: string;
  /** Raised by whatever changes what the page shows: what the page compares with the answers to its questions. */
  version: number;
  /** "Already paid?": there only while asking makes sense. */
  ask?: AskView;
}

/** What came of asking whether the code is paid, or of leaving a slip: the words that the page's address may carry. */
export const ASK_WORDS = ["not-seen", "no-answer", "too-often", "slip-left", "slips-full"] as const;
export type AskWord = (typeof ASK_WORDS)[number];

export interface AskView {
  answer: AskWord | null;
  /** Of `too-often`: in how long it may be asked again; 0: now. */
  againInMs: number;
}

export type VoucherView = VoucherFrame &
  (
    | {
        state: "preparing";
        /** PagoEfectivo has not given us the code for longer than usual. We go on trying. */
        isDelayed: boolean;
        /** When a delayed code is asked for again; null where that is not put off. */
        nextTryAt: string | null;
        backToCheckoutUrl: string;
      }
    /** PagoEfectivo needs an e-mail address and Shopify gave none. `refused`: what was typed is no address. */
    | { state: "needs-email"; refused: boolean; backToCheckoutUrl: string }
    | {
        state: "waiting";
        cip: string;
        cipUrl: string | null;
        /** PagoEfectivo's own picture of the code is there, and wallets take this amount. */
        hasProviderQr: boolean;
        expiresAt: string;
        /** open: Continue and cancel are offered; pending: the order exists. */
        told: "open" | "pending";
        storeUrl: string | null;
        /** Continue was pressed but Shopify has not answered yet: keep the code, say so, retry. */
        continueIsSlow: boolean;
        /** The code was made for an earlier attempt of the same checkout, and serves this one. */
        isEarlierCode: boolean;
        /** An earlier code of the same checkout may not be paid any more. */
        replacesEarlierCode: boolean;
        /** Ids of payment channels that the operator has switched off. */
        channelsOff: readonly string[];
        /** The summary in Quechua, once a named speaker has reviewed its words; null: there is none. */
        quechua: "shown" | "offered" | null;
      }
    | {
        state: "paid";
        paidAt: string | null;
        /** The code that was paid. */
        cip: string | null;
        /** Shopify acknowledged */
        confirmed: boolean;
        /** Another attempt of the same checkout was paid: this one must not be. */
        byEarlierAttempt: boolean;
        storeUrl: string | null;
      }
    /** Deadline passed, not yet proved unpaid. */
    | { state: "expiring"; expiresAt: string; cip: string; storeUrl: string | null }
    /** `canRenew`: the shopper may ask for a new code in the place of this one. */
    | {
        state: "expired";
        expiresAt: string | null;
        cip: string | null;
        canRenew: boolean;
        storeUrl: string | null;
      }
    /** Being cancelled by the shopper or voided for them, not proved yet: the code must not be paid. */
    | { state: "voiding"; backToCheckoutUrl: string | null }
    /** Proved removed. */
    | {
        state: "voided";
        /** Enough to know the code by, too few to pay it. */
        lastDigits: string | null;
        /** Only what concerns the shopper alone: another method was chosen, or nobody opened the page. */
        reason: "left" | "unseen" | null;
        canRenew: boolean;
        backToCheckoutUrl: string | null;
        storeUrl: string | null;
      }
    /** The money came when no order waited for it any more: the store decides with the shopper. */
    | { state: "late"; paidAt: string | null; storeUrl: string | null }
    /** Money or an outcome that a person must look at. `received`: where it is another sum than the code's. */
    | { state: "review"; received: Money | null; storeUrl: string | null }
    | {
        state: "error";
        reason:
          | "not-created"
          | "amount-outside-limits"
          | "merchant-account"
          | "outcome-unknown"
          /** An earlier attempt's code cannot be taken back yet. */
          | "another-code-active"
          /** The session is too old for a code. */
          | "too-late";
        canRetry: boolean;
        backToCheckoutUrl: string;
        errorId: string;
      }
  );
export type WaitingView = Extract<VoucherView, { state: "waiting" }>;
export type VoucherState = VoucherView["state"];
