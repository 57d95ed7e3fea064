import { Hono, type Context } from "hono";
import { adminOrdersPage } from "./admin-orders-page.ts";
import type { SimulatorClock } from "./clock.ts";
import type { Ledger } from "./ledger.ts";
import { notFoundPage, orderStatusPage, thankYouPage } from "./order-pages.ts";
import { orderView } from "./orders.ts";
import { showPage } from "./page-layout.ts";

export interface OrderRoutesDeps {
  ledger: Ledger;
  clock: SimulatorClock;
}

/** The pages about orders: two for the buyer, one for the merchant. */
export function orderRoutes({ ledger, clock }: OrderRoutesDeps): Hono {
  const app = new Hono();

  async function buyerPage(
    c: Context,
    domain: string,
    id: string,
    render: typeof orderStatusPage,
  ): Promise<Response> {
    const shop = ledger.shop(domain);
    const order = shop === undefined ? undefined : ledger.order(shop.domain, id);
    if (shop === undefined || order === undefined) return showPage(c, notFoundPage(), 404);
    return showPage(c, render(shop, order.checkoutId, orderView(ledger, order, clock.now())));
  }

  app.get("/shops/:shop/orders/:id/thank-you", (c) =>
    buyerPage(c, c.req.param("shop"), c.req.param("id"), thankYouPage),
  );
  app.get("/shops/:shop/orders/:id", (c) =>
    buyerPage(c, c.req.param("shop"), c.req.param("id"), orderStatusPage),
  );

  app.get("/shops/:shop/admin/orders", (c) => {
    const shop = ledger.shop(c.req.param("shop"));
    if (shop === undefined) return showPage(c, notFoundPage(), 404);
    const orders = ledger.ordersOfShop(shop.domain).map((order) => orderView(ledger, order, clock.now()));
    return showPage(c, adminOrdersPage(shop, orders));
  });
  return app;
}
