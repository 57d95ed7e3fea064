/** `GET /privacy`, `/terms`, `/support`: the pages for everybody. They ask nobody, and are the same for all who read one language. */
import { sendDocument, visitorsLanguage, type ShopperContext } from "#app/doors/shopper-pages.ts";
import type { PublicPage } from "#app/shopper-ui/public-pages.ts";

export function publicPageDoor(page: PublicPage) {
  return (c: ShopperContext): Promise<Response> =>
    sendDocument(c, 200, c.env.shopperPages.publicPage({ page, language: visitorsLanguage(c) }));
}
