import { html } from "hono/html";
import { limaTime, money, page, type Html } from "./page-layout.ts";
import { isSettled, type OrderPaymentState, type SimulatedOrder } from "./orders.ts";
import type { SimulatedShop } from "./session-record.ts";

/** The payment states of an order, as a merchant in Peru reads them. */
export const STATE_WORDS: Record<OrderPaymentState, string> = {
  paid: "Pagado",
  "partially-refunded": "Reembolsado en parte",
  refunded: "Reembolsado",
  pending: "Pendiente",
  expired: "Expirado",
  failed: "Fallido",
};

const BUYER_SENTENCES: Record<OrderPaymentState, string> = {
  paid: "Recibimos tu pago. Ya preparamos tu pedido.",
  "partially-refunded": "Te devolvimos una parte de tu pago.",
  refunded: "Te devolvimos tu pago.",
  pending: "Tu pedido está registrado. Lo prepararemos cuando recibamos tu pago.",
  expired: "El plazo para pagar terminó y no recibimos tu pago.",
  failed: "El pago no se completó.",
};

/** The mark that shows a payment state, in words and not by colour alone. */
export function stateMark(state: OrderPaymentState): Html {
  const colour = isSettled(state) ? "paid" : state;
  return html`<span class="state ${colour}" data-payment-state="${state}">${STATE_WORDS[state]}</span>`;
}

function details(order: SimulatedOrder): Html {
  return html`<dl>
    <dt>Estado del pago</dt>
    <dd>${stateMark(order.paymentState)}</dd>
    <dt>Total</dt>
    <dd>${money(order.amount, order.currency)}</dd>
    <dt>Medio de pago</dt>
    <dd>PagoEfectivo</dd>
    <dt>Fecha</dt>
    <dd>${limaTime(order.createdAt)}</dd>
  </dl>`;
}

/** After a failed or expired payment Shopify offers the buyer "Pay now", which starts a new session (Shopify Help Center, read 2026-11-22). */
function payAgain(shop: SimulatedShop, checkoutId: string, order: SimulatedOrder): Html {
  if (isSettled(order.paymentState) || order.paymentState === "pending") return html``;
  return html`<form method="post" action="/shops/${shop.domain}/checkouts/${checkoutId}">
    <p><button type="submit">Pagar ahora</button></p>
  </form>`;
}

/** Where the buyer lands after the app. Like Shopify's own, it carries nothing of the payments app. */
export function thankYouPage(shop: SimulatedShop, checkoutId: string, order: SimulatedOrder): Html {
  const content = html`<section class="card narrow">
    <h1>Gracias por tu compra</h1>
    <p>Pedido ${order.name}. ${BUYER_SENTENCES[order.paymentState]}</p>
    ${details(order)} ${payAgain(shop, checkoutId, order)}
    <p><a href="/shops/${shop.domain}/orders/${order.id}">Ver el estado del pedido</a></p>
  </section>`;
  return page({ shopName: shop.name, title: "Gracias por tu compra", content });
}

/** The buyer's order status page, the one that e-mails link to. */
export function orderStatusPage(shop: SimulatedShop, checkoutId: string, order: SimulatedOrder): Html {
  const content = html`<section class="card narrow">
    <h1>Estado del pedido ${order.name}</h1>
    <p>${BUYER_SENTENCES[order.paymentState]}</p>
    ${details(order)} ${payAgain(shop, checkoutId, order)}
  </section>`;
  return page({ shopName: shop.name, title: `Pedido ${order.name}`, content });
}

/** A page that says that there is nothing here. */
export function notFoundPage(): Html {
  const content = html`<section class="card narrow"><h1>No encontramos esta página</h1></section>`;
  return page({ shopName: "Tienda", title: "Página no encontrada", content });
}
