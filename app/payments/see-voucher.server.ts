/**
 * The shopper opens, follows, keeps or mends their code.
 */
import { QUECHUA } from "#app/messages/quechua.ts";
import { buildVoucherView } from "#app/payments/build-voucher-view.ts";
import { seeAsk } from "#app/payments/check-voucher.server.ts";
import { issueJob, issueKey } from "#app/payments/issue-code.server.ts";
import { findNextTry } from "#app/payments/next-try-queries.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import {
  loadNewsBySlug,
  loadPayment,
  loadShownBySlug,
  type Shown,
} from "#app/payments/payment-queries.server.ts";
import { mayRenew } from "#app/payments/renewal.ts";
import { enqueue } from "#app/payments/payment-store-jobs.server.ts";
import { recordEmail, recordKept, recordPresence } from "#app/payments/payment-store-presence.server.ts";
import type { Payment, ShownPayment } from "#app/payments/payment.ts";
import { chooseLanguage, wantsQuechua, type LanguageWishes } from "#app/payments/shopper-language.ts";
import type { ShopperLanguage, VoucherView } from "#app/payments/voucher-view.ts";
import { parseEmail } from "#app/shopify/payment-session-request.ts";

/** Someone who is there is written down this often at most. */
const PRESENCE_EVERY_MS = 5_000;

const LOOK_EVERY_MS = 60;

export interface VoucherDeps extends Pick<PaymentDeps, "clock" | "db" | "log"> {
  publicOrigin: string;
  forBrowser: (url: string) => string;
}

export interface VoucherVisit {
  slug: string;
  /** False for a prefetch or a HEAD request: those show the code to nobody. */
  isPageView: boolean;
  language: Omit<LanguageWishes, "shopper">;
  /** The visitor comes from the form, and what they typed was no address. */
  emailRefused: boolean;
  /** Ids of payment channels that the operator has switched off. */
  channelsOff: readonly string[];
  /** What the address says came of asking whether it is paid. */
  asked?: string | null;
}

/**
 * What the page at this address shows, or null when there is none. A page view of a code counts as seen and starts the
 * confirmation timer.
 */
export async function seeVoucher(deps: VoucherDeps, visit: VoucherVisit): Promise<VoucherView | null> {
  const shown = await loadShownBySlug(deps.db, visit.slug);
  if (!shown) return null;
  const now = deps.clock.now();
  const view = viewOf(deps, shown, now, visit);
  if (visit.isPageView && view.state === "waiting") await recordPresenceOf(deps, shown.payment, now);
  if (view.state === "preparing" && view.isDelayed) {
    const nextTryAt = await findNextTry(deps.db, issueKey(shown.payment.id));
    return viewOf(deps, shown, now, { ...visit, nextTryAt });
  }
  const ask = await seeAsk(deps, { payment: shown.payment, state: view.state, word: visit.asked ?? null });
  return ask ? { ...view, ask } : view;
}

function viewOf(
  deps: VoucherDeps,
  shown: Shown,
  now: Date,
  visit: Pick<VoucherVisit, "language" | "emailRefused" | "channelsOff"> & { nextTryAt?: Date | null },
): VoucherView {
  const quechua = quechuaFor(shown, visit.language);
  return buildVoucherView({
    ...shown,
    now,
    language: quechua === "shown" ? "es" : languageOf(shown, visit.language),
    publicOrigin: deps.publicOrigin,
    forBrowser: deps.forBrowser,
    emailRefused: visit.emailRefused,
    channelsOff: visit.channelsOff,
    quechua,
    canRenew: mayRenew(shown.payment, now),
    nextTryAt: visit.nextTryAt ?? null,
  });
}

function quechuaFor({ asked }: Shown, wishes: VoucherVisit["language"]): "shown" | "offered" | null {
  if (!QUECHUA) return null;
  return wantsQuechua({ ...wishes, shopper: asked.shopperLocale }) ? "shown" : "offered";
}

function languageOf({ asked, payment }: Shown, wishes: VoucherVisit["language"]): ShopperLanguage {
  return chooseLanguage({ ...wishes, shopper: asked.shopperLocale }, payment.page.languages);
}

export interface VoucherStatus {
  state: VoucherView["state"];
  told: Payment["told"];
  version: VoucherView["version"];
}

/** The short answer for a page that polls. */
export async function readVoucherStatus(
  deps: Pick<PaymentDeps, "clock" | "db">,
  slug: string,
): Promise<VoucherStatus | null> {
  const shown = await loadNewsBySlug(deps.db, slug);
  if (!shown) return null;
  const { payment } = shown;
  const now = deps.clock.now();
  const { state, version } = buildVoucherView({
    ...shown,
    now,
    language: "es",
    publicOrigin: "",
    forBrowser: (url) => url,
  });
  // Only who has been shown the code can be waiting on its page.
  if (state === "waiting" && payment.firstSeenAt) await recordPresenceOf(deps, payment, now);
  return { state, told: payment.told, version };
}

/** Notes that the shopper keeps a code that can still be paid; the page shows no other. False when no code has this address. */
export async function keepVoucher(deps: Pick<PaymentDeps, "clock" | "db">, slug: string): Promise<boolean> {
  const shown = await loadShownBySlug(deps.db, slug);
  if (!shown) return false;
  const { payment } = shown;
  const isAwaited = payment.told === "open" || payment.told === "pending";
  if (isAwaited && payment.firstSeenAt) {
    await recordKept(deps.db, { paymentId: payment.id, at: deps.clock.now() });
  }
  return true;
}

/**
 * The shopper asks for a code again after a create that surely was not done. Waits up to `waitMs` for the new code to be
 * begun, so that the page they return to is no longer the one they pressed on. False when no code has this address.
 */
export async function retryVoucher(
  deps: VoucherDeps & { pause: (ms: number) => Promise<void> },
  input: { slug: string; waitMs: number },
): Promise<boolean> {
  const shown = await loadShownBySlug(deps.db, input.slug);
  if (!shown) return false;
  const { payment } = shown;
  const now = deps.clock.now();
  const view = buildVoucherView({
    ...shown,
    now,
    language: "es",
    publicOrigin: deps.publicOrigin,
    forBrowser: deps.forBrowser,
  });
  if (view.state !== "error" || !view.canRetry) return true;
  await enqueue(deps.db, [issueJob(payment.id, now)]);
  await untilChanged(deps, payment, input.waitMs);
  return true;
}

export type EmailOutcome = "given" | "refused" | "not-found";

/** The shopper typed the address that PagoEfectivo needs. Waits up to `waitMs` for the code to be begun. */
export async function giveEmail(
  deps: VoucherDeps & { pause: (ms: number) => Promise<void> },
  input: { slug: string; typed: string; waitMs: number },
): Promise<EmailOutcome> {
  const shown = await loadShownBySlug(deps.db, input.slug);
  if (!shown) return "not-found";
  const email = parseEmail(input.typed);
  if (email === null) return "refused";
  const { payment } = shown;
  const at = deps.clock.now();
  const kept = await recordEmail(deps.db, {
    paymentId: payment.id,
    email,
    at,
    jobs: [issueJob(payment.id, at)],
  });
  if (kept) await untilChanged(deps, { ...payment, version: payment.version + 1 }, input.waitMs);
  return "given";
}

/** Resolves when the payment has moved on from what was shown, or after `waitMs`. */
export async function untilChanged(
  deps: Pick<PaymentDeps, "db"> & { pause: (ms: number) => Promise<void> },
  payment: Pick<Payment, "id" | "version">,
  waitMs: number,
): Promise<void> {
  for (let waitedMs = 0; waitedMs < waitMs; waitedMs += LOOK_EVERY_MS) {
    await deps.pause(LOOK_EVERY_MS);
    const fresh = await loadPayment(deps.db, payment.id);
    if (fresh?.version !== payment.version) return;
  }
}

async function recordPresenceOf(
  deps: Pick<PaymentDeps, "db">,
  payment: ShownPayment,
  now: Date,
): Promise<void> {
  if (payment.told !== "open") return;
  const { lastPresentAt, timerDueAt } = payment;
  const isRecent = lastPresentAt !== null && now.getTime() - lastPresentAt.getTime() < PRESENCE_EVERY_MS;
  if (isRecent && timerDueAt) return;
  await recordPresence(deps.db, {
    paymentId: payment.id,
    at: now,
    timerRingsAt: new Date(now.getTime() + payment.confirmTimerSeconds * 1_000),
  });
}

/** Where a shopper leaves to: the order at Shopify, or the checkout that they went back to. */
export interface WayBack {
  url: string | null;
  isCheckout: boolean;
  language: ShopperLanguage;
}

/** `url` is null while Shopify has not said, and the shopper has not given up. Null when no code has this address. */
export async function findWayBack(
  deps: VoucherDeps,
  visit: Pick<VoucherVisit, "slug" | "language">,
): Promise<WayBack | null> {
  const shown = await loadShownBySlug(deps.db, visit.slug);
  if (!shown) return null;
  const { payment, asked } = shown;
  const language = languageOf(shown, visit.language);
  if (payment.redirectUrl) {
    return { url: deps.forBrowser(payment.redirectUrl), isCheckout: false, language };
  }
  const isGivenUp = payment.told === "released" || payment.codes.some(({ state }) => state === "voiding");
  const isUnfinished = payment.told === "open" && !payment.codes.some(({ state }) => state === "live");
  return isGivenUp || isUnfinished
    ? { url: deps.forBrowser(asked.cancelUrl), isCheckout: true, language }
    : { url: null, isCheckout: false, language };
}
