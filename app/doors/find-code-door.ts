/**
 * `POST /find`: a shopper has lost the page of their code. A door, like the voucher page's forms and for their reason. There is
 * nothing to prove: whatever is asked, only the address that stands with a payment is written to.
 */
import { assertNever } from "#app/lib/invariant.ts";
import { readBody, tooLarge } from "#app/doors/door-answers.ts";
import type { ShopperContext } from "#app/doors/shopper-pages.ts";
import { askForCode, type FindDeps } from "#app/payments/find-code.server.ts";
import { typedFind, type FindAnswer } from "#app/payments/find-code.ts";
import { SHOPPER_LANGUAGES } from "#app/payments/voucher-view.ts";

const FORM_MAX_BYTES = 4 * 1024;

/** Shows the page that the form came from. What was typed stands in the answer itself: it belongs in no address. */
export type ShowFindPage = (request: Request, answer: FindAnswer) => Promise<Response>;

export function findCodeDoor(deps: FindDeps, showPage: ShowFindPage) {
  return async (c: ShopperContext): Promise<Response> => {
    const body = await readBody(c.env, FORM_MAX_BYTES);
    if (!body) return tooLarge(c, FORM_MAX_BYTES);
    const typed = typedFind(new URLSearchParams(body.toString("utf8")));
    const outcome = await askForCode(deps, { typed, client: c.env.clientAddress });
    switch (outcome.kind) {
      case "asked":
        return c.redirect(address(c, { asked: "yes" }), 303);
      case "no-mail":
        return c.redirect(address(c, {}), 303);
      case "refused":
        return showPage(lookAgain(c), { refused: outcome.form });
      case "too-often":
        return showPage(lookAgain(c), { againInMs: outcome.retryAfterMs });
      default:
        return assertNever(outcome);
    }
  };
}

function address(c: ShopperContext, query: Record<string, string>): string {
  const lang = SHOPPER_LANGUAGES.find((language) => language === c.req.query("lang"));
  const kept = new URLSearchParams({ ...(lang && { lang }), ...query }).toString();
  return `/find${kept && `?${kept}`}`;
}

/** The page's own address, asked for by the same browser. */
function lookAgain(c: ShopperContext): Request {
  return new Request(c.req.url, { headers: { "Accept-Language": c.req.header("accept-language") ?? "" } });
}
