/**
 * What the shopper is shown, from what is known of the payment. Pure; the page renders it without asking anything.
 */
import {
  AUTOMATIC_RETRIES,
  currentCode,
  type Code,
  type EndReason,
  type ShownPayment,
} from "#app/payments/payment.ts";
import { askedForCodeAt, awaitsNewCode, failedInARow } from "#app/payments/renewal.ts";
import type { ShopperLanguage, VoucherFrame, VoucherView } from "#app/payments/voucher-view.ts";
import { mayPayByWallet } from "#app/payments/wallet-limit.ts";

/** Longer than a create takes, its own timeouts included: after this nobody is asking any more. */
const LONGEST_CREATE_MS = 90_000;

/** A code that is not there by then is late: the page says so. */
const USUAL_CREATE_MS = 20_000;

/** What every state shows, and the two ways out. */
type Frame = Unversioned<VoucherFrame> & { storeUrl: string | null; backToCheckoutUrl: string };

/** What a page shows, before it has its number. */
type Unversioned<View> = View extends VoucherFrame ? Omit<View, "version"> : never;

type ErrorView = Extract<VoucherView, { state: "error" }>;

const WORDED_REASON: Partial<Record<EndReason, ErrorView["reason"]>> = {
  "amount-outside-limits": "amount-outside-limits",
  "merchant-account": "merchant-account",
  "another-code-active": "another-code-active",
  "too-late": "too-late",
};

const VOID_REASON: Partial<Record<EndReason, "left" | "unseen">> = {
  "cancelled-by-shopper": "left",
  "never-seen": "unseen",
};

export interface ViewInput {
  /** The payment that the page is about, and the one whose address was opened. */
  payment: ShownPayment;
  asked: ShownPayment;
  now: Date;
  language: ShopperLanguage;
  /** Where shoppers reach this app, without a slash at the end. */
  publicOrigin: string;
  /** Turns a Shopify address into the one a browser is sent to. */
  forBrowser: (url: string) => string;
  /** The e-mail address that was typed is none. */
  emailRefused?: boolean;
  /** What only the page itself shows. */
  channelsOff?: readonly string[];
  quechua?: "shown" | "offered" | null;
  canRenew?: boolean;
  /** When the code is asked for again, where that is known. */
  nextTryAt?: Date | null;
}

/**
 * A code that can no longer be paid comes along only so that the page can name its ending: nobody should carry a dead
 * code to a counter.
 */
export function buildVoucherView(input: ViewInput): VoucherView {
  const view = unversionedView(input);
  return { ...view, version: versionOf(input, view) };
}

/** The versions of both payments do not count what Shopify acknowledges, nor that a code is late. */
function versionOf({ payment, asked }: ViewInput, view: Unversioned<VoucherView>): number {
  const versions = payment.version + (payment.id === asked.id ? 0 : asked.version);
  const acknowledgements = Number(payment.redirectUrl !== null) + Number(payment.resolveAcknowledged);
  const isDelayed = view.state === "preparing" && view.isDelayed;
  return versions * 4 + acknowledgements + Number(isDelayed);
}

function unversionedView(input: ViewInput): Unversioned<VoucherView> {
  const { payment, asked } = input;
  const frame = frameOf(input);
  const { storeUrl, backToCheckoutUrl: _, ...shown } = frame;
  const code = currentCode(payment);
  const paidCode = payment.codes.find(({ state }) => state === "paid");

  // Money that resolved no order is settled by people, also once its case is closed: never "paid" here.
  if (payment.moneyInCase || (payment.told !== "resolved" && paidCode))
    return withPerson(frame, payment, paidCode);
  if (payment.told === "resolved") {
    const receipt = payment.codes.find((candidate) => candidate.paidAt) ?? paidCode;
    return {
      ...shown,
      state: "paid",
      paidAt: receipt?.paidAt?.toISOString() ?? null,
      cip: receipt?.cip ?? null,
      confirmed: payment.resolveAcknowledged,
      byEarlierAttempt: payment.id !== asked.id,
      storeUrl,
    };
  }
  return code ? withCode(frame, input, code) : withoutCode(frame, input, null);
}

function frameOf({ payment, asked, language, publicOrigin, forBrowser }: ViewInput): Frame {
  return {
    slug: asked.slug,
    pageUrl: `${publicOrigin}/v/${encodeURIComponent(asked.slug)}`,
    language,
    storeName: payment.storeName,
    ...payment.page,
    amount: { centimos: payment.amountCentimos, currency: payment.currency },
    test: payment.test,
    paymentReference: payment.sessionId,
    storeUrl: payment.redirectUrl ? forBrowser(payment.redirectUrl) : null,
    backToCheckoutUrl: forBrowser(asked.cancelUrl),
  };
}

/**
 * Late is what came after a reject, or after the code's own time. Of the money of every other case it is not known here what
 * is wrong with it.
 */
function withPerson(frame: Frame, payment: ShownPayment, paid: Code | undefined): Unversioned<VoucherView> {
  const { storeUrl, backToCheckoutUrl: _, ...shown } = frame;
  const paidAt = paid?.paidAt ?? null;
  const isLate = paid && (payment.told === "rejected" || (paidAt !== null && paidAt >= paid.expiresAt));
  if (isLate) return { ...shown, state: "late", paidAt: paidAt?.toISOString() ?? null, storeUrl };
  const { otherSumReceived: sum } = payment;
  // PagoEfectivo may also have named no sum: the case then holds the code's own.
  const isOther = sum && (sum.centimos !== payment.amountCentimos || sum.currency !== payment.currency);
  return { ...shown, state: "review", received: isOther ? sum : null, storeUrl };
}

function withCode(frame: Frame, input: ViewInput, code: Code): Unversioned<VoucherView> {
  const { storeUrl, backToCheckoutUrl, ...shown } = frame;
  const { payment, canRenew = false } = input;
  const expiresAt = code.expiresAt.toISOString();
  if (code.id === payment.renewedCodeId && (awaitsNewCode(payment) || hasWordedEnd(payment)))
    return withoutCode(frame, input, code);
  switch (code.state) {
    case "live":
      return payable(frame, input, code);
    case "voiding":
      if (payment.told === "open") return { ...shown, state: "voiding", backToCheckoutUrl };
      return input.now < code.expiresAt
        ? { ...shown, state: "voiding", backToCheckoutUrl: null }
        : { ...shown, state: "expiring", expiresAt, cip: code.cip ?? "", storeUrl };
    case "voided":
      return {
        ...shown,
        state: "voided",
        lastDigits: code.cip?.slice(-3) ?? null,
        reason: (payment.endReason && VOID_REASON[payment.endReason]) ?? null,
        canRenew,
        backToCheckoutUrl: payment.told === "released" ? backToCheckoutUrl : null,
        storeUrl,
      };
    case "expired":
      if (payment.told === "pending")
        return { ...shown, state: "expiring", expiresAt, cip: code.cip ?? "", storeUrl };
      return {
        ...shown,
        state: "expired",
        expiresAt,
        cip: code.cip,
        canRenew,
        storeUrl: wayToBuyAgain(frame, payment),
      };
    // A paid code was dealt with before; it is here for the compiler's sake.
    case "paid":
    case "reversed":
      return withPerson(frame, payment, undefined);
    case "issuing":
    case "failed":
    case "unknown":
    case "lost":
      return withoutCode(frame, input, code);
  }
}

/** Where no order was ever made the store has no page for it: the checkout is the way back. */
function wayToBuyAgain({ storeUrl, backToCheckoutUrl }: Frame, { told }: ShownPayment): string | null {
  return storeUrl ?? (told === "released" ? backToCheckoutUrl : null);
}

function payable(frame: Frame, input: ViewInput, code: Code): Unversioned<VoucherView> {
  const { payment, asked, now, channelsOff = [], quechua = null } = input;
  const { storeUrl, backToCheckoutUrl: _, ...shown } = frame;
  const expiresAt = code.expiresAt.toISOString();
  const cip = code.cip ?? "";
  if (now >= code.expiresAt) return { ...shown, state: "expiring", expiresAt, cip, storeUrl };
  if (payment.told !== "open" && payment.told !== "pending") {
    const buyAgainUrl = wayToBuyAgain(frame, payment);
    return { ...shown, state: "expired", expiresAt, cip, canRenew: false, storeUrl: buyAgainUrl };
  }
  return {
    ...shown,
    state: "waiting",
    cip,
    cipUrl: code.cipUrl,
    hasProviderQr: code.hasQr && mayPayByWallet(shown.amount),
    expiresAt,
    told: payment.told,
    storeUrl,
    continueIsSlow: payment.told === "pending" && storeUrl === null,
    isEarlierCode: payment.id !== asked.id || code.createdAt < payment.receivedAt,
    replacesEarlierCode: payment.hadEarlierCode || payment.renewals > 0,
    channelsOff,
    quechua,
  };
}

function withoutCode(frame: Frame, input: ViewInput, code: Code | null): Unversioned<VoucherView> {
  const { storeUrl: _, backToCheckoutUrl, ...shown } = frame;
  const { payment } = input;
  const isOpen = payment.told === "open";
  if (isOpen && code === null && payment.shopperEmail === null) {
    return { ...shown, state: "needs-email", refused: input.emailRefused ?? false, backToCheckoutUrl };
  }
  if (isOpen && isBeingMade(payment, code, input.now)) {
    return { ...shown, state: "preparing", ...delayOf(input), backToCheckoutUrl };
  }
  const isUnknown = code?.state === "unknown" || code?.state === "issuing" || code?.state === "lost";
  const worded = payment.endReason && WORDED_REASON[payment.endReason];
  return {
    ...shown,
    state: "error",
    reason: isUnknown ? "outcome-unknown" : (worded ?? "not-created"),
    canRetry: isOpen && code?.state === "failed",
    backToCheckoutUrl,
    errorId: `PE-${payment.id.slice(-6).toUpperCase()}`,
  };
}

/** The new code that was asked for could not be made, for a reason that the page can say. */
function hasWordedEnd(payment: ShownPayment): boolean {
  return payment.told === "released" && payment.endReason !== null && payment.endReason in WORDED_REASON;
}

function delayOf({ payment, now, nextTryAt }: ViewInput): { isDelayed: boolean; nextTryAt: string | null } {
  const isDelayed = now.getTime() - askedForCodeAt(payment).getTime() >= USUAL_CREATE_MS;
  // A job that is due already waits for a worker, and not for PagoEfectivo.
  const isPutOff = isDelayed && nextTryAt && nextTryAt > now;
  return { isDelayed, nextTryAt: isPutOff ? nextTryAt.toISOString() : null };
}

/** A code is still to come: its job waits, runs, or will be tried again without the shopper. */
function isBeingMade(payment: ShownPayment, code: Code | null, now: Date): boolean {
  if (code === null) return payment.endReason === null;
  if (awaitsNewCode(payment) && code.id === payment.renewedCodeId) return true;
  if (code.state === "issuing") return now.getTime() - code.createdAt.getTime() < LONGEST_CREATE_MS;
  return code.state === "failed" && failedInARow(payment) <= AUTOMATIC_RETRIES;
}
