/**
 * What the shopper is shown, from what is known of the payment. Pure; the page renders it without asking anything.
 */
import {
  AUTOMATIC_RETRIES,
  currentCode,
  type Code,
  type EndReason,
  type Payment,
} from "#app/payments/payment.ts";
import type { VoucherFrame, VoucherView } from "#app/payments/voucher-view.ts";

/** Longer than a create takes, its own timeouts included: after this nobody is asking any more. */
const LONGEST_CREATE_MS = 90_000;

/** What every state shows, and the two ways out. */
type Frame = VoucherFrame & { storeUrl: string | null; backToCheckoutUrl: string };

type ErrorView = Extract<VoucherView, { state: "error" }>;

const WORDED_REASON: Record<EndReason, ErrorView["reason"]> = {
  "amount-outside-limits": "amount-outside-limits",
  "merchant-account": "merchant-account",
  "another-code-active": "another-code-active",
  "no-email": "not-created",
  "too-late": "not-created",
  "not-created": "not-created",
  unpaid: "not-created",
};

/**
 * `forBrowser` turns a Shopify address into the one a browser is sent to. A code that can no longer be
 * paid comes along only so that the page can name its ending: nobody should carry a dead code to a counter.
 */
export function buildVoucherView(
  payment: Payment,
  now: Date,
  forBrowser: (url: string) => string,
): VoucherView {
  const shown = {
    slug: payment.slug,
    storeName: payment.storeName,
    amount: { centimos: payment.amountCentimos, currency: payment.currency },
    test: payment.test,
    paymentReference: payment.sessionId,
  };
  const storeUrl = payment.redirectUrl ? forBrowser(payment.redirectUrl) : null;
  const frame: Frame = { ...shown, storeUrl, backToCheckoutUrl: forBrowser(payment.cancelUrl) };
  const code = currentCode(payment);

  // Money that came after a reject is settled by people, also once its case is closed: never "paid" here.
  const needsPerson =
    payment.moneyInCase ||
    (payment.told === "rejected" && payment.codes.some(({ state }) => state === "paid"));
  if (needsPerson) return { ...shown, state: "review", storeUrl };
  if (payment.told === "resolved" || code?.state === "paid") {
    const paidAt = payment.codes.find((candidate) => candidate.paidAt)?.paidAt ?? null;
    const confirmed = payment.resolveAcknowledged;
    return { ...shown, state: "paid", paidAt: paidAt?.toISOString() ?? null, confirmed, storeUrl };
  }
  if (!code) return withoutCode(frame, payment, null, now);
  const expiresAt = code.expiresAt.toISOString();
  switch (code.state) {
    case "live":
      return payable(frame, payment, code, now);
    case "voiding":
      return { ...shown, state: "expiring", expiresAt, cip: code.cip ?? "", storeUrl };
    case "expired":
    case "voided":
      return payment.told === "pending"
        ? { ...shown, state: "expiring", expiresAt, cip: code.cip ?? "", storeUrl }
        : { ...shown, state: "expired", expiresAt, cip: code.cip, storeUrl };
    case "reversed":
      return { ...shown, state: "review", storeUrl };
    case "issuing":
    case "failed":
    case "unknown":
    case "lost":
      return withoutCode(frame, payment, code, now);
  }
}

function payable(frame: Frame, payment: Payment, code: Code, now: Date): VoucherView {
  const { storeUrl, backToCheckoutUrl, ...shown } = frame;
  const expiresAt = code.expiresAt.toISOString();
  const cip = code.cip ?? "";
  if (now >= code.expiresAt) return { ...shown, state: "expiring", expiresAt, cip, storeUrl };
  if (payment.told !== "open" && payment.told !== "pending") {
    return { ...shown, state: "expired", expiresAt, cip, storeUrl };
  }
  const isOpen = payment.told === "open";
  return {
    ...shown,
    state: "waiting",
    cip,
    cipUrl: code.cipUrl,
    expiresAt,
    told: payment.told,
    backToCheckoutUrl: isOpen ? backToCheckoutUrl : null,
    storeUrl,
    continueIsSlow: !isOpen && storeUrl === null,
  };
}

function withoutCode(frame: Frame, payment: Payment, code: Code | null, now: Date): VoucherView {
  const { storeUrl: _, backToCheckoutUrl, ...shown } = frame;
  const isOpen = payment.told === "open";
  if (isOpen && isBeingMade(payment, code, now)) return { ...shown, state: "preparing", backToCheckoutUrl };
  const isUnknown = code?.state === "unknown" || code?.state === "issuing" || code?.state === "lost";
  return {
    ...shown,
    state: "error",
    reason: isUnknown ? "outcome-unknown" : WORDED_REASON[payment.endReason ?? "not-created"],
    canRetry: isOpen && code?.state === "failed",
    backToCheckoutUrl,
    errorId: `PE-${payment.id.slice(-6).toUpperCase()}`,
  };
}

/** A code is still to come: its job waits, runs, or will be tried again without the shopper. */
function isBeingMade(payment: Payment, code: Code | null, now: Date): boolean {
  if (code === null) return payment.endReason === null;
  if (code.state === "issuing") return now.getTime() - code.createdAt.getTime() < LONGEST_CREATE_MS;
  return code.state === "failed" && payment.codes.length <= AUTOMATIC_RETRIES;
}
