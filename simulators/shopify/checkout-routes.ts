import { Hono, type Context } from "hono";
import {
  checkoutOfForm,
  checkoutPage,
  newCheckoutPage,
  METHOD_NOT_OFFERED,
  PAYMENT_FAILED,
  readCheckoutForm,
} from "./checkout-page.ts";
import type { SimulatorClock } from "./clock.ts";
import type { Ledger } from "./ledger.ts";
import { notFoundPage } from "./order-pages.ts";
import { isSettled, orderView, type SimulatedOrder } from "./orders.ts";
import { showPage } from "./page-layout.ts";
import type { PaymentsAppSettings } from "./payments-app-settings.ts";
import type { CheckoutRecord, SimulatedShop } from "./session-record.ts";
import type { SessionSender } from "./session-sender.ts";

export interface CheckoutRoutesDeps {
  ledger: Ledger;
  clock: SimulatorClock;
  settings: PaymentsAppSettings;
  sender: SessionSender;
}

function textFields(body: Record<string, unknown>): Record<string, string> {
  const texts = Object.entries(body).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(texts);
}

function orderOf(deps: CheckoutRoutesDeps, checkout: CheckoutRecord): SimulatedOrder | null {
  const order = checkout.orderId === null ? undefined : deps.ledger.order(checkout.shop, checkout.orderId);
  return order === undefined ? null : orderView(deps.ledger, order, deps.clock.now());
}

/** One attempt to pay: a new session, sent, and the browser sent on to the app; or the checkout with an error. */
async function pay(
  c: Context,
  deps: CheckoutRoutesDeps,
  shop: SimulatedShop,
  checkout: CheckoutRecord,
): Promise<Response> {
  const answer = await deps.sender.send(deps.ledger.newAttempt(checkout));
  if (answer.redirectUrl === null) return showPage(c, checkoutPage(shop, checkout, PAYMENT_FAILED), 502);
  return c.redirect(answer.redirectUrl, 303);
}

/** The storefront's checkout: new, again, and "Pagar ahora" in both. */
export function checkoutRoutes(deps: CheckoutRoutesDeps): Hono {
  const { ledger, settings } = deps;
  const app = new Hono();
  const unavailable = (shop: SimulatedShop): string | null =>
    settings.isOffered(shop.domain) ? null : METHOD_NOT_OFFERED;

  app.get("/shops/:shop/checkouts/new", (c) => {
    const shop = ledger.shop(c.req.param("shop"));
    if (shop === undefined) return showPage(c, notFoundPage(), 404);
    return showPage(
      c,
      newCheckoutPage(shop, readCheckoutForm(c.req.query(), shop, true), unavailable(shop)),
    );
  });

  app.post("/shops/:shop/checkouts/new", async (c) => {
    const shop = ledger.shop(c.req.param("shop"));
    if (shop === undefined) return showPage(c, notFoundPage(), 404);
    const form = readCheckoutForm(
      { ...c.req.query(), ...textFields(await c.req.parseBody()) },
      shop,
      false,
    );
    const input = unavailable(shop) ?? checkoutOfForm(form, shop);
    if (typeof input === "string") return showPage(c, newCheckoutPage(shop, form, input), 422);
    return pay(c, deps, shop, ledger.openCheckout(input));
  });

  app.on(["GET", "POST"], "/shops/:shop/checkouts/:id", async (c) => {
    const shop = ledger.shop(c.req.param("shop"));
    const checkout = shop === undefined ? undefined : ledger.checkout(shop.domain, c.req.param("id"));
    if (shop === undefined || checkout === undefined) return showPage(c, notFoundPage(), 404);
    const order = orderOf(deps, checkout);
    // A completed checkout is not paid twice: its address leads to the order from then on.
    if (order !== null && (order.paymentState === "pending" || isSettled(order.paymentState))) {
      return c.redirect(`/shops/${shop.domain}/orders/${order.id}/thank-you`, 303);
    }
    const missing = unavailable(shop);
    if (c.req.method === "GET" || checkout.methodBlocked || missing !== null)
      return showPage(c, checkoutPage(shop, checkout, missing));
    return pay(c, deps, shop, checkout);
  });
  return app;
}
