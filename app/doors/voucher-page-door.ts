/**
 * `GET /v/:slug`: the shopper's page with the code. `GET /v/:slug/return`: the step back to the shop. The slug is the login: 192 random bits
 * that only the shopper and Shopify were given.
 */
import type { MiddlewareHandler } from "hono";
import type { HeldSwitches } from "#app/channels/channel-switches.server.ts";
import { receivedHeaders } from "#app/doors/door-answers.ts";
import {
  languageWishes,
  notFoundPage,
  sendDocument,
  type ShopperContext,
  type ShopperEnvironment,
} from "#app/doors/shopper-pages.ts";
import {
  findWayBack,
  readVoucherStatus,
  seeVoucher,
  type VoucherDeps,
} from "#app/payments/see-voucher.server.ts";
import { isPageView } from "#app/shopper-ui/page-view.ts";

export function voucherPageDoor(deps: VoucherDeps & { channelSwitches: HeldSwitches }) {
  return async (c: ShopperContext): Promise<Response> => {
    const view = await seeVoucher(deps, {
      slug: c.req.param("slug") ?? "",
      isPageView: isPageView({ method: c.req.method, headers: receivedHeaders(c.env) }),
      language: languageWishes(c),
      emailRefused: c.req.query("email") === "refused",
      channelsOff: await deps.channelSwitches.off(),
      asked: c.req.query("checked") ?? null,
    });
    if (!view) return notFoundPage(c);
    const now = deps.clock.now().toISOString();
    const languageIsChosen = c.req.query("lang") !== undefined;
    return sendDocument(c, 200, c.env.shopperPages.voucher({ view, now, languageIsChosen }));
  };
}

/** Before a page of a voucher that the framework draws: an unknown address gets the one page that every unknown one gets. */
export function onlyKnownVouchers(deps: VoucherDeps): MiddlewareHandler<ShopperEnvironment> {
  return async (c, next) => {
    const known = await readVoucherStatus(deps, c.req.param("slug") ?? "");
    return known ? next() : notFoundPage(c);
  };
}

/**
 * Sends the shopper on to Shopify. A page of its own, because a browser holds a form's answer to `form-action`
 * through every redirect, and the shop may redirect to a domain that nobody can list.
 */
export function voucherReturnDoor(deps: VoucherDeps) {
  return async (c: ShopperContext): Promise<Response> => {
    const slug = c.req.param("slug") ?? "";
    const found = await findWayBack(deps, { slug, language: languageWishes(c) });
    if (!found) return notFoundPage(c);
    const { url } = found;
    if (url === null) return c.redirect(`/v/${slug}${new URL(c.req.url).search}`, 302);
    return sendDocument(c, 200, c.env.shopperPages.returnToStore({ ...found, url }));
  };
}
