/**
 * The two forms of the voucher page. They are doors and not page actions because the page sends no referrer, so that
 * its forms carry `Origin: null`, which Remix takes for a forgery; here the slug, which only the shopper has, is proof.
 */
import type { Context } from "hono";
import { assertNever } from "#app/lib/invariant.ts";
import { refuse } from "#app/doors/door-answers.ts";
import { continuePayment } from "#app/payments/confirm-payment.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { retryVoucher, type VoucherDeps } from "#app/payments/see-voucher.server.ts";

/** How long a pressed button waits for what it asked for before the page is shown again as it is. */
const WAIT_MS = 4_000;

export type VoucherFormDeps = PaymentDeps & VoucherDeps & { pause: (ms: number) => Promise<void> };

export function voucherContinueDoor(deps: VoucherFormDeps) {
  return async (c: Context): Promise<Response> => {
    const slug = c.req.param("slug") ?? "";
    const outcome = await continuePayment(deps, { slug, waitMs: WAIT_MS });
    switch (outcome.kind) {
      case "return":
        return c.redirect(`/v/${slug}/return`, 303);
      case "not-answered-yet":
      case "not-possible":
        return c.redirect(`/v/${slug}`, 303);
      case "not-found":
        return refuse(c, 404, "unknown-code", "no code has this address");
      default:
        return assertNever(outcome);
    }
  };
}

export function voucherRetryDoor(deps: VoucherFormDeps) {
  return async (c: Context): Promise<Response> => {
    const slug = c.req.param("slug") ?? "";
    await retryVoucher(deps, { slug, waitMs: WAIT_MS });
    return c.redirect(`/v/${encodeURIComponent(slug)}`, 303);
  };
}
