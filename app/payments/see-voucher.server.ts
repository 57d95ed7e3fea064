/**
 * The shopper opens, follows or keeps their code.
 */
import { buildVoucherView } from "#app/payments/build-voucher-view.ts";
import { issueJob } from "#app/payments/issue-code.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { loadPayment, loadPaymentBySlug } from "#app/payments/payment-queries.server.ts";
import { enqueue } from "#app/payments/payment-store-jobs.server.ts";
import { recordKept, recordPresence } from "#app/payments/payment-store-presence.server.ts";
import type { Payment } from "#app/payments/payment.ts";
import type { VoucherView } from "#app/payments/voucher-view.ts";

/** Someone who polls is written down this often at most. */
const PRESENCE_EVERY_MS = 5_000;

const LOOK_EVERY_MS = 60;

export interface VoucherDeps extends Pick<PaymentDeps, "clock" | "db" | "log"> {
  forBrowser: (url: string) => string;
}

/**
 * What the page at this address shows, or null when there is none. `isPageView` is false for a prefetch or a HEAD
 * request: those serve the code to nobody, so they neither start the timer nor count as seen.
 */
export async function seeVoucher(
  deps: VoucherDeps,
  input: { slug: string; isPageView: boolean },
): Promise<VoucherView | null> {
  const payment = await loadPaymentBySlug(deps.db, input.slug);
  if (!payment) return null;
  const now = deps.clock.now();
  const view = buildVoucherView(payment, now, deps.forBrowser);
  if (input.isPageView && view.state === "waiting") await recordPresenceOf(deps, payment, now);
  return view;
}

export interface VoucherStatus {
  state: VoucherView["state"];
  told: Payment["told"];
  /** Raised by whatever changes what the page shows. */
  version: number;
}

/** The short answer for a page that polls. */
export async function readVoucherStatus(
  deps: Pick<PaymentDeps, "clock" | "db">,
  slug: string,
): Promise<VoucherStatus | null> {
  const payment = await loadPaymentBySlug(deps.db, slug);
  if (!payment) return null;
  const now = deps.clock.now();
  const { state } = buildVoucherView(payment, now, (url) => url);
  const isRecent =
    payment.lastPresentAt !== null && now.getTime() - payment.lastPresentAt.getTime() < PRESENCE_EVERY_MS;
  // Only who has been shown the code can be waiting on its page.
  if (state === "waiting" && payment.firstSeenAt && (!isRecent || !payment.timerDueAt)) {
    await recordPresenceOf(deps, payment, now);
  }
  const acknowledgements = Number(payment.redirectUrl !== null) + Number(payment.resolveAcknowledged);
  return { state, told: payment.told, version: payment.version * 3 + acknowledgements };
}

/** False when no code has this address. */
export async function keepVoucher(deps: Pick<PaymentDeps, "clock" | "db">, slug: string): Promise<boolean> {
  const payment = await loadPaymentBySlug(deps.db, slug);
  if (!payment) return false;
  if (payment.told === "open" && payment.firstSeenAt) {
    await recordKept(deps.db, { paymentId: payment.id, at: deps.clock.now() });
  }
  return true;
}

/**
 * The shopper asks for a code again after a create that surely was not done. Waits up to `waitMs` for the new code to be
 * begun, so that the page they return to is no longer the one they pressed on.
 */
export async function retryVoucher(
  deps: VoucherDeps & { pause: (ms: number) => Promise<void> },
  input: { slug: string; waitMs: number },
): Promise<void> {
  const payment = await loadPaymentBySlug(deps.db, input.slug);
  if (!payment) return;
  const now = deps.clock.now();
  const view = buildVoucherView(payment, now, deps.forBrowser);
  if (view.state !== "error" || !view.canRetry) return;
  await enqueue(deps.db, [issueJob(payment.id, now)]);
  for (let waitedMs = 0; waitedMs < input.waitMs; waitedMs += LOOK_EVERY_MS) {
    await deps.pause(LOOK_EVERY_MS);
    const fresh = await loadPayment(deps.db, payment.id);
    if (fresh?.version !== payment.version) return;
  }
}

async function recordPresenceOf(deps: Pick<PaymentDeps, "db">, payment: Payment, now: Date): Promise<void> {
  if (payment.told !== "open") return;
  await recordPresence(deps.db, {
    paymentId: payment.id,
    at: now,
    timerRingsAt: new Date(now.getTime() + payment.confirmTimerSeconds * 1_000),
  });
}

/** Where the shopper goes back to; `storeUrl` is null while Shopify has not said. Null when no code has this address. */
export async function findStoreUrl(
  deps: VoucherDeps,
  slug: string,
): Promise<{ storeUrl: string | null } | null> {
  const payment = await loadPaymentBySlug(deps.db, slug);
  if (!payment) return null;
  return { storeUrl: payment.redirectUrl ? deps.forBrowser(payment.redirectUrl) : null };
}
