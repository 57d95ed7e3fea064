import { Hono, type Context } from "hono";
import { adminOrderPage, type AdminOrderInput } from "./admin-order-page.ts";
import { adminOrdersPage } from "./admin-orders-page.ts";
import type { SimulatorClock } from "./clock.ts";
import type { Ledger } from "./ledger.ts";
import { newRefund, refundableCents, refundRefusal } from "./new-refund.ts";
import { notFoundPage, orderStatusPage, thankYouPage } from "./order-pages.ts";
import { orderView } from "./orders.ts";
import { showPage } from "./page-layout.ts";
import type { RefundSender } from "./refund-sender.ts";
import type { OrderRecord, SessionRecord, SimulatedShop } from "./session-record.ts";
import type { Staff } from "./staff.ts";

export interface OrderRoutesDeps {
  ledger: Ledger;
  clock: SimulatorClock;
  /** Who starts a refund decides its language. */
  staff: Staff;
  sender: RefundSender;
}

interface FoundOrder {
  shop: SimulatedShop;
  order: OrderRecord;
}

/** The order of an address, or the 404 page. */
async function withOrder(
  c: Context,
  ledger: Ledger,
  answer: (found: FoundOrder) => Promise<Response>,
): Promise<Response> {
  const shop = ledger.shop(c.req.param("shop") ?? "");
  const order = shop === undefined ? undefined : ledger.order(shop.domain, c.req.param("id") ?? "");
  if (shop === undefined || order === undefined) return showPage(c, notFoundPage(), 404);
  return answer({ shop, order });
}

function paymentOf({ ledger, clock }: OrderRoutesDeps, order: OrderRecord): SessionRecord {
  const payment = ledger.session(orderView(ledger, order, clock.now()).paymentId);
  if (payment === undefined) throw new Error(`order ${order.id} has no payment`);
  return payment;
}

async function showAdminOrder(
  c: Context,
  deps: OrderRoutesDeps,
  { shop, order }: FoundOrder,
  refused: AdminOrderInput["refused"] = null,
): Promise<Response> {
  const { ledger, clock } = deps;
  const content = adminOrderPage({
    shop,
    order: orderView(ledger, order, clock.now()),
    refunds: order.sessionIds.flatMap((id) => ledger.refunds.ofPayment(id)),
    refundableCents: refundableCents(ledger, paymentOf(deps, order)),
    refused,
  });
  return showPage(c, content, refused === null ? 200 : 422);
}

/** The Refund button: checked as Shopify checks it, then sent; nobody can take it back. */
async function startRefund(c: Context, deps: OrderRoutesDeps, found: FoundOrder): Promise<Response> {
  const { ledger, clock, sender, staff } = deps;
  const form = await c.req.parseBody();
  const amount = typeof form["amount"] === "string" ? form["amount"].trim() : "";
  const payment = paymentOf(deps, found.order);
  const why = refundRefusal(ledger, payment, amount);
  if (why !== null) return showAdminOrder(c, deps, found, { amount, why });
  const { locale } = staff.signedIn(found.shop.domain);
  const merchantLocale = locale === "es" ? "es-PE" : locale;
  await sender.send(newRefund(ledger, { sessionId: payment.id, amount, merchantLocale }, clock.now()));
  return c.redirect(`/shops/${found.shop.domain}/admin/orders/${found.order.id}`, 303);
}

/** The pages about orders: two for the buyer; the list, the order and its refunds for the merchant. */
export function orderRoutes(deps: OrderRoutesDeps): Hono {
  const { ledger, clock } = deps;
  const app = new Hono();
  const buyerPage = (c: Context, render: typeof orderStatusPage): Promise<Response> =>
    withOrder(c, ledger, ({ shop, order }) =>
      showPage(c, render(shop, order.checkoutId, orderView(ledger, order, clock.now()))),
    );

  app.get("/shops/:shop/orders/:id/thank-you", (c) => buyerPage(c, thankYouPage));
  app.get("/shops/:shop/orders/:id", (c) => buyerPage(c, orderStatusPage));

  app.get("/shops/:shop/admin/orders", (c) => {
    const shop = ledger.shop(c.req.param("shop"));
    if (shop === undefined) return showPage(c, notFoundPage(), 404);
    const orders = ledger.ordersOfShop(shop.domain).map((order) => orderView(ledger, order, clock.now()));
    return showPage(c, adminOrdersPage(shop, orders));
  });
  app.get("/shops/:shop/admin/orders/:id", (c) =>
    withOrder(c, ledger, (found) => showAdminOrder(c, deps, found)),
  );
  app.post("/shops/:shop/admin/orders/:id/refunds", (c) =>
    withOrder(c, ledger, (found) => startRefund(c, deps, found)),
  );
  return app;
}
