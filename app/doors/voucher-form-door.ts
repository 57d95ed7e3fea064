/**
 * The forms of the voucher page. They are doors and not page actions because the page sends no referrer, so that
 * its forms carry `Origin: null`, which Remix takes for a forgery; here the slug, which only the shopper has, is proof.
 */
import { assertNever } from "#app/lib/invariant.ts";
import { readBody, tooLarge } from "#app/doors/door-answers.ts";
import { notFoundPage, type ShopperContext } from "#app/doors/shopper-pages.ts";
import { continuePayment } from "#app/payments/confirm-payment.server.ts";
import { cancelPayment } from "#app/payments/give-up-payment.server.ts";
import { ADDRESS_LANGUAGES } from "#app/payments/voucher-view.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { renewCode } from "#app/payments/renew-code.server.ts";
import { giveEmail, retryVoucher, type VoucherDeps } from "#app/payments/see-voucher.server.ts";

/** How long a pressed button waits for what it asked for before the page is shown again as it is. */
export const WAIT_MS = 4_000;

export type VoucherFormDeps = PaymentDeps & VoucherDeps & { pause: (ms: number) => Promise<void> };

/** The page again, in the language that its form was sent in; `part`: where on it. */
export function page(
  c: ShopperContext,
  leaf = "",
  query: Record<string, string> = {},
  part = "",
): Response {
  const lang = ADDRESS_LANGUAGES.find((language) => language === c.req.query("lang"));
  const kept = new URLSearchParams({ ...(lang && { lang }), ...query }).toString();
  const slug = encodeURIComponent(c.req.param("slug") ?? "");
  return c.redirect(`/v/${slug}${leaf}${kept && `?${kept}`}${part}`, 303);
}

/** `POST /v/:slug/continue`: the shopper wants the order. */
export function voucherContinueDoor(deps: VoucherFormDeps) {
  return async (c: ShopperContext): Promise<Response> => {
    const outcome = await continuePayment(deps, { slug: c.req.param("slug") ?? "", waitMs: WAIT_MS });
    switch (outcome.kind) {
      case "return":
        return page(c, "/return");
      case "not-answered-yet":
      case "not-possible":
        return page(c);
      case "not-found":
        return notFoundPage(c);
      default:
        return assertNever(outcome);
    }
  };
}

/** `POST /v/:slug/cancel`: the shopper goes back to checkout; the code is taken back. */
export function voucherCancelDoor(deps: VoucherFormDeps) {
  return async (c: ShopperContext): Promise<Response> => {
    const outcome = await cancelPayment(deps, c.req.param("slug") ?? "");
    switch (outcome) {
      case "back":
        return page(c, "/return");
      case "stays":
        return page(c);
      case "not-found":
        return notFoundPage(c);
      default:
        return assertNever(outcome);
    }
  };
}

/** `POST /v/:slug/retry`: the shopper asks for a code again. */
export function voucherRetryDoor(deps: VoucherFormDeps) {
  return async (c: ShopperContext): Promise<Response> => {
    const found = await retryVoucher(deps, { slug: c.req.param("slug") ?? "", waitMs: WAIT_MS });
    return found ? page(c) : notFoundPage(c);
  };
}

/** `POST /v/:slug/renew`: the code is dead, and the shopper wants another. */
export function voucherRenewDoor(deps: VoucherFormDeps) {
  return async (c: ShopperContext): Promise<Response> => {
    const outcome = await renewCode(deps, { slug: c.req.param("slug") ?? "", waitMs: WAIT_MS });
    return outcome === "not-found" ? notFoundPage(c) : page(c);
  };
}

const FORM_MAX_BYTES = 4 * 1024;

/** `POST /v/:slug/email`: the one thing that Shopify did not know. */
export function voucherEmailDoor(deps: VoucherFormDeps) {
  return async (c: ShopperContext): Promise<Response> => {
    const body = await readBody(c.env, FORM_MAX_BYTES);
    if (!body) return tooLarge(c, FORM_MAX_BYTES);
    const typed = new URLSearchParams(body.toString("utf8")).get("email") ?? "";
    const outcome = await giveEmail(deps, { slug: c.req.param("slug") ?? "", typed, waitMs: WAIT_MS });
    switch (outcome) {
      case "given":
        return page(c);
      case "refused":
        return page(c, "", { email: "refused" });
      case "not-found":
        return notFoundPage(c);
      default:
        return assertNever(outcome);
    }
  };
}
