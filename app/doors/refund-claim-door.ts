/**
 * The form on which a shopper says where a refund goes. A door, like the voucher page's forms and for their reason: the page sends no
 * referrer, so that the form carries `Origin: null`; the token, which only the shopper has, is proof.
 */
import { assertNever } from "#app/lib/invariant.ts";
import { readBody, tooLarge, type DoorContext } from "#app/doors/door-answers.ts";
import { SHOPPER_LANGUAGES } from "#app/payments/voucher-view.ts";
import { giveClaim } from "#app/refunds/claim.server.ts";
import type { RefusedForm } from "#app/refunds/claim.ts";
import { typedDestination } from "#app/refunds/destination/destination-form.ts";
import type { RefundActDeps } from "#app/refunds/refund-acts.server.ts";

const FORM_MAX_BYTES = 8 * 1024;

/** Shows the page that the form came from. What was typed stands in the answer itself: it belongs in no address. */
export type ShowClaimPage = (request: Request, refusedForm: RefusedForm | null) => Promise<Response>;

/** `POST /r/:token`. */
export function refundClaimDoor(deps: RefundActDeps, showPage: ShowClaimPage) {
  return async (c: DoorContext): Promise<Response> => {
    const body = await readBody(c.env, FORM_MAX_BYTES);
    if (!body) return tooLarge(c, FORM_MAX_BYTES);
    const typed = typedDestination(new URLSearchParams(body.toString("utf8")));
    const outcome = await giveClaim(deps, { token: c.req.param("token") ?? "", typed });
    switch (outcome.kind) {
      case "given":
        return c.redirect(`/refund-details-received${languageOf(c)}`, 303);
      case "refused":
        return showPage(lookAgain(c), outcome.form);
      case "not-found":
        return showPage(lookAgain(c), null);
      default:
        return assertNever(outcome);
    }
  };
}

function languageOf(c: DoorContext): string {
  const lang = SHOPPER_LANGUAGES.find((language) => language === c.req.query("lang"));
  return lang ? `?lang=${lang}` : "";
}

/** The page's own address, asked for by the same browser. Nobody has opened the link by this. */
function lookAgain(c: DoorContext): Request {
  const headers = { "Accept-Language": c.req.header("accept-language") ?? "", Purpose: "preview" };
  return new Request(c.req.url, { headers });
}
