/** "Already paid?": asking PagoEfectivo now, and leaving what stands on the shopper's paper. The slug is the only key to either. */
import { assertNever } from "#app/lib/invariant.ts";
import { readBody, tooLarge } from "#app/doors/door-answers.ts";
import { notFoundPage, type ShopperContext } from "#app/doors/shopper-pages.ts";
import { page, WAIT_MS } from "#app/doors/voucher-form-door.ts";
import { checkVoucher, type CheckDeps } from "#app/payments/check-voucher.server.ts";
import { leaveSlip } from "#app/payments/leave-slip.server.ts";
import { typedSlip, type RefusedSlip } from "#app/payments/slip.ts";
import type { AskWord } from "#app/payments/voucher-view.ts";

const FORM_MAX_BYTES = 4 * 1024;

/** The page again, where it says what came of it. */
function answered(c: ShopperContext, word: AskWord): Response {
  return page(c, "", { checked: word }, "#already-paid");
}

/** `POST /v/:slug/check`. */
export function voucherCheckDoor(deps: CheckDeps) {
  return async (c: ShopperContext): Promise<Response> => {
    const outcome = await checkVoucher(deps, { slug: c.req.param("slug") ?? "", waitMs: WAIT_MS });
    switch (outcome.kind) {
      case "answered":
        return answered(c, outcome.word);
      case "look-again":
        return page(c);
      case "not-found":
        return notFoundPage(c);
      default:
        return assertNever(outcome);
    }
  };
}

/** Shows the page that the form came from; what was typed stands in the answer itself. */
export type ShowSlipPage = (request: Request, refused: RefusedSlip) => Promise<Response>;

/** `POST /v/:slug/operation`. */
export function voucherOperationDoor(deps: CheckDeps, showPage: ShowSlipPage) {
  return async (c: ShopperContext): Promise<Response> => {
    const body = await readBody(c.env, FORM_MAX_BYTES);
    if (!body) return tooLarge(c, FORM_MAX_BYTES);
    const typed = typedSlip(new URLSearchParams(body.toString("utf8")));
    const outcome = await leaveSlip(deps, { slug: c.req.param("slug") ?? "", typed });
    switch (outcome.kind) {
      case "left":
        return answered(c, "slip-left");
      case "full":
        return answered(c, "slips-full");
      case "refused":
        return showPage(lookAgain(c), outcome.form);
      case "look-again":
        return page(c);
      case "not-found":
        return notFoundPage(c);
      default:
        return assertNever(outcome);
    }
  };
}

function lookAgain(c: ShopperContext): Request {
  return new Request(c.req.url, { headers: { "Accept-Language": c.req.header("accept-language") ?? "" } });
}
